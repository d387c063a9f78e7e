import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FeedError, type PaymentProvider, type TimeWindow } from '../port.js';
import {
  configFor,
  liveKeys,
  paid,
  providerOf,
  rawCalls,
  refundRequest,
  startRequest,
  startToss,
  type TossBench,
} from './testing/target.js';
import { createTossPayments } from './tosspayments.js';

let bench: TossBench;
let toss: PaymentProvider;
let call: ReturnType<typeof rawCalls>;
async function open(...guesses: Parameters<typeof startToss>) {
  bench = await startToss(...guesses);
  toss = providerOf(bench, { feedPageSize: 3 });
  call = rawCalls(bench.send, liveKeys.secretKey);
}
beforeEach(() => open());
afterEach(() => bench.stop());

const dayMs = 86_400_000;
const september: TimeWindow = { from: '2026-08-31T15:00:00.000Z', to: '2026-09-30T15:00:00.000Z' };
const rowsOf = async <T>(feed: AsyncIterable<T> | null): Promise<T[]> => {
  const rows: T[] = [];
  for await (const row of feed ?? []) rows.push(row);
  return rows;
};
/** One payment a second, so that each has its own time. */
const payEach = async (amounts: readonly number[]) => {
  const keys = [];
  for (const amount of amounts) {
    keys.push((await paid(bench, toss, startRequest({ amount }))).keys);
    bench.clock.advance(1_000);
  }
  return keys;
};

describe('§3.2, §3.3 GET /v1/transactions', () => {
  test('[O] has a row for the payment and one for each cancellation', async () => {
    const [keys] = await payEach([300_000]);
    if (keys === undefined) throw new Error('Nobody paid');
    await toss.refund(refundRequest(keys, { amount: 100_000 }));
    const { json } = await call('GET', '/v1/transactions?startDate=2026-09-01&endDate=2026-09-02T00:00:00');
    const shared = {
      ...{ mId: liveKeys.mId, paymentKey: keys.providerPaymentId, orderId: keys.paymentId, method: '카드' },
      ...{ customerKey: keys.buyerId, useEscrow: false, currency: 'KRW', receiptUrl: expect.any(String) },
      transactionKey: expect.stringMatching(/^\S{1,64}$/),
    };
    expect(json).toEqual([
      { ...shared, status: 'DONE', amount: 300_000, transactionAt: '2026-09-01T09:00:00+09:00' },
      { ...shared, status: 'PARTIAL_CANCELED', amount: -100_000, transactionAt: '2026-09-01T09:00:01+09:00' },
    ]);
    expect(await rowsOf(toss.listTransactions(september))).toMatchObject([
      { kind: 'capture', amount: 300_000, at: '2026-09-01T00:00:00.000Z', paymentId: keys.paymentId },
      { kind: 'refund', amount: -100_000, at: '2026-09-01T00:00:01.000Z', providerPaymentId: keys.providerPaymentId },
    ]);
  });

  test('[O] goes on behind startingAfter, limit at a time: 100 unless told, 5000 at most', async () => {
    const keys = await payEach([1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000]);
    const rows = await rowsOf(toss.listTransactions(september));
    expect(rows.map(({ paymentId }) => paymentId)).toEqual(keys.map(({ paymentId }) => paymentId));
    const days = '/v1/transactions?startDate=2026-09-01&endDate=2026-09-02';
    expect(await call('GET', `${days}&limit=5001`)).toMatchObject({
      status: 400,
      json: { code: 'EXCEED_MAX_QUERY_LIMIT' },
    });
    expect(await call('GET', `${days}&limit=2`)).toMatchObject({ json: [{ amount: 1_000 }, { amount: 2_000 }] });
    expect(await call('GET', `${days}&startingAfter=none`)).toMatchObject({
      status: 400,
      json: { code: 'INVALID_PAGING_KEY' },
    });
  });

  test('[O] has what happens today, and what comes while it is read is no hole', async () => {
    await payEach([1_000, 2_000, 3_000, 4_000]);
    const feed = toss.listTransactions(september)?.[Symbol.asyncIterator]();
    const first = await feed?.next();
    await payEach([5_000]);
    const amounts = [first?.value?.amount];
    for (let next = await feed?.next(); next?.done === false; next = await feed?.next())
      amounts.push(next.value.amount);
    expect(amounts).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
  });

  test('takes the window as it is: its begin included, its end not, whatever the day is', async () => {
    await payEach([1_000, 2_000, 3_000]);
    const window = { from: '2026-09-01T00:00:01.000Z', to: '2026-09-01T00:00:02.000Z' };
    expect(await rowsOf(toss.listTransactions(window))).toMatchObject([{ amount: 2_000 }]);
    expect(
      await rowsOf(toss.listTransactions({ from: '2026-09-01T00:00:01Z', to: '2026-09-01T00:00:02Z' })),
    ).toHaveLength(1);
  });

  test('leaves out what belongs to another merchant id under the same key', async () => {
    await payEach([1_000]);
    const other = providerOf(bench, { merchantId: 'another_mid' });
    expect(await rowsOf(other.listTransactions(september))).toEqual([]);
    bench.clock.advance(dayMs);
    expect(await rowsOf(other.listSettlements(september))).toEqual([]);
  });

  test('§7 [I] reads a cancellation the same with amounts above 0', async () => {
    await bench.stop();
    await open({ cancelRows: 'positive' });
    const [keys] = await payEach([300_000]);
    if (keys === undefined) throw new Error('Nobody paid');
    await toss.refund(refundRequest(keys));
    expect(await rowsOf(toss.listTransactions(september))).toMatchObject([{ amount: 300_000 }, { amount: -300_000 }]);
  });

  test('[O] a 429 breaks it off, so that nothing is taken for whole', async () => {
    await payEach([1_000, 2_000, 3_000, 4_000]);
    bench.party.limitFeeds(1);
    await expect(rowsOf(toss.listTransactions(september))).rejects.toThrow(FeedError);
    bench.faults.add({ kind: 'reset', path: '/v1/transactions' });
    await expect(rowsOf(toss.listTransactions(september))).rejects.toThrow(FeedError);
    expect(await rowsOf(toss.listTransactions(september))).toHaveLength(4);
  });
});

