import type { Clock } from '../../../../platform/clock.js';
import type { Outcome, ProviderPayment, ProviderRefund, RefundRequest } from '../port.js';
import { unknown } from './access.js';
import type { Call } from './calls.js';
import type { Lookups } from './lookups.js';
import { PaymentReply } from './replies.js';
import { reasonWith, toPayment } from './to-payment.js';

const declined = (code: string, message: string): Outcome<never> => ({ outcome: 'declined', code, message });

/** Nothing leaves for an amount that PortOne would take for "all of it", or that cannot be right. */
function objectionTo({ amount, taxFree, expectedBalance }: RefundRequest): Outcome<never> | undefined {
  if (!Number.isSafeInteger(amount) || amount <= 0) return declined('invalid_amount', 'The amount must be above 0');
  if (!Number.isSafeInteger(taxFree) || taxFree < 0 || taxFree > amount)
    return declined('invalid_tax_free', 'The tax-free part must be within the amount');
  if (!Number.isSafeInteger(expectedBalance) || amount > expectedBalance)
    return declined('exceeds_balance', 'The amount is more than what is left');
  return undefined;
}

/**
 * Cancels with `checksum`, the one guard that V1 has against a second refund of the same: it has no idempotency key. A
 * refusal is taken for one only when the provider's history agrees that nothing was given back: it may well be the
 * answer to a repetition of what was done already.
 */
export function refunds(call: Call, lookups: Lookups, clock: Clock) {
  const impUidOf = async (request: RefundRequest): Promise<Outcome<string>> => {
    if (request.providerPaymentId !== null) return { outcome: 'approved', value: request.providerPaymentId };
    const found = await lookups.find(request);
    if (found.outcome !== 'approved') return found;
    if (found.value?.status !== 'captured') return declined('not_captured', 'There is no money to give back');
    return { outcome: 'approved', value: found.value.providerPaymentId };
  };

  const afterRefusal = async (
    request: RefundRequest,
    impUid: string,
    refusal: { readonly code: number; readonly message: string },
  ): Promise<Outcome<ProviderRefund>> => {
    const asked = await lookups.byImpUid(impUid);
    if (asked.outcome !== 'approved') return asked;
    const made = asked.value && refundIn(asked.value, request);
    if (made) return { outcome: 'approved', value: made };
    // Something was given back that we do not know of; it may be this, with its reason cut off.
    if (asked.value && asked.value.amount - asked.value.refunded !== request.expectedBalance)
      return unknown('balance_changed', refusal.message);
    // The PG's refusals come from beyond PortOne, and do not say whether they are final.
    if (refusal.code < 0) return unknown('pg_refused', refusal.message);
    return declined('refused', refusal.message);
  };

  return async (request: RefundRequest): Promise<Outcome<ProviderRefund>> => {
    const objection = objectionTo(request);
    if (objection !== undefined) return objection;
    const impUid = await impUidOf(request);
    if (impUid.outcome !== 'approved') return impUid;
    const answer = await call(PaymentReply, 'POST', '/payments/cancel', bodyOf(request, impUid.value));
    switch (answer.outcome) {
      case 'unknown':
        return answer;
      case 'missing':
        return afterRefusal(request, impUid.value, { code: 1, message: answer.message });
      case 'refused':
        return afterRefusal(request, impUid.value, answer);
      case 'ok': {
        const made = refundIn(toPayment(answer.value, clock.now()), request);
        // Some PGs only take note of a cancellation at first.
        return made ? { outcome: 'approved', value: made } : unknown('not_in_history', 'The refund is not listed yet');
      }
    }
  };
}

const bodyOf = ({ amount, taxFree, expectedBalance, reason, refundId, account }: RefundRequest, impUid: string) => ({
  imp_uid: impUid,
  amount,
  tax_free: taxFree,
  checksum: expectedBalance,
  reason: reasonWith(reason, refundId),
  ...(account && { refund_bank: account.bank, refund_account: account.number, refund_holder: account.holder }),
});

const refundIn = ({ refunds }: ProviderPayment, { refundId }: RefundRequest): ProviderRefund | undefined =>
  refunds.find((refund) => refund.refundId === refundId);
