import type { PaymentState } from '@didacto/sdk/contract';

/**
 * From which state a payment may go where. Late truth wins: what was taken for declined or expired can turn out to be
 * captured, and a deposit can be taken back by the bank. Nothing leads out of `refunded`.
 */
const transitions: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  not_started: ['executing', 'pending', 'unknown', 'succeeded', 'declined', 'expired'],
  executing: ['pending', 'unknown', 'succeeded', 'declined', 'expired'],
  pending: ['unknown', 'succeeded', 'declined', 'expired'],
  unknown: ['pending', 'succeeded', 'declined', 'expired'],
  succeeded: ['pending', 'partially_refunded', 'refunded'],
  declined: ['unknown', 'pending', 'succeeded'],
  expired: ['unknown', 'pending', 'succeeded'],
  partially_refunded: ['partially_refunded', 'refunded'],
  refunded: [],
};

export const mayMove = (from: PaymentState, to: PaymentState): boolean => transitions[from].includes(to);

/** The money is with the provider, but for what went back. */
export const isCaptured = (state: PaymentState): boolean =>
  state === 'succeeded' || state === 'partially_refunded' || state === 'refunded';

/** Not yet decided: it holds its order, and has to be asked about. */
export const isOpen = (state: PaymentState): boolean =>
  state === 'not_started' || state === 'executing' || state === 'pending' || state === 'unknown';

/** The state after refunds of `refunded` from `captured`. */
export const refundedState = (captured: number, refunded: number): PaymentState =>
  refunded === 0 ? 'succeeded' : refunded < captured ? 'partially_refunded' : 'refunded';
