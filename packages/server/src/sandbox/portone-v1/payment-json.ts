import { type Attempt, cancelledSum, wasPaid } from './attempts.js';

/** The PG that the sandbox's channel stands for. */
export const pgProvider = 'tosspayments';

const cardFields = {
  card_code: '361',
  card_name: 'BC카드',
  card_issuer_code: '361',
  card_issuer_name: 'BC카드',
  card_publisher_code: '361',
  card_publisher_name: 'BC카드',
  card_number: '910000******1234',
  card_type: 0,
} as const;

const noCard = Object.fromEntries(Object.keys(cardFields).map((name) => [name, null]));

/** Months the buyer chose: as many as the window offers. */
export const quotaOf = ({ request }: Attempt): number =>
  request.payMethod === 'card' ? Math.max(0, ...request.cardQuota) : 0;

export const receiptUrlOf = (attempt: Attempt, url: string): string | null =>
  wasPaid(attempt) ? `${url}/v1/receipts/${attempt.impUid}` : null;

/** The payment as the API tells it. */
export function paymentJson(attempt: Attempt, pgId: string, url: string): Record<string, unknown> {
  const { request, cancellations, vbank } = attempt;
  const isCard = request.payMethod === 'card' && wasPaid(attempt);
  return {
    imp_uid: attempt.impUid,
    merchant_uid: request.merchantUid,
    pay_method: request.payMethod,
    channel: attempt.channel,
    pg_provider: pgProvider,
    emb_pg_provider: null,
    pg_tid: attempt.pgTid,
    pg_id: pgId,
    sandbox: attempt.sandbox,
    escrow: false,
    apply_num: attempt.applyNum,
    bank_code: null,
    bank_name: null,
    ...(isCard ? cardFields : noCard),
    card_quota: quotaOf(attempt),
    vbank_code: vbank?.code ?? null,
    vbank_name: vbank?.name ?? null,
    vbank_num: vbank?.number ?? null,
    vbank_holder: vbank?.holder ?? null,
    vbank_date: vbank?.dueAt ?? 0,
    vbank_issued_at: vbank?.issuedAt ?? 0,
    name: request.name,
    amount: attempt.amount,
    cancel_amount: cancelledSum(attempt),
    currency: request.currency,
    buyer_name: request.buyerName,
    buyer_email: request.buyerEmail,
    buyer_tel: request.buyerTel,
    buyer_addr: null,
    buyer_postcode: null,
    custom_data: request.customData,
    user_agent: 'sorry_not_supported_anymore',
    status: attempt.status,
    started_at: attempt.startedAt,
    paid_at: attempt.paidAt,
    failed_at: attempt.failedAt,
    cancelled_at: attempt.cancelledAt,
    fail_reason: attempt.failReason,
    cancel_reason: cancellations.at(-1)?.reason ?? null,
    receipt_url: receiptUrlOf(attempt, url),
    cancel_history: cancellations.map(({ id, amount, at, reason }) => ({
      ...{ pg_tid: attempt.pgTid, amount, cancelled_at: at, reason, cancellation_id: id, receipt_url: null },
    })),
    deposit_history: [],
    cancel_receipt_urls: [],
    cash_receipt_issued: false,
    customer_uid: null,
    customer_uid_usage: null,
    promotion: null,
  };
}
