import type { Outcome, ProviderRefund, RefundRequest } from '../port.js';
import { type Call, nameOf, unknown } from './calls.js';
import { type Available, declined, type Look, type Seen } from './look.js';
import { meaningOf, type Refusal } from './refusals.js';
import { CancelReply } from './replies.js';

/**
 * Cancels a payment in whole or in part. KakaoPay has no idempotency key: our refund id goes along as `payload`, by which
 * a cancellation is known again, and `cancel_available_amount` keeps one from being made twice.
 */
export function refunds(call: Call, look: Look) {
  return async (request: RefundRequest): Promise<Outcome<ProviderRefund>> => {
    const objection = objectionTo(request);
    if (objection !== undefined) return objection;
    const before = await look(request);
    if (before.outcome !== 'approved') return before;
    if (before.value === null) return declined('not_found', 'KakaoPay knows no such payment');
    const earlier = madeIn(before.value, request);
    if (earlier !== undefined) return { outcome: 'approved', value: earlier };
    const answer = await call('cancel', bodyOf(request, before.value), CancelReply);
    if (answer.kind === 'unknown') return answer.outcome;
    if (answer.kind === 'refused') return refusedOf(request, answer.refusal, look);
    const { tid, aid, approved_cancel_amount: amount, canceled_at: at } = answer.reply;
    if (tid !== request.providerPaymentId || amount.total !== request.amount)
      return unknown('other_cancellation', 'The reply is about another cancellation').outcome;
    const { refundId } = request;
    const value = { cancellationId: aid, amount: amount.total, taxFree: amount.tax_free ?? null, at, refundId };
    return { outcome: 'approved', value };
  };
}

/** A refusal may be about the same refund, made by an earlier request that was slow. */
async function refusedOf(request: RefundRequest, refusal: Refusal, look: Look): Promise<Outcome<ProviderRefund>> {
  const meaning = meaningOf(refusal);
  const name = nameOf(refusal);
  if (meaning === 'unknown') return unknown(name, refusal.message).outcome;
  const after = await look(request);
  if (after.outcome === 'unknown') return after;
  const made = after.outcome === 'approved' && after.value !== null ? madeIn(after.value, request) : undefined;
  if (made !== undefined) return { outcome: 'approved', value: made };
  // Not cancellable at all is final, whoever made it so; one too many at once is not.
  if (meaning === 'definite' || refusal.code === -784) return declined(name, refusal.message);
  return unknown(name, refusal.message).outcome;
}

const madeIn = ({ payment }: Seen, { refundId }: RefundRequest): ProviderRefund | undefined =>
  payment.refunds.find((refund) => refund.refundId === refundId);

const bodyOf = (request: RefundRequest, { available }: Seen) => ({
  tid: request.providerPaymentId,
  cancel_amount: request.amount,
  cancel_tax_free_amount: request.taxFree,
  cancel_vat_amount: vatOf(request, available),
  cancel_available_amount: request.expectedBalance,
  payload: request.refundId,
});

/**
 * The VAT to give back. Rounded for each part by itself it would not add up to what was paid, and KakaoPay refuses what
 * is too much: never more than is left, nor so little that more stays than the taxed won that stay.
 */
export function vatOf({ amount, taxFree }: Pick<RefundRequest, 'amount' | 'taxFree'>, left: Available): number {
  const taxed = amount - taxFree;
  const staying = left.total - left.taxFree - taxed;
  return Math.min(left.vat, Math.max(Math.round(taxed / 11), left.vat - Math.max(staying, 0)));
}

/** Nothing leaves for an amount that cannot be right. */
function objectionTo(request: RefundRequest): Outcome<never> | undefined {
  const { providerPaymentId, amount, taxFree, expectedBalance } = request;
  if (providerPaymentId === null) return declined('not_captured', 'KakaoPay has no payment of this id');
  if (!Number.isSafeInteger(amount) || amount <= 0) return declined('invalid_amount', 'The amount must be above 0');
  if (!Number.isSafeInteger(taxFree) || taxFree < 0 || taxFree > amount)
    return declined('invalid_tax_free', 'The tax-free part must be within the amount');
  if (!Number.isSafeInteger(expectedBalance) || amount > expectedBalance)
    return declined('exceeds_balance', 'The amount must be within what is left');
  return undefined;
}
