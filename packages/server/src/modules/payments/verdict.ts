import type { PaymentState } from '@didacto/sdk/contract';
import { isCaptured } from './automaton.js';
import type { ProviderPayment } from './providers/port.js';

/** What we have on record of a payment, as far as the provider's view is compared with it. */
export interface PaymentFacts {
  readonly id: string;
  readonly state: PaymentState;
  readonly amount: number;
  readonly reason: string | null;
  readonly providerPaymentId: string | null;
  /** Taken and not given back, as we have booked it. */
  readonly captured: number;
  readonly refunded: number;
}

export interface Terms {
  /** Our accounts at the provider; null: it does not say. */
  readonly merchantIds: readonly string[] | null;
  readonly testModeAllowed: boolean;
}

export type MismatchReason = 'amount_mismatch' | 'currency_mismatch';

/** What a provider's view of a payment means for ours. Pure: the same view means the same, however often it comes. */
export type Verdict =
  /** Nothing was decided yet. `confirmable`: the provider waits for our confirmation, if we have one to send. */
  | { readonly kind: 'undecided'; readonly confirmable: boolean }
  | { readonly kind: 'pending' }
  | { readonly kind: 'captured' }
  /** Money that is not what we asked for: it goes back. */
  | { readonly kind: 'mismatch'; readonly reason: MismatchReason }
  | { readonly kind: 'declined'; readonly reason: string; readonly alarming: boolean }
  | { readonly kind: 'expired' }
  /** The bank took a deposit back, and no other is awaited. */
  | { readonly kind: 'deposit_gone'; readonly reason: string }
  /** It is about another payment, or another's: it says nothing about this one. */
  | { readonly kind: 'foreign' };

export function judge(payment: PaymentFacts, view: ProviderPayment | null, terms: Terms): Verdict {
  if (view === null) return { kind: 'undecided', confirmable: true };
  if (view.paymentId !== payment.id) return { kind: 'foreign' };
  if (!isOurMerchant(view, terms)) return { kind: 'declined', reason: 'merchant_mismatch', alarming: true };
  const moved = view.status === 'captured' || view.status === 'pending';
  if (moved && view.testMode && !terms.testModeAllowed)
    return { kind: 'declined', reason: 'test_mode', alarming: true };
  switch (view.status) {
    case 'captured':
      return mismatchOf(payment, view) ?? { kind: 'captured' };
    case 'pending':
      return { kind: 'pending' };
    case 'failed':
      if (isDeposited(payment, view)) return { kind: 'deposit_gone', reason: view.failure?.code ?? 'failed' };
      return { kind: 'declined', reason: view.failure?.code ?? 'failed', alarming: false };
    case 'expired':
      return isDeposited(payment, view) ? { kind: 'deposit_gone', reason: 'expired' } : { kind: 'expired' };
    case 'ready':
    case 'authenticated':
      return { kind: 'undecided', confirmable: true };
  }
}

const isOurMerchant = ({ merchantId }: ProviderPayment, { merchantIds }: Terms): boolean =>
  merchantIds === null || merchantId === null || merchantIds.includes(merchantId);

/** What was paid into a virtual account can be gone again; nothing else that was captured is ever told to be none. */
const isDeposited = ({ captured, refunded }: PaymentFacts, { virtualAccount }: ProviderPayment): boolean =>
  virtualAccount !== null && captured > 0 && refunded === 0;

function mismatchOf(payment: PaymentFacts, view: ProviderPayment): Verdict | undefined {
  if (view.currency !== 'KRW') return { kind: 'mismatch', reason: 'currency_mismatch' };
  if (view.amount !== payment.amount) return { kind: 'mismatch', reason: 'amount_mismatch' };
  return undefined;
}

/** Whether the verdict changes anything about a payment in this state; a captured one is only ever taken back by its bank. */
export function isNews(state: PaymentState, verdict: Verdict): boolean {
  switch (verdict.kind) {
    case 'undecided':
    case 'foreign':
      return false;
    case 'deposit_gone':
      return true;
    case 'pending':
      return state !== 'pending' && state !== 'partially_refunded' && state !== 'refunded';
    case 'captured':
      return !isCaptured(state);
    case 'mismatch':
      return !isCaptured(state);
    case 'declined':
      return !isCaptured(state) && state !== 'declined' && state !== 'expired';
    case 'expired':
      return !isCaptured(state) && state !== 'declined' && state !== 'expired';
  }
}
