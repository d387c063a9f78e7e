import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FaultKind, faultKinds, seededRandom } from '../../../../sandbox/kit/faults.js';
import { ExchangeError } from '../exchange.js';
import type { RefundRequest } from '../port.js';
import { createPortOneV2 } from './portone-v2.js';
import {
  approved,
  config,
  keys,
  paymentId,
  refundId,
  refundRequest,
  startV2,
  type V2Bench,
  watched,
} from './testing/bench.js';

let v2: V2Bench;
beforeEach(async () => {
  v2 = await startV2();
  await v2.pay();
});
afterEach(() => v2.bench.stop());

const refund = (change: Partial<RefundRequest> = {}) => v2.provider.refund({ ...refundRequest, ...change });
const held = () => v2.bench.truth.held(paymentId);
const later = 3 * 3_600_000;

describe('a refund whose reply is lost', () => {
  const done: readonly FaultKind[] = ['lost_after', 'reset', 'error_after'];
  const notDone: readonly FaultKind[] = ['refuse', 'lost_before', 'error_before'];

  test.each([...done, ...notDone])('by %s is unknown, and made once when it is asked for again', async (kind) => {
    v2.bench.faults.add({ kind, path: '/cancel' });
    expect((await refund()).outcome).toBe('unknown');
    expect(held()).toBe(done.includes(kind) ? 200_000 : 300_000);
    expect(approved(await refund())).toMatchObject({ amount: 100_000, refundId });
    expect(held()).toBe(200_000);
  });

  test.each(done)('by %s is known again after its key is forgotten', async (kind) => {
    v2.bench.faults.add({ kind, path: '/cancel' });
    await refund();
    v2.bench.clock.advance(later + 1);
    const { provider, cancels } = watched(v2);
    expect(approved(await provider.refund(refundRequest))).toMatchObject({ refundId });
    expect(cancels()).toEqual([]);
    expect(held()).toBe(200_000);
  });

  test('that a network delivers twice is made once', async () => {
    v2.bench.faults.add({ kind: 'duplicate', path: '/cancel' });
    expect((await refund()).outcome).toBe('approved');
    expect(held()).toBe(200_000);
  });

  test('before it has left says so', async () => {
    v2.bench.faults.add({ kind: 'lost_after' });
    expect(await refund()).toMatchObject({ outcome: 'unknown', code: 'not_sent' });
    expect(held()).toBe(300_000);
  });

  test('and left unsent by the network says so', async () => {
    const provider = createPortOneV2(
      config,
      async (call) => {
        if (call.method === 'GET') return v2.bench.send(call);
        throw new ExchangeError('connection_refused', false);
      },
      v2.bench.serverClock,
    );
    expect(await provider.refund(refundRequest)).toMatchObject({ outcome: 'unknown', code: 'not_sent' });
  });
});

test('what nobody expects is thrown on, and taken for nothing', async () => {
  const provider = createPortOneV2(config, () => Promise.reject(new TypeError('ours')), v2.bench.serverClock);
  await expect(provider.refund(refundRequest)).rejects.toThrow('ours');
});

test('many refunds at once, each tried until it is decided, under any faults: each is made once at most, and what we believe is true', async () => {
  const kinds = faultKinds.filter((kind) => kind !== 'delay');
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(fc.integer({ min: 1, max: 120_000 }), { minLength: 1, maxLength: 5 }),
      async (seed, wanted) => {
        const run = String(runs++).padStart(25, '0');
        const target = `pay_${run}x`;
        await v2.pay({ paymentId: target, taxFree: 0 });
        const draw = seededRandom(seed);
        const made = new Set<number>();
        const attempt = async (index: number, amount: number, expectedBalance: number) => {
          if (draw() < 0.4)
            v2.bench.faults.add({ kind: kinds[Math.floor(draw() * kinds.length)] ?? 'reset', path: target });
          const change = { paymentId: target, refundId: `rfd_${run}${index}`, amount, taxFree: 0, expectedBalance };
          if ((await refund(change)).outcome === 'approved') made.add(index);
        };
        for (let round = 0; round < 30; round++) {
          v2.bench.faults.clear();
          const payment = approved(await v2.provider.inquire({ ...keys, paymentId: target }));
          const balance = 300_000 - (payment?.refunded ?? 0);
          const open = wanted.map((amount, index) => ({ amount, index })).filter(({ index }) => !made.has(index));
          await Promise.all(open.map(({ amount, index }) => attempt(index, amount, balance)));
        }
        const total = [...made].reduce((sum, index) => sum + (wanted[index] ?? 0), 0);
        expect(v2.bench.truth.of(target).filter(({ kind }) => kind === 'refund')).toHaveLength(made.size);
        expect(v2.bench.truth.held(target)).toBe(300_000 - total);
        for (const [index, amount] of wanted.entries())
          if (!made.has(index)) expect(amount).toBeGreaterThan(300_000 - total);
      },
    ),
    { numRuns: 12 },
  );
});
