import type { ProviderPayment, ProviderRefund } from '../port.js';
import { isTestCid } from './config.js';
import type { ApproveReply, OrderReply } from './replies.js';

type Status = ProviderPayment['status'];

const statuses: ReadonlyMap<string, Status> = new Map([
  ['READY', 'ready'],
  ['SEND_TMS', 'ready'],
  ['OPEN_PAYMENT', 'ready'],
  ['SELECT_METHOD', 'ready'],
  ['ARS_WAITING', 'ready'],
  // A key for recurring payments was made; it is no payment.
  ['ISSUED_SID', 'ready'],
  ['AUTH_PASSWORD', 'authenticated'],
  ['SUCCESS_PAYMENT', 'captured'],
  ['PART_CANCEL_PAYMENT', 'captured'],
  ['CANCEL_PAYMENT', 'captured'],
  ['FAIL_AUTH_PASSWORD', 'failed'],
  ['QUIT_PAYMENT', 'failed'],
  ['FAIL_PAYMENT', 'failed'],
]);

/** What an approval said. `cid`: the one that we asked with, where the reply has none. */
export function approvedPayment(reply: ApproveReply, cid: string): ProviderPayment {
  return {
    ...common(reply, cid),
    ...{ status: 'captured', refunded: 0, refunds: [], capturedAt: reply.approved_at, failure: null },
    installmentMonths: reply.card_info?.install_month ?? null,
  };
}

/** What an order said; undefined: its status is none that we know. */
export function orderPayment(reply: OrderReply, cid: string): ProviderPayment | undefined {
  const status = statuses.get(reply.status);
  if (status === undefined) return undefined;
  return {
    ...{ ...common(reply, cid), status },
    ...{ refunded: reply.canceled_amount?.total ?? 0, refunds: refundsOf(reply) },
    installmentMonths: reply.selected_card_info?.install_month ?? null,
    capturedAt: status === 'captured' ? (reply.approved_at ?? null) : null,
    failure: status === 'failed' ? { code: reply.status, message: `KakaoPay: ${reply.status}` } : null,
  };
}

function common(reply: ApproveReply | OrderReply, askedCid: string) {
  const cid = reply.cid ?? askedCid;
  return {
    ...{ providerPaymentId: reply.tid, paymentId: reply.partner_order_id, merchantId: cid, testMode: isTestCid(cid) },
    ...{ amount: reply.amount.total, taxFree: reply.amount.tax_free ?? null, currency: 'KRW' },
    ...{
      method: methodOf(reply.payment_method_type),
      dueAt: null,
      virtualAccount: null,
      receiptUrl: null,
      secret: null,
    },
  };
}

const methodOf = (type: string | null | undefined): string | null => {
  if (type === 'CARD') return 'card';
  return type === 'MONEY' ? 'easy_pay' : (type ?? null);
};

const refundsOf = ({ payment_action_details: actions }: OrderReply): ProviderRefund[] =>
  (actions ?? [])
    .filter(({ payment_action_type: type }) => type === 'CANCEL')
    .map(({ aid, amount, approved_at: at, payload }) => ({
      ...{ cancellationId: aid, amount, taxFree: null, at },
      refundId: payload !== null && payload !== undefined && /^rfd_[a-z0-9_]+$/.test(payload) ? payload : null,
    }));
