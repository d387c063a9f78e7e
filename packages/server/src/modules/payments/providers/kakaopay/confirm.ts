import type { BuyerReturn, Outcome, PaymentKeys, ProviderPayment } from '../port.js';
import { type Call, nameOf, unknown, unreadable } from './calls.js';
import { declined, type Look } from './look.js';
import { meaningOf, type Refusal } from './refusals.js';
import { ApproveReply } from './replies.js';
import { approvedPayment } from './to-payment.js';

/**
 * Approves a payment that its buyer has authenticated: here the money moves. A tid is approved once, so that a repeated
 * approval is refused, and the order then tells what became of the first.
 */
export function confirmations(call: Call, look: Look, cid: string) {
  return async (keys: PaymentKeys, { token }: BuyerReturn, amount: number): Promise<Outcome<ProviderPayment>> => {
    const { providerPaymentId: tid, paymentId, buyerId } = keys;
    // Without a tid nobody was ever sent to pay; without a token nobody came back who had.
    if (tid === null) return declined('not_ready', 'KakaoPay was never told of this payment');
    if (token === null)
      return seen(keys, look, { code: -708, result: null, message: 'There is no pg_token' }, 'definite');
    const body = { tid, partner_order_id: paymentId, partner_user_id: buyerId, pg_token: token, total_amount: amount };
    const answer = await call('approve', body, ApproveReply);
    if (answer.kind === 'unknown') return answer.outcome;
    if (answer.kind === 'ok')
      return answer.reply.tid === tid
        ? { outcome: 'approved', value: approvedPayment(answer.reply, cid) }
        : unreadable.outcome;
    const { refusal } = answer;
    const meaning = meaningOf(refusal);
    if (meaning === 'definite') return declined(nameOf(refusal), refusal.message);
    return meaning === 'look' ? seen(keys, look, refusal, 'open') : unknown(nameOf(refusal), refusal.message).outcome;
  };
}

/** After a refusal the order tells; what it leaves open is as the refusal alone would have it. */
async function seen(
  keys: PaymentKeys,
  look: Look,
  refusal: Refusal,
  otherwise: 'definite' | 'open',
): Promise<Outcome<ProviderPayment>> {
  const found = await look(keys);
  if (found.outcome !== 'approved') return found;
  const payment = found.value?.payment;
  if (payment?.status === 'captured') return { outcome: 'approved', value: payment };
  const isOver = payment?.status === 'failed' || (refusal.code === -783 && payment?.status === 'ready');
  // "Already done" and an order that is not contradict each other: then nothing is certain.
  if (otherwise === 'definite' || (isOver && refusal.code !== -702)) return declined(nameOf(refusal), refusal.message);
  return unknown(nameOf(refusal), refusal.message).outcome;
}
