import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from './clock.js';
import { memoryThrottle, type Taken, type Throttle, type ThrottleRule } from './throttle.js';

function handClock(): Clock & { pass(ms: number): void } {
  let now = 1_700_000_000_000;
  return {
    now: () => now,
    every: () => () => {},
    pass: (ms) => {
      now += ms;
    },
  };
}

const rule: ThrottleRule = { limit: 5, windowMs: 60_000 };
const granted = (taken: readonly Taken[]): number => taken.filter(({ ok }) => ok).length;
const atOnce = (throttle: Throttle, key: string, count: number, by = rule): Promise<Taken[]> =>
  Promise.all(Array.from({ length: count }, () => throttle.take(key, by)));

/** The same rule, told slowly: every millisecond `limit` parts come back, and a try is `windowMs` parts. */
function slowModel({ limit, windowMs }: ThrottleRule) {
  let owed = 0;
  return {
    take: (): boolean => {
      if (owed + windowMs > limit * windowMs) return false;
      owed += windowMs;
      return true;
    },
    giveBack: () => {
      owed = Math.max(0, owed - windowMs);
    },
    pass: (ms: number) => {
      for (let i = 0; i < ms; i++) owed = Math.max(0, owed - limit);
    },
  };
}

const rules = fc.record({ limit: fc.integer({ min: 1, max: 7 }), windowMs: fc.integer({ min: 1, max: 60 }) });
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const), key: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('giveBack' as const), key: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(40) }) },
  ),
  { maxLength: 120 },
);

describe('a throttle', () => {
  test('does in one step what the rule says millisecond by millisecond, for each key by itself', async () => {
    await fc.assert(
      fc.asyncProperty(rules, steps, async (by, todo) => {
        const clock = handClock();
        const throttle = memoryThrottle(clock);
        const models = [slowModel(by), slowModel(by), slowModel(by)];
        for (const step of todo) {
          if (step.do === 'pass') {
            clock.pass(step.ms);
            for (const model of models) model.pass(step.ms);
          } else if (step.do === 'take') {
            expect((await throttle.take(`key ${step.key}`, by)).ok).toBe(models[step.key]?.take());
          } else {
            await throttle.giveBack(`key ${step.key}`);
            models[step.key]?.giveBack();
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('lets no more pass in any span than the limit and what comes back in it', async () => {
    await fc.assert(
      fc.asyncProperty(rules, fc.array(fc.nat(25), { maxLength: 150 }), async (by, pauses) => {
        const clock = handClock();
        const throttle = memoryThrottle(clock);
        const times: number[] = [];
        for (const pause of pauses) {
          clock.pass(pause);
          if ((await throttle.take('key', by)).ok) times.push(clock.now());
        }
        times.forEach((from, i) => {
          times.slice(i).forEach((to, more) => {
            expect(more + 1).toBeLessThanOrEqual(by.limit + ((to - from) * by.limit) / by.windowMs);
          });
        });
      }),
    );
  });

  test('is not overrun by tries made at once: all are counted before any is worked on', async () => {
    const throttle = memoryThrottle(handClock());
    let looked = 0;
    const guess = async () => {
      if (!(await throttle.take('key', rule)).ok) return;
      looked++;
      await new Promise((resolve) => setImmediate(resolve));
    };
    await Promise.all(Array.from({ length: 100 }, guess));
    expect(looked).toBe(rule.limit);
  });

  test('is free for those who succeed, however often', async () => {
    const throttle = memoryThrottle(handClock());
    expect(granted(await atOnce(throttle, 'key', rule.limit - 1))).toBe(rule.limit - 1);
    for (let i = 0; i < 50; i++) {
      expect(await throttle.take('key', rule)).toEqual({ ok: true });
      await throttle.giveBack('key');
    }
    expect(granted(await atOnce(throttle, 'key', 10))).toBe(1);
  });

  test('gives back no more than was taken', async () => {
    const throttle = memoryThrottle(handClock());
    for (let i = 0; i < 10; i++) await throttle.giveBack('key');
    await throttle.take('key', rule);
    for (let i = 0; i < 10; i++) await throttle.giveBack('key');
    expect(granted(await atOnce(throttle, 'key', 20))).toBe(rule.limit);
  });

  test('says when the next try is good, and a refusal does not put it off', async () => {
    const clock = handClock();
    const throttle = memoryThrottle(clock);
    await atOnce(throttle, 'key', rule.limit);
    const refused = await throttle.take('key', rule);
    expect(refused).toEqual({ ok: false, retryAfterSeconds: 12 });
    clock.pass(11_999);
    expect(await atOnce(throttle, 'key', 3)).toEqual(Array(3).fill({ ok: false, retryAfterSeconds: 1 }));
    clock.pass(1);
    expect(granted(await atOnce(throttle, 'key', 3))).toBe(1);
    clock.pass(rule.windowMs);
    expect(granted(await atOnce(throttle, 'key', 20))).toBe(rule.limit);
  });

  test('lets nothing come back when the clock is set back', async () => {
    const clock = handClock();
    const throttle = memoryThrottle(clock);
    await atOnce(throttle, 'key', rule.limit);
    clock.pass(-3_600_000);
    expect(granted(await atOnce(throttle, 'key', 3))).toBe(0);
  });
});

describe('a throttle that is full', () => {
  const maxKeys = 64;
  const flood = async (throttle: Throttle, count: number) => {
    for (let i = 0; i < count; i++) await throttle.take(`flood ${i}`, rule);
  };

  test('keeps a blocked key through a flood of others', async () => {
    const throttle = memoryThrottle(handClock(), maxKeys);
    await atOnce(throttle, 'victim', rule.limit);
    await flood(throttle, 100 * maxKeys);
    expect((await throttle.take('victim', rule)).ok).toBe(false);
  });

  test('drops what owes nothing before what has tries left', async () => {
    const clock = handClock();
    const throttle = memoryThrottle(clock, maxKeys);
    await atOnce(throttle, 'half', 3, { limit: 4, windowMs: 3_600_000 });
    await flood(throttle, maxKeys - 1);
    clock.pass(rule.windowMs);
    // The flood owes nothing any more: it goes, though it came later.
    await throttle.take('new', rule);
    expect(granted(await atOnce(throttle, 'half', 4, { limit: 4, windowMs: 3_600_000 }))).toBe(1);
  });

  test('drops the longest unused of those that have tries left', async () => {
    const throttle = memoryThrottle(handClock(), maxKeys);
    await atOnce(throttle, 'old', 2);
    await atOnce(throttle, 'used', 2);
    await flood(throttle, maxKeys - 2);
    await throttle.take('used', rule);
    await throttle.take('new', rule);
    expect(granted(await atOnce(throttle, 'used', 9))).toBe(rule.limit - 3);
    expect(granted(await atOnce(throttle, 'old', 9))).toBe(rule.limit);
  });

  test('frees the oldest blocked key only when nearly all are blocked', async () => {
    const throttle = memoryThrottle(handClock(), maxKeys);
    for (let i = 0; i < maxKeys; i++) await atOnce(throttle, `blocked ${i}`, rule.limit);
    await throttle.take('new', rule);
    expect((await throttle.take(`blocked ${maxKeys - 1}`, rule)).ok).toBe(false);
    expect((await throttle.take('blocked 0', rule)).ok).toBe(true);
  });
});