describe('§3.2, §3.3 GET /v1/settlements', () => {
  const refunded = async () => {
    const [keys] = await payEach([300_000]);
    if (keys === undefined) throw new Error('Nobody paid');
    await toss.refund(refundRequest(keys, { amount: 100_000 }));
    return keys;
  };

  test('[O] has fee = supplyAmount + vat and payOutAmount = amount - fee, and is there from the next day', async () => {
    const keys = await refunded();
    const days = '/v1/settlements?startDate=2026-09-01&endDate=2026-09-30';
    expect(await call('GET', days)).toMatchObject({ json: [] });
    bench.clock.advance(15 * 3_600_000);
    const { json } = await call('GET', days);
    expect(json).toMatchObject([
      {
        ...{ mId: liveKeys.mId, paymentKey: keys.providerPaymentId, orderId: keys.paymentId, amount: 300_000 },
        ...{ interestFee: 0, fee: 9_900, fees: [{ type: 'BASE', fee: 9_900 }], supplyAmount: 9_000, vat: 900 },
        ...{ payOutAmount: 290_100, soldDate: '2026-09-02', paidOutDate: '2026-09-04', cancel: null },
      },
      { amount: -100_000, payOutAmount: -96_700, cancel: { cancelAmount: 100_000, refundableAmount: 200_000 } },
    ]);
  });

  test.each([[{}], [{ cancelRows: 'positive' }], [{ feeSpelling: 'suppliedAmount' }], [{ listsFees: false }]] as const)(
    '§7 [I] reads the same whichever way it is: %j',
    async (guesses) => {
      await bench.stop();
      await open(guesses);
      const keys = await refunded();
      bench.clock.advance(dayMs);
      const shared = { paymentId: keys.paymentId, soldOn: '2026-09-02', paidOutOn: '2026-09-04' };
      expect(await rowsOf(toss.listSettlements(september))).toMatchObject([
        { ...shared, kind: 'capture', amount: 300_000, fee: 9_000, feeVat: 900, payOut: 290_100 },
        { ...shared, kind: 'refund', amount: -100_000, fee: -3_000, feeVat: -300, payOut: -96_700 },
      ]);
    },
  );

  test.each([
    ['C', 'may spell its supply suppliedAmount', { feeSpelling: 'suppliedAmount' }],
    ['O', 'may lack fees', { listsFees: false }],
  ] as const)('[%s] %s: our strategy reads the same', async (_tag, _what, guesses) => {
    const read = async () => {
      await refunded();
      bench.clock.advance(dayMs);
      return (await rowsOf(toss.listSettlements(september))).map(({ fee, feeVat, payOut }) => [fee, feeVat, payOut]);
    };
    const usual = await read();
    await bench.stop();
    await open(guesses);
    expect(await read()).toEqual(usual);
  });

  test('[O] comes page by page, by soldDate, or by paidOutDate where it is asked for', async () => {
    await payEach([1_000, 2_000, 3_000, 4_000, 5_000, 6_000]);
    bench.clock.advance(dayMs);
    expect((await rowsOf(toss.listSettlements(september))).map(({ amount }) => amount)).toEqual([
      1_000, 2_000, 3_000, 4_000, 5_000, 6_000,
    ]);
    const on = (date: string, type: string) => `/v1/settlements?startDate=${date}&endDate=${date}&dateType=${type}`;
    expect(await call('GET', `${on('2026-09-02', 'soldDate')}&size=4&page=2`)).toMatchObject({
      json: [{ amount: 5_000 }, { amount: 6_000 }],
    });
    expect(await call('GET', on('2026-09-04', 'soldDate'))).toMatchObject({ json: [] });
    expect(await call('GET', `${on('2026-09-04', 'paidOutDate')}&size=1`)).toMatchObject({ json: [{ amount: 1_000 }] });
    expect(await call('GET', on('2026-09-04', 'day'))).toMatchObject({
      status: 400,
      json: { code: 'INVALID_REQUEST' },
    });
  });

  test('puts a payment of shortly before midnight in Korea on that day', async () => {
    bench.clock.advance(15 * 3_600_000 - 1_000);
    await payEach([1_000, 2_000]);
    bench.clock.advance(dayMs);
    const rows = await rowsOf(toss.listSettlements(september));
    expect(rows.map(({ soldOn }) => soldOn)).toEqual(['2026-09-02', '2026-09-03']);
    const firstDay = { from: '2026-09-01T15:00:00.000Z', to: '2026-09-02T15:00:00.000Z' };
    expect(await rowsOf(toss.listSettlements(firstDay))).toMatchObject([{ amount: 1_000 }]);
  });

  test('[O] a 429 breaks it off', async () => {
    bench.party.limitFeeds(1);
    await expect(rowsOf(toss.listSettlements(september))).rejects.toThrow(FeedError);
  });
});

test('§3.2 [O] the feeds take up to a minute, and our strategy waits for longer', async () => {
  const waits: number[] = [];
  const patient = createTossPayments(configFor(bench.url), (sent) => {
    waits.push(sent.timeoutMs ?? 0);
    return bench.send(sent);
  });
  await rowsOf(patient.listTransactions(september));
  await rowsOf(patient.listSettlements(september));
  expect(waits).toHaveLength(2);
  expect(Math.min(...waits)).toBeGreaterThan(60_000);
});
