import { iso } from '../../../../platform/clock.js';
import { bankForPeople } from '../banks.js';
import type { ProviderPayment, ProviderRefund } from '../port.js';
import { refundIdIn } from '../refund-reason.js';
import { type Cancel, PaymentReply } from './replies.js';

const methods: Readonly<Record<string, string>> = {
  카드: 'card',
  가상계좌: 'virtual_account',
  계좌이체: 'transfer',
  휴대폰: 'mobile_phone',
  간편결제: 'easy_pay',
};

/** A Payment object as one of ours; undefined: it is none, or says what cannot be. Never throws. */
export function toPayment(json: unknown, testMode: boolean): ProviderPayment | undefined {
  const read = PaymentReply.safeParse(json);
  if (!read.success || !isWhole(read.data)) return undefined;
  const reply = read.data;
  const status = statusOf(reply);
  const refunds = status === 'captured' ? refundsOf(reply) : [];
  if (refunds === undefined) return undefined;
  return {
    providerPaymentId: reply.paymentKey,
    paymentId: reply.orderId,
    merchantId: reply.mId ?? null,
    status,
    amount: reply.totalAmount,
    taxFree: taxFreeOf(reply),
    currency: reply.currency,
    refunded: refunds.reduce((sum, { amount }) => sum + amount, 0),
    refunds,
    testMode,
    method: reply.method ? (methods[reply.method] ?? reply.method) : null,
    installmentMonths: reply.card?.installmentPlanMonths ?? null,
    capturedAt: status === 'captured' ? timeOf(reply.approvedAt) : null,
    dueAt: timeOf(reply.virtualAccount?.dueDate),
    virtualAccount: virtualAccountOf(reply),
    receiptUrl: /^https?:/.test(reply.receipt?.url ?? '') ? (reply.receipt?.url ?? null) : null,
    secret: reply.secret || null,
    failure: failureOf(reply, status),
  };
}

/** Won have no parts, and no more goes back than came. Another currency is a mismatch whatever its amounts are. */
function isWhole({ currency, totalAmount, cancels }: PaymentReply): boolean {
  if (currency !== 'KRW') return true;
  const given = (cancels ?? []).map(({ cancelAmount }) => cancelAmount);
  const isWon = [totalAmount, ...given].every((amount) => Number.isSafeInteger(amount) && amount >= 0);
  return isWon && given.reduce((sum, amount) => sum + amount, 0) <= totalAmount;
}

function statusOf({ status, approvedAt, virtualAccount }: PaymentReply): ProviderPayment['status'] {
  switch (status) {
    case 'READY':
      return 'ready';
    case 'IN_PROGRESS':
      return 'authenticated';
    case 'WAITING_FOR_DEPOSIT':
      // An account whose time is over keeps its status.
      return virtualAccount?.expired === true ? 'expired' : 'pending';
    case 'DONE':
    case 'PARTIAL_CANCELED':
      return 'captured';
    case 'CANCELED':
      // Also what was cancelled before its deposit: no money moved.
      return approvedAt ? 'captured' : 'failed';
    case 'ABORTED':
      return 'failed';
    case 'EXPIRED':
      return 'expired';
  }
}

/** Undefined: one of them says no time. */
function refundsOf({ cancels }: PaymentReply): readonly ProviderRefund[] | undefined {
  const refunds = (cancels ?? []).filter(isDone).map((cancel) => {
    const at = timeOf(cancel.canceledAt);
    return at === null ? undefined : refundOf(cancel, at);
  });
  const whole = refunds.filter((refund) => refund !== undefined);
  return whole.length === refunds.length ? whole : undefined;
}

const refundOf = (
  { transactionKey, cancelAmount, taxFreeAmount, cancelReason }: Cancel,
  at: string,
): ProviderRefund => ({
  cancellationId: transactionKey,
  amount: cancelAmount,
  taxFree: taxFreeAmount ?? null,
  at,
  refundId: refundIdIn(cancelReason ?? ''),
});

const isDone = ({ cancelStatus }: Cancel): boolean => (cancelStatus ?? 'DONE') === 'DONE';

/** What is left and what went back, as the tax-free part of the first is all that Toss keeps. */
const taxFreeOf = ({ taxFreeAmount, cancels }: PaymentReply): number | null =>
  taxFreeAmount === null || taxFreeAmount === undefined
    ? null
    : (cancels ?? []).filter(isDone).reduce((sum, cancel) => sum + (cancel.taxFreeAmount ?? 0), taxFreeAmount);

const virtualAccountOf = ({ virtualAccount }: PaymentReply): ProviderPayment['virtualAccount'] =>
  virtualAccount
    ? {
        bank: bankForPeople(virtualAccount.bankCode ?? ''),
        number: virtualAccount.accountNumber,
        holder: virtualAccount.customerName ?? '',
      }
    : null;

function failureOf({ failure, status }: PaymentReply, ours: ProviderPayment['status']): ProviderPayment['failure'] {
  if (ours !== 'failed' && ours !== 'expired') return null;
  return { code: failure?.code ?? status, message: failure?.message ?? '' };
}

/** Korea's time where no offset is said, as in due dates. */
export function timeOf(text: string | null | undefined): string | null {
  if (!text) return null;
  const ms = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}+09:00`);
  return Number.isNaN(ms) ? null : iso(ms);
}
