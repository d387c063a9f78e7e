import { iso } from '../../../../platform/clock.js';
import type { ProviderPayment, ProviderRefund } from '../port.js';
import type { PaymentReply } from './replies.js';

/** A deposit just in time is told a little later. */
const depositGraceMs = 10 * 60_000;

const methods: Readonly<Record<string, string>> = {
  card: 'card',
  vbank: 'virtual_account',
  trans: 'transfer',
  phone: 'mobile_phone',
};

/** A payment as PortOne tells it, at `now` (milliseconds), in the shape of all providers. */
export function toPayment(reply: PaymentReply, now: number): ProviderPayment {
  const status = statusOf(reply, now);
  return {
    providerPaymentId: reply.imp_uid,
    paymentId: reply.merchant_uid,
    merchantId: reply.pg_id ?? null,
    status,
    amount: reply.amount,
    taxFree: null,
    currency: reply.currency,
    refunded: reply.cancel_amount,
    refunds: refundsOf(reply),
    testMode: reply.sandbox,
    method: reply.pay_method ? (methods[reply.pay_method] ?? reply.pay_method) : null,
    installmentMonths: reply.card_quota ?? null,
    capturedAt: status === 'captured' ? timeOf(reply.paid_at) : null,
    dueAt: reply.vbank_num ? timeOf(reply.vbank_date) : null,
    virtualAccount: virtualAccountOf(reply),
    receiptUrl: reply.receipt_url || null,
    secret: null,
    failure: status === 'failed' ? { code: 'failed', message: reply.fail_reason ?? '' } : null,
  };
}

function statusOf(reply: PaymentReply, now: number): ProviderPayment['status'] {
  switch (reply.status) {
    case 'paid':
      return 'captured';
    case 'cancelled':
      // Also of a part of the money; without any, an account that was closed before somebody paid into it.
      return reply.cancel_amount > 0 || isSet(reply.paid_at) ? 'captured' : reply.vbank_num ? 'expired' : 'failed';
    case 'failed':
      return 'failed';
    default:
      return reply.vbank_num ? depositStatus(reply, now) : 'ready';
  }
}

/** PortOne calls an account `ready` for ever, also when the bank takes no deposit any more. */
const depositStatus = ({ vbank_date: dueAt }: PaymentReply, now: number): 'pending' | 'expired' =>
  isSet(dueAt) && now > dueAt * 1000 + depositGraceMs ? 'expired' : 'pending';

const virtualAccountOf = ({ vbank_name: bank, vbank_num: number, vbank_holder: holder }: PaymentReply) =>
  number ? { bank: bank ?? '', number, holder: holder ?? '' } : null;

const refundsOf = ({ imp_uid: impUid, cancel_history: history }: PaymentReply): ProviderRefund[] =>
  (history ?? []).map(({ amount, cancelled_at: at, reason, cancellation_id: id }, index) => ({
    // Old cancellations have no id; their place is one, as none is ever taken out.
    cancellationId: id || `${impUid}#${index + 1}`,
    amount,
    taxFree: null,
    at: iso(at * 1000),
    refundId: refundIdIn(reason ?? ''),
  }));

/** 0 means: did not happen. */
const isSet = (seconds: number | null | undefined): seconds is number => typeof seconds === 'number' && seconds > 0;
const timeOf = (seconds: number | null | undefined): string | null => (isSet(seconds) ? iso(seconds * 1000) : null);

const longestReason = 40;

/** The reason of a refund, with our id at its end: so it is found again in the history when its reply was lost. */
export const reasonWith = (reason: string, refundId: string): string =>
  `${[...reason].slice(0, longestReason).join('')} [${refundId}]`;

const refundIdIn = (reason: string): string | null => /\[(rfd_[a-z0-9_]+)\]\s*$/.exec(reason)?.[1] ?? null;
