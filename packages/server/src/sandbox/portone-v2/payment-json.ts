import { type Attempt, type Cancellation, cancelledOf, vatOf, type WebhookRecord, wasPaid } from './attempts.js';
import type { V2Shop } from './options.js';

export const merchantId = 'merchant-sandbox';
/** The PG that the sandbox's channels stand for. */
const pgProvider = 'TOSSPAYMENTS';

type Json = Record<string, unknown>;

const iso = (at: number): string => new Date(at).toISOString();
const isoOf = (name: string, at: number | null): Json => (at === null ? {} : { [name]: iso(at) });

/** What an attempt and the payment that it stands for have in common. */
function commonJson(attempt: Attempt, shop: V2Shop): Json {
  const { request, account, amount, taxFree, isTest } = attempt;
  const cancelled = cancelledOf(attempt);
  const vat = vatOf(amount, taxFree);
  return {
    status: attempt.status,
    ...{ merchantId, storeId: request.storeId, version: 'V2' },
    ...(wasPaid(attempt) || account !== null ? { method: methodJson(attempt) } : {}),
    channel: {
      type: isTest ? 'TEST' : 'LIVE',
      id: isTest ? 'channel-id-sandbox-test' : 'channel-id-sandbox',
      key: isTest ? shop.testChannelKey : shop.channelKey,
      ...{ name: 'sandbox', pgProvider, pgMerchantId: isTest ? 'didacto_v2_test' : 'didacto_v2' },
    },
    webhooks: attempt.webhooks.map(webhookJson),
    requestedAt: iso(attempt.requestedAt),
    updatedAt: iso(attempt.updatedAt),
    statusChangedAt: iso(attempt.statusChangedAt),
    orderName: request.orderName,
    amount: {
      ...{ total: amount, taxFree, vat, supply: amount - taxFree - vat, discount: 0 },
      paid: wasPaid(attempt) ? amount : 0,
      ...{ cancelled: cancelled.amount, cancelledTaxFree: cancelled.taxFree },
    },
    currency: request.currency,
    customer: customerJson(request.customer),
    ...(request.customData !== null && { customData: JSON.stringify(request.customData) }),
    ...(attempt.pgTxId !== null && { pgTxId: attempt.pgTxId }),
    ...isoOf('paidAt', attempt.paidAt),
  };
}

/** A payment as the API tells it, by the attempt that stands for it. */
export function paymentJson(attempt: Attempt, shop: V2Shop, url: string): Json {
  return {
    ...{ id: attempt.request.paymentId, transactionId: attempt.txId, ...commonJson(attempt, shop) },
    origin: { platformType: 'PC', ipAddress: '127.0.0.1' },
    ...byStatus(attempt, url),
  };
}

/** One attempt, as the list of a payment's attempts tells it. */
export function transactionJson(attempt: Attempt, shop: V2Shop, url: string): Json {
  const { disputes: _, ...rest } = byStatus(attempt, url);
  return { id: attempt.txId, paymentId: attempt.request.paymentId, ...commonJson(attempt, shop), ...rest };
}

/** What only payments in this state have. */
function byStatus(attempt: Attempt, url: string): Json {
  const receiptUrl = `${url}/v2/receipts/${attempt.txId}`;
  const cancellations = attempt.cancellations.map(cancellationJson);
  switch (attempt.status) {
    case 'PAID':
      return { receiptUrl, pgResponse: '{}', disputes: [], ...(cancellations.length > 0 && { cancellations }) };
    case 'PARTIAL_CANCELLED':
    case 'CANCELLED':
      return { receiptUrl, cancellations, ...isoOf('cancelledAt', attempt.cancelledAt) };
    case 'FAILED':
      return { ...isoOf('failedAt', attempt.failedAt), failure: attempt.failure };
    default:
      return {};
  }
}

/** The script and the API have other names for the same. */
const customerJson = ({ customerId: id, fullName: name, ...rest }: Attempt['request']['customer']): Json => ({
  ...{ id, name },
  ...rest,
});

function methodJson({ request, approvalNumber, account }: Attempt): Json {
  const card = {
    type: 'PaymentMethodCard',
    card: {
      ...{ publisher: 'BC_CARD', issuer: 'BC_CARD', brand: 'LOCAL', type: 'CREDIT', ownerType: 'PERSONAL' },
      ...{ bin: '910000', name: 'BC카드', number: '910000******1234' },
    },
    approvalNumber,
    installment: { month: request.card.installment?.monthOption?.fixedMonth ?? 0, isInterestFree: false },
    pointUsed: false,
  };
  if (account !== null)
    return {
      type: 'PaymentMethodVirtualAccount',
      ...{ bank: account.bank, accountNumber: account.accountNumber, accountType: 'NORMAL' },
      ...{ remitteeName: account.remitteeName, remitterName: request.customer.fullName ?? '' },
      ...{ expiredAt: iso(account.expiredAt), issuedAt: iso(account.issuedAt) },
    };
  switch (request.payMethod) {
    case 'EASY_PAY':
      return { type: 'PaymentMethodEasyPay', provider: 'TOSSPAY', easyPayMethod: card };
    case 'TRANSFER':
      return { type: 'PaymentMethodTransfer', bank: 'SHINHAN' };
    case 'MOBILE':
      return { type: 'PaymentMethodMobile' };
    default:
      return card;
  }
}

export function cancellationJson(cancellation: Cancellation): Json {
  const { status, id, pgCancellationId, totalAmount, taxFreeAmount, vatAmount, reason, trigger } = cancellation;
  return {
    ...{
      status,
      id,
      pgCancellationId,
      totalAmount,
      taxFreeAmount,
      vatAmount,
      easyPayDiscountAmount: 0,
      reason,
      trigger,
    },
    requestedAt: iso(cancellation.requestedAt),
    ...isoOf('cancelledAt', cancellation.cancelledAt),
  };
}

export const webhookJson = ({ id, url, status, body, triggeredAt }: WebhookRecord): Json => ({
  ...{ id, url, paymentStatus: status, isAsync: false, maxExecutionCount: 6 },
  request: { body, requestedAt: iso(triggeredAt) },
  triggeredAt: iso(triggeredAt),
});
