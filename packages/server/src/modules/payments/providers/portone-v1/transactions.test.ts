import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { payData } from '../../../../sandbox/portone-v1/testing/v1-client.js';
import { FeedError, type ProviderTransaction, type TimeWindow } from '../port.js';
import { approved, keys, paymentId, refundRequest, type Strategy, startStrategy } from './testing/strategy.js';

let strategy: Strategy;
beforeEach(async () => {
  strategy = await startStrategy();
});
afterEach(() => strategy.bench.stop());

const day = 86_400_000;
const start = Date.UTC(2026, 8, 1);
const window = (from: number, to: number): TimeWindow => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

async function listed(
  from = start,
  to = strategy.bench.clock.now() + 1,
  of = strategy,
): Promise<ProviderTransaction[]> {
  const found: ProviderTransaction[] = [];
  for await (const one of of.provider.listTransactions(window(from, to)) ?? []) found.push(one);
  return found;
}

const pay = (merchantUid: string, amount = 1_000, more = {}) =>
  strategy.bench.party.buy(payData(merchantUid, { amount }), { act: 'pay', ...more });

describe('the movements of a time', () => {
  test('are captures and refunds, each with its own id, amount and time', async () => {
    const impUid = new URL((await pay(paymentId, 300_000)) ?? '').searchParams.get('imp_uid');
    strategy.bench.clock.advance(day);
    const made = approved(await strategy.provider.refund(refundRequest({ ...keys(impUid), taxFree: 0 })));
    expect(await listed()).toEqual([
      {
        ...{ transactionId: impUid, providerPaymentId: impUid, paymentId, kind: 'capture', amount: 300_000 },
        ...{ currency: 'KRW', at: '2026-09-01T00:00:00.000Z' },
      },
      {
        ...{
          transactionId: made.cancellationId,
          providerPaymentId: impUid,
          paymentId,
          kind: 'refund',
          amount: -100_000,
        },
        ...{ currency: 'KRW', at: '2026-09-02T00:00:00.000Z' },
      },
    ]);
  });

  test('hold a capture also when it was refunded months later', async () => {
    await pay('old');
    strategy.bench.clock.advance(200 * day);
    strategy.bench.party.cancelInConsole('old');
    expect(await listed(start, start + day)).toMatchObject([{ kind: 'capture', amount: 1_000 }]);
    expect(await listed(start + 199 * day, start + 201 * day)).toMatchObject([{ kind: 'refund', amount: -1_000 }]);
  });

  test('leave out what moved no money', async () => {
    await pay('test', 1_000, { test: true });
    for (const act of ['decline', 'close', 'cancel'] as const) await strategy.bench.party.buy(payData(act), { act });
    await strategy.bench.party.buy(payData('v', { pay_method: 'vbank' }), { act: 'pay' });
    expect(await listed()).toEqual([]);
  });

  test('begin with the first moment and end before the last', async () => {
    await pay('a');
    strategy.bench.clock.advance(day);
    await pay('b');
    const ids = async (from: number, to: number) => (await listed(from, to)).map((one) => one.paymentId);
    expect(await ids(start, start + day)).toEqual(['a']);
    expect(await ids(start + 1, start + day + 1)).toEqual(['b']);
    expect(await ids(start + day, start + day)).toEqual([]);
  });

  test('add up to what was really taken and given back, however the time is cut up', async () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 60 * day }),
      kind: fc.constantFrom('pay', 'cancel'),
      amount: fc.integer({ min: 1, max: 900 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 15 }),
        fc.array(fc.nat(400), { maxLength: 4 }),
        async (steps, cuts) => {
          const one = await startStrategy();
          const { party, clock, truth } = one.bench;
          for (const [n, { wait, kind, amount }] of steps.entries()) {
            clock.advance(wait);
            if (kind === 'pay') await party.buy(payData(`order_${n}`, { amount }), { act: 'pay' });
            const some = truth.rows[n % Math.max(1, truth.rows.length)];
            if (kind === 'cancel' && some && truth.held(some.reference) > 0)
              party.cancelInConsole(some.reference, Math.min(amount, truth.held(some.reference)));
          }
          const end = clock.now() + 1_000;
          const times = [start, ...cuts.map((days) => Math.min(end, start + days * day)).sort((a, b) => a - b), end];
          const found: ProviderTransaction[] = [];
          for (const [n, from] of times.slice(0, -1).entries())
            found.push(...(await listed(from, times[n + 1] ?? end, one)));
          const told = found.map((row) => `${row.paymentId} ${row.kind} ${row.amount} ${row.at.slice(0, 19)}`);
          const true_ = truth.rows.map(
            ({ reference, kind, amount, at }) =>
              `${reference} ${kind === 'charge' ? `capture ${amount}` : `refund ${-amount}`} ${at.slice(0, 19)}`,
          );
          expect(told.sort()).toEqual(true_.sort());
          expect(new Set(found.map(({ transactionId }) => transactionId)).size).toBe(found.length);
          await one.bench.stop();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the feed', () => {
  /** Two payments a page, so that few are many; `before` runs before each page is asked for. */
  const small = async (before: (page: number, status: string) => unknown = () => undefined) => {
    strategy = await startStrategy({}, {}, (send) => async (call) => {
      const [, status, page] = /status\/(\w+).*page=(\d+)/.exec(call.path) ?? [];
      if (status !== undefined) await before(Number(page), status);
      return send({ ...call, path: call.path.replace('limit=1000', 'limit=2') });
    });
    for (const uid of ['a', 'b', 'c', 'd', 'e']) {
      await pay(uid);
      strategy.bench.clock.advance(1_000);
    }
  };
  const captures = async () =>
    (await listed()).flatMap((one) => (one.kind === 'capture' ? [one.paymentId] : [])).sort();

  test('is read page by page to its end', async () => {
    await small();
    expect(await captures()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test.each([2, 3])('is read anew when a payment leaves it before page %i', async (at) => {
    let isMoved = false;
    await small((page) => {
      if (page !== at || isMoved) return;
      isMoved = true;
      strategy.bench.party.cancelInConsole('a');
      strategy.bench.party.cancelInConsole('b');
    });
    expect(await captures()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('tells a capture once, though it was refunded between the two questions', async () => {
    let isMoved = false;
    await small((_, status) => {
      if (status !== 'cancelled' || isMoved) return;
      isMoved = true;
      strategy.bench.party.cancelInConsole('c', 100);
    });
    expect(await captures()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('that never stands still is not taken for whole', async () => {
    let n = 0;
    await small((page, status) => {
      if (page === 2 && status === 'paid') return pay(`more_${n++}`);
    });
    await expect(listed()).rejects.toThrow(FeedError);
    expect(n).toBe(5);
  });

  test.each(['lost_before', 'reset', 'error_before'] as const)(
    'that breaks off (%s) is not taken for whole',
    async (kind) => {
      await small();
      strategy.bench.faults.add({ kind, path: '/payments/status' });
      await expect(listed()).rejects.toThrow(FeedError);
    },
  );
});
