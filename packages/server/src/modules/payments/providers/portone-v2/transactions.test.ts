import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FeedError, type ProviderTransaction, type TimeWindow } from '../port.js';
import { createPortOneV2 } from './portone-v2.js';
import { config, refundRequest, startV2, type V2Bench } from './testing/bench.js';

const day = 86_400_000;
const start = Date.UTC(2026, 8, 1);
let v2: V2Bench;
beforeEach(async () => {
  v2 = await startV2({}, { feedPageSize: 3 });
});
afterEach(() => v2.bench.stop());

const dayWindow = (from: number, days = 1): TimeWindow => ({
  from: new Date(start + from * day).toISOString(),
  to: new Date(start + (from + days) * day).toISOString(),
});
async function all(window: TimeWindow, provider = v2.provider): Promise<ProviderTransaction[]> {
  const found: ProviderTransaction[] = [];
  for await (const row of provider.listTransactions(window) ?? []) found.push(row);
  return found;
}
const idOf = (index: number): string => `pay_${String(index).padStart(26, '0')}`;
const amounts = (rows: readonly ProviderTransaction[]) =>
  rows.map(({ amount }) => amount).sort((one, other) => one - other);

describe('the feed', () => {
  test('tells each capture and each refund as a row of its own, at its time', async () => {
    await v2.pay({ paymentId: idOf(1) });
    const paidAt = new Date(v2.bench.clock.now()).toISOString();
    v2.bench.clock.advance(1_000);
    await v2.provider.refund({ ...refundRequest, paymentId: idOf(1) });
    const refundedAt = new Date(v2.bench.clock.now()).toISOString();
    const [capture, refund, ...others] = await all(dayWindow(0));
    const common = { paymentId: idOf(1), currency: 'KRW', providerPaymentId: expect.any(String) };
    expect(capture).toEqual({
      ...common,
      kind: 'capture',
      amount: 300_000,
      at: paidAt,
      transactionId: capture?.providerPaymentId,
    });
    expect(refund).toEqual({
      ...common,
      kind: 'refund',
      amount: -100_000,
      at: refundedAt,
      transactionId: expect.any(String),
    });
    expect(others).toEqual([]);
  });

  test('tells of a day the same later on, whatever became of the payments since', async () => {
    await v2.pay({ paymentId: idOf(1) });
    await v2.pay({ paymentId: idOf(2), method: 'virtual_account' });
    v2.bench.clock.advance(day / 2);
    const fresh = await all(dayWindow(0));
    v2.bench.clock.advance(5 * day);
    v2.bench.party.cancelInConsole(idOf(1));
    expect(await all(dayWindow(0))).toEqual(fresh);
    expect(amounts(await all(dayWindow(5)))).toEqual([-300_000]);
    expect(await all(dayWindow(3))).toEqual([]);
  });

  test('tells nothing of what moved no money', async () => {
    await v2.pay({ paymentId: idOf(1) }, { act: 'decline' });
    await v2.pay({ paymentId: idOf(2) }, { act: 'close' });
    await v2.pay({ paymentId: idOf(3), method: 'virtual_account' });
    await v2.pay({ paymentId: idOf(4) }, { act: 'pay', test: true });
    expect(await all(dayWindow(0))).toEqual([]);
    const testing = createPortOneV2({ ...config, testMode: true }, v2.bench.send, v2.bench.serverClock);
    expect((await all(dayWindow(0), testing)).map(({ paymentId }) => paymentId)).toEqual([idOf(4)]);
  });

  test('begins with its first moment, and ends before its last', async () => {
    await v2.pay({ paymentId: idOf(1) });
    v2.bench.clock.advance(day);
    await v2.pay({ paymentId: idOf(2) });
    expect((await all(dayWindow(0))).map(({ paymentId }) => paymentId)).toEqual([idOf(1)]);
    expect((await all(dayWindow(1))).map(({ paymentId }) => paymentId)).toEqual([idOf(2)]);
  });

  test('is whole, whatever the size of its pages and however the payments lie in time', async () => {
    const gaps = fc.array(fc.constantFrom(0, 1, 999, 1_000, 60_000), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.integer({ min: 1, max: 9 }), async (waits, feedPageSize) => {
        const other = await startV2({}, { feedPageSize });
        try {
          for (const [index, wait] of waits.entries()) {
            other.bench.clock.advance(wait);
            await other.bench.party.buy({ ...buyerRequest, paymentId: idOf(index) }, { act: 'pay' });
          }
          const rows = await all(dayWindow(0), other.provider);
          expect(rows.map(({ paymentId }) => paymentId).sort()).toEqual(waits.map((_, index) => idOf(index)));
        } finally {
          await other.bench.stop();
        }
      }),
      { numRuns: 25 },
    );
  });

  test('misses nothing when payments change between its pages', async () => {
    for (let index = 0; index < 8; index++) {
      await v2.pay({ paymentId: idOf(index) });
      v2.bench.clock.advance(5_000);
    }
    let asked = 0;
    const drifting = createPortOneV2(
      { ...config, feedPageSize: 3 },
      async (call) => {
        const reply = await v2.bench.send(call);
        // One that was read moves to the end, so that all that follow move up by one.
        if (asked < 3) v2.bench.party.cancelInConsole(idOf(asked++), 1_000);
        v2.bench.clock.advance(1_000);
        return reply;
      },
      v2.bench.serverClock,
    );
    const rows = await all(dayWindow(0), drifting);
    const captures = rows.filter(({ kind }) => kind === 'capture');
    expect(captures.map(({ paymentId }) => paymentId).sort()).toEqual(
      Array.from({ length: 8 }, (_, index) => idOf(index)),
    );
    expect(rows.filter(({ kind }) => kind === 'refund')).toHaveLength(3);
    expect(new Set(rows.map(({ transactionId }) => transactionId)).size).toBe(rows.length);
  });
});

describe('a feed that breaks off', () => {
  test.each(['lost_after', 'reset', 'error_before'] as const)('by %s is not taken for whole', async (kind) => {
    for (let index = 0; index < 5; index++) await v2.pay({ paymentId: idOf(index) });
    v2.bench.faults.add({ kind });
    await expect(all(dayWindow(0))).rejects.toThrow(FeedError);
  });

  test('with a payment in a state that we do not know, neither', async () => {
    await v2.pay({ paymentId: idOf(1) });
    const odd = createPortOneV2(
      config,
      async (call) => {
        const reply = await v2.bench.send(call);
        return { ...reply, body: reply.body.replaceAll('"PAID"', '"PAID_IN_SHELLS"') };
      },
      v2.bench.serverClock,
    );
    await expect(all(dayWindow(0), odd)).rejects.toThrow(FeedError);
  });

  test('ends where PortOne pages no deeper, and says so', async () => {
    for (let index = 0; index < 4; index++) await v2.pay({ paymentId: idOf(index) });
    const first = (await v2.bench.send(listCall)).body;
    const endless = createPortOneV2(
      { ...config, feedPageSize: 4 },
      async () => ({ status: 200, headers: {}, body: first }),
      v2.bench.serverClock,
    );
    await expect(all(dayWindow(0), endless)).rejects.toThrow('PortOne lists');
  });
});

const listCall = {
  method: 'GET',
  path: '/payments',
  headers: { authorization: `PortOne ${config.apiSecret}` },
} as const;
const buyerRequest = {
  ...{ storeId: config.storeId, channelKey: config.channelKey, orderName: '9월 수강료', totalAmount: 300_000 },
  ...{ currency: 'KRW', payMethod: 'CARD' },
};
