import type { Outcome, PaymentKeys, ProviderPayment } from '../port.js';
import { type Call, nameOf, unknown, unreadable } from './calls.js';
import { OrderReply } from './replies.js';
import { orderPayment } from './to-payment.js';

/** What is left of an amount and its parts. */
export interface Available {
  readonly total: number;
  readonly taxFree: number;
  readonly vat: number;
}

/** A payment, and what of it can be cancelled. */
export interface Seen {
  readonly payment: ProviderPayment;
  readonly available: Available;
}

/** `approved` with null: no such tid, or none was ever given. */
export type Look = (keys: Pick<PaymentKeys, 'providerPaymentId'>) => Promise<Outcome<Seen | null>>;

const noSuchTid = -721;

/** Asks for a payment by its tid; by our own id KakaoPay cannot be asked. */
export function looks(call: Call, cid: string): Look {
  return async ({ providerPaymentId: tid }) => {
    if (tid === null) return { outcome: 'approved', value: null };
    const answer = await call('order', { tid }, OrderReply);
    if (answer.kind === 'unknown') return answer.outcome;
    if (answer.kind === 'refused') {
      const { refusal } = answer;
      if (refusal.code === noSuchTid) return { outcome: 'approved', value: null };
      // Whatever keeps us from asking says nothing of the payment.
      return unknown(nameOf(refusal), refusal.message).outcome;
    }
    const { reply } = answer;
    const payment = orderPayment(reply, cid);
    if (payment === undefined || reply.tid !== tid) return unreadable.outcome;
    const left = reply.cancel_available_amount;
    const available = { total: left?.total ?? 0, taxFree: left?.tax_free ?? 0, vat: left?.vat ?? 0 };
    return { outcome: 'approved', value: { payment, available } };
  };
}

export const declined = (code: string, message: string): Extract<Outcome<never>, { outcome: 'declined' }> => ({
  outcome: 'declined',
  code: code.slice(0, 100),
  message,
});
