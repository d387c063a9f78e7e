import { bankForPeople } from '../banks.js';
import type { ProviderPayment, ProviderRefund } from '../port.js';
import { codeOf } from '../provider-code.js';
import { refundIdIn } from '../refund-reason.js';
import type { CancellationReply, PaymentReply } from './replies.js';

/** A deposit just in time is told a little later. */
const depositGraceMs = 10 * 60_000;

const methods: Readonly<Record<string, string>> = {
  PaymentMethodCard: 'card',
  PaymentMethodVirtualAccount: 'virtual_account',
  PaymentMethodTransfer: 'transfer',
  PaymentMethodEasyPay: 'easy_pay',
  PaymentMethodMobile: 'mobile_phone',
};

/**
 * A payment as PortOne tells it, at `now` (milliseconds), in the shape of all providers. Undefined: it is in a state that
 * we do not know, so that nothing can be said.
 */
export function toPayment(reply: PaymentReply, now: number): ProviderPayment | undefined {
  const status = statusOf(reply, now);
  if (status === undefined) return undefined;
  const { method } = reply;
  return {
    providerPaymentId: reply.transactionId,
    paymentId: reply.id,
    merchantId: reply.storeId,
    status,
    amount: reply.amount.total,
    taxFree: reply.amount.taxFree,
    currency: reply.currency,
    refunded: reply.amount.cancelled,
    refunds: (reply.cancellations ?? []).filter(({ status }) => status === 'SUCCEEDED').map(toRefund),
    testMode: isTest(reply, status),
    method: method ? (methods[method.type] ?? method.type) : null,
    installmentMonths: method?.installment?.month ?? method?.easyPayMethod?.installment?.month ?? null,
    capturedAt: status === 'captured' ? (reply.paidAt ?? null) : null,
    dueAt: method?.expiredAt ?? null,
    virtualAccount: virtualAccountOf(reply),
    receiptUrl: reply.receiptUrl || null,
    secret: null,
    failure: failureOf(reply),
  };
}

export const toRefund = ({
  id,
  totalAmount,
  taxFreeAmount,
  reason,
  cancelledAt,
  requestedAt,
}: CancellationReply): ProviderRefund => ({
  cancellationId: id,
  amount: totalAmount,
  taxFree: taxFreeAmount,
  at: cancelledAt ?? requestedAt,
  refundId: refundIdIn(reason ?? ''),
});

function statusOf(reply: PaymentReply, now: number): ProviderPayment['status'] | undefined {
  switch (reply.status) {
    case 'READY':
      return 'ready';
    case 'PAY_PENDING':
      return 'pending';
    case 'VIRTUAL_ACCOUNT_ISSUED':
      return isPastDue(reply, now) ? 'expired' : 'pending';
    case 'PAID':
    case 'PARTIAL_CANCELLED':
      return 'captured';
    case 'CANCELLED':
      // Without any money in it: an account that was closed before somebody paid into it.
      return reply.paidAt || reply.amount.paid > 0 || reply.amount.cancelled > 0 ? 'captured' : 'expired';
    case 'FAILED':
      return 'failed';
    default:
      return undefined;
  }
}

/** The account stays issued for ever, also when the bank takes no deposit any more. */
const isPastDue = ({ method }: PaymentReply, now: number): boolean =>
  method?.expiredAt != null && now > Date.parse(method.expiredAt) + depositGraceMs;

/** Whatever is not said to be live is not; before anything moved a channel need not be chosen yet. */
const isTest = ({ channel }: PaymentReply, status: ProviderPayment['status']): boolean =>
  channel ? channel.type !== 'LIVE' : status === 'captured' || status === 'pending';

const virtualAccountOf = ({ method }: PaymentReply): ProviderPayment['virtualAccount'] =>
  method?.type === 'PaymentMethodVirtualAccount' && method.accountNumber
    ? { bank: bankForPeople(method.bank ?? ''), number: method.accountNumber, holder: method.remitteeName ?? '' }
    : null;

function failureOf({ status, failure }: PaymentReply): ProviderPayment['failure'] {
  if (status !== 'FAILED') return null;
  const { reason, pgCode, pgMessage } = failure ?? {};
  return { code: pgCode ? codeOf(pgCode) : 'failed', message: reason || pgMessage || '' };
}
