import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../platform/clock.js';
import { type Database, openDatabase } from '../platform/database.js';
import { systemRandom } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { secretBox } from '../platform/secret-box.js';
import { type Idempotency, idempotency, type KeyedCall, leaseMs } from './idempotency.js';

let db: Database;
let time: number;
let keyed: Idempotency;
beforeEach(async () => {
  db = await openDatabase(':memory:');
  time = Date.parse('2026-09-01T00:00:00Z');
  const clock = { now: () => time, every: () => () => {} };
  keyed = idempotency({ db, clock, box: secretBox(systemRandom(32), systemRandom) });
});
afterEach(() => db.destroy());

const call = (change: Partial<KeyedCall> = {}): KeyedCall => ({
  ...{ scope: 'mem_1', route: 'orders.create', key: 'key-1', asks: { body: { lines: [1] } } },
  ...change,
});

describe('a call with a key', () => {
  test('happens once; the same again gets the first answer', async () => {
    let count = 0;
    const work = async () => ({ made: ++count });
    expect(await keyed.once(call(), work)).toEqual({ made: 1 });
    expect(await keyed.once(call(), work)).toEqual({ made: 1 });
    expect(count).toBe(1);
  });

  test('by 100 at once happens once; the others are told that it is under way', async () => {
    let count = 0;
    const work = async () => {
      count += 1;
      await db('members').select('id');
      return { made: count };
    };
    const all = await Promise.allSettled(Array.from({ length: 100 }, () => keyed.once(call(), work)));
    expect(count).toBe(1);
    for (const one of all) {
      if (one.status === 'fulfilled') expect(one.value).toEqual({ made: 1 });
      else expect(one.reason).toMatchObject({ code: 'idempotency_in_flight', options: { retryAfterSeconds: 1 } });
    }
  });

  test('and another body is refused', async () => {
    await keyed.once(call(), async () => 1);
    const other = keyed.once(call({ asks: { body: { lines: [2] } } }), async () => 2);
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused', status: 422 });
  });

  test('is another one for another member, and for another route', async () => {
    await keyed.once(call(), async () => 'first');
    expect(await keyed.once(call({ scope: 'mem_2' }), async () => 'second')).toBe('second');
    expect(await keyed.once(call({ route: 'orders.cancel' }), async () => 'third')).toBe('third');
  });

  test('that was refused for good is refused again, in the same words, without happening', async () => {
    const refusal = new Problem('out_of_stock', { detail: '교재' });
    const first = keyed.once(call(), async () => Promise.reject(refusal));
    await expect(first).rejects.toBe(refusal);
    const again = keyed.once(call(), async () => 'happened');
    await expect(again).rejects.toMatchObject({ code: 'out_of_stock', options: { detail: '교재' } });
  });

  test.each(['refund_in_progress', 'database_busy', 'internal_error'] as const)(
    'that failed with %s, which passes, can be made again',
    async (code) => {
      await expect(keyed.once(call(), async () => Promise.reject(new Problem(code)))).rejects.toMatchObject({ code });
      expect(await keyed.once(call(), async () => 'happened')).toBe('happened');
    },
  );

  test('that was refused for a field names it again', async () => {
    const refusal = new Problem('validation_failed', { fields: [{ path: 'lines.0', message: 'must not be empty' }] });
    await expect(keyed.once(call(), async () => Promise.reject(refusal))).rejects.toBe(refusal);
    const again: unknown = await keyed.once(call(), async () => 'happened').catch((error: unknown) => error);
    expect(again).toMatchObject({ code: 'validation_failed', options: { fields: refusal.options.fields } });
    expect(again).not.toHaveProperty('options.detail');
    const plain = keyed.once(call({ key: 'key-2' }), async () => Promise.reject(new Problem('order_expired')));
    await expect(plain).rejects.toMatchObject({ code: 'order_expired' });
    const other: unknown = await keyed.once(call({ key: 'key-2' }), async () => 'happened').catch((error) => error);
    expect(other).toMatchObject({ code: 'order_expired', options: {} });
    expect(other).not.toHaveProperty('options.fields');
  });

  test.each(['unauthenticated', 'forbidden', 'not_found'] as const)(
    'of a stranger, who is told %s, is not kept: nothing happened',
    async (code) => {
      await expect(keyed.once(call(), async () => Promise.reject(new Problem(code)))).rejects.toMatchObject({ code });
      expect(await db('idempotency_keys')).toEqual([]);
    },
  );

  test('that failed with what is no word of ours can be made again', async () => {
    const failure = Object.assign(new Error('boom'), { code: 'out_of_stock', status: 409, options: {} });
    await expect(keyed.once(call(), async () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await keyed.once(call(), async () => 'happened')).toBe('happened');
  });

  test('that the database would not keep is not made', async () => {
    await db.schema.dropTable('idempotency_keys');
    let isMade = false;
    const made = keyed.once(call(), async () => {
      isMade = true;
    });
    await expect(made).rejects.toThrow('no such table');
    expect(isMade).toBe(false);
  });

  test('that a crash cut off is begun anew after its lease, under the same name', async () => {
    const names: string[] = [];
    void keyed.once(call(), (name) => {
      names.push(name);
      return new Promise(() => {});
    });
    await expect.poll(() => names.length).toBe(1);
    await expect(keyed.once(call(), async () => 'too early')).rejects.toMatchObject({ code: 'idempotency_in_flight' });
    time += leaseMs + 1;
    await keyed.once(call(), async (name) => names.push(name));
    expect(names[1]).toBe(names[0]);
  });

  test.each([
    ['is done', async () => 'of the first'],
    ['fails in a way that passes', async () => Promise.reject(new Problem('database_busy'))],
    ['is refused', async () => Promise.reject(new Problem('out_of_stock'))],
  ])('that %s after another took it over changes nothing of that one', async (_how, end) => {
    let go = (): void => {};
    const slow = keyed.once(call(), async () => {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return end();
    });
    await expect.poll(() => db('idempotency_keys').pluck('state')).toEqual(['running']);
    time += leaseMs + 1;
    let finish = (): void => {};
    const second = keyed.once(call(), async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return 'of the second';
    });
    await expect.poll(() => db('idempotency_keys').pluck('lease_until')).toEqual([iso(time + leaseMs)]);
    go();
    await Promise.allSettled([slow]);
    await expect(keyed.once(call(), async () => 'a third')).rejects.toMatchObject({ code: 'idempotency_in_flight' });
    finish();
    expect(await second).toBe('of the second');
    expect(await keyed.once(call(), async () => 'a third')).toBe('of the second');
  });

  test('keeps its answer sealed', async () => {
    await keyed.once(call(), async () => ({ url: 'https://didacto.test/checkout#very-secret' }));
    expect(JSON.stringify(await db('idempotency_keys'))).not.toContain('very-secret');
  });

  test.each(['', 'x'.repeat(256), 'with space', 'ß', 'a\nb'])(
    'needs a key of visible characters, not %j',
    async (key) => {
      const refused = keyed.once(call({ key }), async () => 1);
      await expect(refused).rejects.toMatchObject({ code: 'idempotency_key_missing', status: 400 });
    },
  );

  test('asks for the same whatever the order of its fields', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.dictionary(fc.string(), fc.json()), async (key, body) => {
        const turned = Object.fromEntries(Object.entries(body).reverse());
        await keyed.once(call({ key, asks: { body } }), async () => 'first');
        expect(await keyed.once(call({ key, asks: { body: turned } }), async () => 'second')).toBe('first');
      }),
      { numRuns: 50 },
    );
  });
});
