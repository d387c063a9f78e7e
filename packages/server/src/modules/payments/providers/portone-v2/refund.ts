import { bankForPortOne } from '../banks.js';
import type { Outcome, ProviderRefund, RefundRequest } from '../port.js';
import { reasonWithId, refundIdIn } from '../refund-reason.js';
import { type Answer, type Call, paymentPath, type Unknown, unknown } from './calls.js';
import { CancelReply, type PaymentReply } from './replies.js';
import { toRefund } from './to-payment.js';

const declined = (code: string, message: string): Outcome<never> => ({ outcome: 'declined', code, message });

/** Refusals after which it is certain that this refund was not made: they are about what was asked, not about the balance. */
const finalRefusals: ReadonlySet<string> = new Set([
  'INVALID_REQUEST',
  'PAYMENT_NOT_PAID',
  'SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT',
  'CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT',
  'CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT',
  'NEGATIVE_PROMOTION_ADJUSTED_CANCEL_AMOUNT',
  'PROMOTION_DISCOUNT_RETAIN_OPTION_SHOULD_NOT_BE_CHANGED',
  'MAX_CANCEL_COUNT_REACHED',
]);

/** Nothing leaves for an amount that cannot be right. */
function objectionTo({ amount, taxFree, expectedBalance }: RefundRequest): Outcome<never> | undefined {
  if (!Number.isSafeInteger(amount) || amount <= 0) return declined('invalid_amount', 'The amount must be above 0');
  if (!Number.isSafeInteger(taxFree) || taxFree < 0 || taxFree > amount)
    return declined('invalid_tax_free', 'The tax-free part must be within the amount');
  if (!Number.isSafeInteger(expectedBalance) || amount > expectedBalance)
    return declined('exceeds_balance', 'The amount is more than what is left');
  return undefined;
}

/** How a payment is read for a refund of it. */
export type Look = (paymentId: string) => Promise<Answer<PaymentReply>>;

/**
 * Cancels, guarded three ways: PortOne's list is looked at first, as an idempotency key is held for three hours only and a
 * cancellation that the PG decides later may be under way for longer; the key is the refund's; and the balance must be
 * the expected one. A refusal that may only mean that an earlier, lost request was done stays unknown.
 */
export function refunds(call: Call, look: Look, storeId: string) {
  return async (request: RefundRequest): Promise<Outcome<ProviderRefund>> => {
    const objection = objectionTo(request);
    if (objection !== undefined) return objection;
    const found = await look(request.paymentId);
    // The cancellation has not left, whatever became of the question.
    if (found.outcome === 'unknown') return { ...found, code: 'not_sent' };
    if (found.outcome === 'refused') return unknown(found.type, found.message);
    const known = madeIn(found.value, request);
    if (known !== undefined) return known;
    if (needsAccount(found.value) && request.account === null)
      return declined('refund_account_required', 'A virtual account is refunded to an account that must be named');
    return outcomeOf(
      await call(CancelReply, {
        ...{ method: 'POST', path: `${paymentPath(request.paymentId)}/cancel` },
        // Another balance is another request, and of both at most one can fit: a balance only ever falls.
        idempotencyKey: `${request.refundId}-${request.expectedBalance}`,
        body: bodyOf(request, found.value, storeId),
      }),
    );
  };
}

/** This refund in the payment's list: made, or under way. */
function madeIn({ cancellations }: PaymentReply, { refundId }: RefundRequest): Outcome<ProviderRefund> | undefined {
  const ours = (cancellations ?? []).filter(({ reason }) => refundIdIn(reason ?? '') === refundId);
  const made = ours.find(({ status }) => status === 'SUCCEEDED');
  if (made !== undefined) return { outcome: 'approved', value: toRefund(made) };
  return ours.some(({ status }) => status !== 'FAILED') ? underWay : undefined;
}

const underWay: Unknown = unknown('cancel_requested', 'The PG has not decided about it yet');

const needsAccount = ({ method }: PaymentReply): boolean => method?.type === 'PaymentMethodVirtualAccount';

/**
 * Of all that is left PortOne takes no other VAT-free part than what is left of it: should the payment have been taken
 * with another than we asked for, the money could never go back.
 */
const taxFreeOf = ({ amount, taxFree }: RefundRequest, { amount: taken }: PaymentReply): number =>
  amount === taken.total - taken.cancelled ? taken.taxFree - taken.cancelledTaxFree : taxFree;

const longestReason = 200;

const bodyOf = (request: RefundRequest, payment: PaymentReply, storeId: string) => ({
  ...{ storeId, amount: request.amount, taxFreeAmount: taxFreeOf(request, payment), requester: 'ADMIN' },
  currentCancellableAmount: request.expectedBalance,
  reason: reasonWithId(request.reason, request.refundId, longestReason),
  ...(request.account && { refundAccount: accountOf(request.account) }),
});

const accountOf = ({ bank, number, holder }: NonNullable<RefundRequest['account']>) => ({
  ...{ bank: bankForPortOne(bank), number: number.replaceAll('-', ''), holderName: holder },
});

function outcomeOf(answer: Answer<CancelReply>): Outcome<ProviderRefund> {
  if (answer.outcome === 'unknown') return answer;
  if (answer.outcome === 'refused') {
    const { type, message } = answer;
    return finalRefusals.has(type) ? declined(type, message) : unknown(type, message);
  }
  const { cancellation } = answer.value;
  switch (cancellation.status) {
    case 'SUCCEEDED':
      return { outcome: 'approved', value: toRefund(cancellation) };
    case 'FAILED':
      return declined('cancellation_failed', 'The PG did not make it');
    default:
      return underWay;
  }
}
