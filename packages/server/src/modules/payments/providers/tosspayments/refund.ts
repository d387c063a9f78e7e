import { bankForToss } from '../banks.js';
import type { Outcome, ProviderRefund, RefundRequest } from '../port.js';
import { reasonWithId } from '../refund-reason.js';
import { type Call, unknown } from './calls.js';
import { declined } from './ready.js';
import { toPayment } from './to-payment.js';

const longestReason = 200;

/**
 * Cancels a payment in whole or in part. Two guards keep it from happening twice: `refundableAmount`, which Toss compares
 * with its own balance, and the key. The key holds the balance too: when that changed meanwhile, the refusal that Toss
 * keeps for the old one must not answer for the new one.
 */
export function refunds(call: Call, testMode: boolean) {
  return async (request: RefundRequest): Promise<Outcome<ProviderRefund>> => {
    const objection = objectionTo(request);
    if (objection !== undefined) return objection;
    const { providerPaymentId, refundId, expectedBalance } = request;
    const answer = await call({
      method: 'POST',
      path: `/v1/payments/${encodeURIComponent(providerPaymentId ?? '')}/cancel`,
      idempotencyKey: `refund-${refundId}-${expectedBalance}`,
      body: bodyOf(request),
    });
    if (answer.kind === 'unknown') return answer.outcome;
    if (answer.kind === 'refused') return declined(answer.code, answer.message);
    const payment = toPayment(answer.json, testMode);
    const made = payment?.refunds.find((refund) => refund.refundId === refundId);
    if (payment?.paymentId === request.paymentId && made !== undefined) return { outcome: 'approved', value: made };
    return unknown('unreadable_reply', 'The reply does not list the refund').outcome;
  };
}

const bodyOf = ({ reason, refundId, amount, taxFree, expectedBalance, account }: RefundRequest) => ({
  cancelReason: reasonWithId(reason, refundId, longestReason),
  cancelAmount: amount,
  taxFreeAmount: taxFree,
  refundableAmount: expectedBalance,
  currency: 'KRW',
  ...(account && {
    refundReceiveAccount: {
      ...{ bank: bankForToss(account.bank), accountNumber: account.number.replaceAll('-', '') },
      holderName: account.holder,
    },
  }),
});

/** Nothing leaves for an amount that cannot be right. */
function objectionTo(request: RefundRequest): Outcome<never> | undefined {
  const { providerPaymentId, amount, taxFree, expectedBalance } = request;
  if (providerPaymentId === null) return declined('not_captured', 'Toss Payments has no payment of this id');
  if (!Number.isSafeInteger(amount) || amount <= 0) return declined('invalid_amount', 'The amount must be above 0');
  if (!Number.isSafeInteger(taxFree) || taxFree < 0 || taxFree > amount)
    return declined('invalid_tax_free', 'The tax-free part must be within the amount');
  if (!Number.isSafeInteger(expectedBalance) || amount > expectedBalance)
    return declined('exceeds_balance', 'The amount is more than what is left');
  return undefined;
}
