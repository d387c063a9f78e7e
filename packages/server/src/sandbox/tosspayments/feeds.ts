import { TossRefusal } from './errors.js';
import { kstDate, kstTime, laterDate, msOfKst } from './kst.js';
import type { TossMerchant } from './options.js';
import { cancelJson, methodNames, receiptUrl } from './payment-json.js';
import type { TossTransaction, TossWorld } from './world.js';

/** What Toss keeps of every payment, before VAT. */
const feeRate = 0.03;

/** `GET /v1/transactions`. @throws TossRefusal */
export function transactionRows(world: TossWorld, merchant: TossMerchant, query: URLSearchParams, url: string) {
  const from = timeIn(query, 'startDate');
  const to = timeIn(query, 'endDate');
  const limit = countIn(query, 'limit');
  const inTime = world.transactions.filter(
    ({ payment, at }) => payment.merchant === merchant && inSeconds(at) >= from && inSeconds(at) <= to,
  );
  const after = query.get('startingAfter');
  const position = after === null ? -1 : inTime.findIndex(({ transactionKey }) => transactionKey === after);
  if (after !== null && position < 0) throw new TossRefusal('INVALID_PAGING_KEY');
  return inTime.slice(position + 1, position + 1 + limit).map((one) => transactionJson(world, one, url));
}

/** `GET /v1/settlements`: rows are there from the day after. @throws TossRefusal */
export function settlementRows(world: TossWorld, merchant: TossMerchant, query: URLSearchParams) {
  const dateType = query.get('dateType') ?? 'soldDate';
  if (dateType !== 'soldDate' && dateType !== 'paidOutDate') throw new TossRefusal('INVALID_REQUEST');
  const from = dateIn(query, 'startDate');
  const to = dateIn(query, 'endDate');
  const size = countIn(query, 'size');
  const page = Number(query.get('page') ?? '1');
  if (!Number.isSafeInteger(page) || page < 1) throw new TossRefusal('INVALID_REQUEST');
  const today = kstDate(world.clock.now());
  return world.transactions
    .filter(({ payment, at }) => payment.merchant === merchant && kstDate(at) < today)
    .map((one) => settlementJson(world, one))
    .filter((row) => row[dateType] >= from && row[dateType] <= to)
    .slice((page - 1) * size, page * size);
}

function transactionJson({ guesses }: TossWorld, { payment, cancel, ...row }: TossTransaction, url: string) {
  const { request, paymentKey, merchant } = payment;
  const isNegative = cancel !== null && guesses.cancelRows === 'negative';
  return {
    ...{ mId: merchant.mId, transactionKey: row.transactionKey, paymentKey, orderId: request.orderId },
    ...{ method: methodNames[request.method], customerKey: request.customerKey, useEscrow: false },
    ...{ receiptUrl: receiptUrl(url, paymentKey), status: row.status, transactionAt: kstTime(row.at) },
    ...{ currency: 'KRW', amount: isNegative ? -row.amount : row.amount },
  };
}

function settlementJson({ guesses }: TossWorld, { payment, cancel, transactionKey, at, amount }: TossTransaction) {
  const { request, paymentKey, merchant } = payment;
  const sign = cancel !== null && guesses.cancelRows === 'negative' ? -1 : 1;
  const supply = sign * Math.round(amount * feeRate);
  const vat = sign * Math.round(Math.abs(supply) / 10);
  const fee = supply + vat;
  const soldDate = laterDate(kstDate(at), guesses.soldAfterDays);
  return {
    ...{ mId: merchant.mId, paymentKey, transactionKey, orderId: request.orderId, currency: 'KRW' },
    ...{ method: methodNames[request.method], amount: sign * amount, interestFee: 0, fee },
    ...(guesses.listsFees && { fees: [{ type: 'BASE', fee }] }),
    ...{ [guesses.feeSpelling]: supply, vat, payOutAmount: sign * amount - fee, approvedAt: kstTime(at), soldDate },
    paidOutDate: laterDate(kstDate(at), guesses.paidOutAfterDays),
    cancel: cancel === null ? null : cancelJson(cancel),
  };
}

/** The feeds know seconds, no less. */
const inSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;

function timeIn(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null) throw new TossRefusal('INVALID_REQUEST');
  const ms = msOfKst(text);
  if (ms === undefined) throw new TossRefusal('INVALID_DATE');
  return ms;
}

const dateIn = (query: URLSearchParams, name: string): string => kstDate(timeIn(query, name));

function countIn(query: URLSearchParams, name: string): number {
  const count = Number(query.get(name) ?? '100');
  if (!Number.isSafeInteger(count) || count < 1) throw new TossRefusal('INVALID_REQUEST');
  if (count > 5000) throw new TossRefusal('EXCEED_MAX_QUERY_LIMIT');
  return count;
}
