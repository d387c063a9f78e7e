import * as z from 'zod';
import { businessDate } from '../../../../platform/business-date.js';
import { FeedError, type ProviderSettlement, type ProviderTransaction, type TimeWindow } from '../port.js';
import type { Call } from './calls.js';
import type { TossPaymentsConfig } from './config.js';
import { SettlementRow, TransactionRow } from './replies.js';
import { timeOf } from './to-payment.js';

/** A query takes up to 60 s. */
const patienceMs = 90_000;
const zone = 'Asia/Seoul';

interface Feed {
  readonly call: Call;
  readonly config: Pick<TossPaymentsConfig, 'merchantId' | 'feedPageSize'>;
}

/** Approvals and cancellations by the time they were made, page after page. */
export async function* transactions({ call, config }: Feed, window: TimeWindow): AsyncIterable<ProviderTransaction> {
  const size = config.feedPageSize ?? 1000;
  const seen = new Set<string>();
  for (let after: string | undefined; ; ) {
    const query = new URLSearchParams({
      ...{ startDate: kstTime(Date.parse(window.from)), endDate: kstTime(Date.parse(window.to)), limit: String(size) },
      ...(after !== undefined && { startingAfter: after }),
    });
    const rows = await pageOf(call, `/v1/transactions?${query}`, TransactionRow);
    const fresh = rows.filter(({ transactionKey }) => !seen.has(transactionKey));
    for (const row of fresh) {
      seen.add(row.transactionKey);
      const transaction = transactionOf(row);
      // The last second is asked for as a whole.
      if (transaction !== undefined && isIn(window, transaction.at) && row.mId === config.merchantId) yield transaction;
    }
    if (rows.length < size) return;
    after = rows.at(-1)?.transactionKey;
    if (fresh.length === 0) throw new FeedError('The transactions of Toss Payments go in a circle');
  }
}

const isIn = ({ from, to }: TimeWindow, at: string): boolean =>
  Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(to);

/** Undefined: no money moved, such as an account that waits for its deposit. */
function transactionOf(row: TransactionRow): ProviderTransaction | undefined {
  const kind = kindOf(row);
  if (kind === undefined) return undefined;
  const at = timeOf(row.transactionAt);
  if (at === null) throw new FeedError(`The transaction ${row.transactionKey} of Toss Payments has no time`);
  const amount = Math.abs(row.amount);
  return {
    ...{ transactionId: row.transactionKey, providerPaymentId: row.paymentKey, paymentId: row.orderId ?? null, kind },
    ...{ amount: kind === 'refund' ? -amount : amount, currency: row.currency, at },
  };
}

function kindOf({ status, amount }: TransactionRow): ProviderTransaction['kind'] | undefined {
  if (status === 'CANCELED' || status === 'PARTIAL_CANCELED' || (status === 'DONE' && amount < 0)) return 'refund';
  return status === 'DONE' ? 'capture' : undefined;
}

/** By the day of sale in Korea; rows are there from the day after the payment. */
export async function* settlements({ call, config }: Feed, window: TimeWindow): AsyncIterable<ProviderSettlement> {
  const size = config.feedPageSize ?? 1000;
  const seen = new Set<string>();
  const startDate = businessDate(Date.parse(window.from), zone);
  const endDate = businessDate(Date.parse(window.to) - 1, zone);
  for (let page = 1; ; page++) {
    const query = new URLSearchParams({
      startDate,
      endDate,
      dateType: 'soldDate',
      page: String(page),
      size: String(size),
    });
    const rows = await pageOf(call, `/v1/settlements?${query}`, SettlementRow);
    for (const row of rows) {
      const settlement = settlementOf(row);
      const isNew = !seen.has(settlement.transactionId);
      seen.add(settlement.transactionId);
      // Pages that moved on while they were read repeat rows.
      if (isNew && row.mId === config.merchantId) yield settlement;
    }
    if (rows.length < size) return;
  }
}

/**
 * The sign of amounts on rows of cancellations is not documented: `cancel` tells what they are, whatever the sign.
 * @throws FeedError when the row contradicts itself
 */
export function settlementOf(row: SettlementRow): ProviderSettlement {
  const { amount, vat, payOutAmount, interestFee } = row;
  const isRefund = (row.cancel ?? null) !== null;
  const fee = feeOf(row);
  if (fee === undefined || amount - fee - (interestFee ?? 0) !== payOutAmount || (!isRefund && amount < 0))
    throw new FeedError(`The settlement of ${row.transactionKey} at Toss Payments does not add up`);
  const sign = isRefund && amount > 0 ? -1 : 1;
  const won = (value: number): number => (value === 0 ? 0 : sign * value);
  return {
    transactionId: row.cancel?.transactionKey ?? row.transactionKey,
    providerPaymentId: row.paymentKey,
    paymentId: row.orderId ?? null,
    kind: isRefund ? 'refund' : 'capture',
    amount: won(amount),
    fee: won(fee + (interestFee ?? 0) - vat),
    feeVat: won(vat),
    payOut: won(payOutAmount),
    soldOn: row.soldDate,
    paidOutOn: row.paidOutDate,
  };
}

/** With its VAT, without what instalments cost; undefined: said in two ways that differ, or not at all. */
function feeOf({ fee, vat, supplyAmount, suppliedAmount }: SettlementRow): number | undefined {
  const supply = supplyAmount ?? suppliedAmount;
  const sum = typeof supply === 'number' ? supply + vat : undefined;
  if (typeof fee !== 'number') return sum;
  return sum === undefined || sum === fee ? fee : undefined;
}

/** @throws FeedError when the page did not come, or not as one */
async function pageOf<S extends z.ZodType>(call: Call, path: string, row: S): Promise<z.infer<S>[]> {
  const answer = await call({ method: 'GET', path, timeoutMs: patienceMs });
  if (answer.kind !== 'ok') {
    const { code } = answer.kind === 'refused' ? answer : answer.outcome;
    throw new FeedError(`Toss Payments gave no feed (${code})`);
  }
  const read = z.array(row).safeParse(answer.json);
  if (!read.success) throw new FeedError('The feed of Toss Payments cannot be read', { cause: read.error });
  return read.data;
}

/** `2026-09-01T09:00:00`, Korea's, as queries have it. */
const kstTime = (ms: number): string => new Date(ms + 9 * 3_600_000).toISOString().slice(0, 19);
