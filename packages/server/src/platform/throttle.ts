import type { Clock } from './clock.js';

export interface ThrottleRule {
  /** Tries that may be made at once; as many come back in each window, evenly. A whole number from 1. */
  readonly limit: number;
  /** Whole milliseconds. */
  readonly windowMs: number;
}

export type Taken = { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

/** Limits tries by key: a password's account and address, say. A key always goes with one rule. */
export interface Throttle {
  /** Counts a try, atomically and before the work, so that guesses made at once cannot overrun the limit. A refusal costs nothing. */
  take(key: string, rule: ThrottleRule): Promise<Taken>;
  /** Returns the try, when it turned out to be no failure. */
  giveBack(key: string): Promise<void>;
}

interface Bucket {
  readonly rule: ThrottleRule;
  /** Tries not yet come back, times the window, so that all sums are of whole numbers. It shrinks by `limit` each millisecond. */
  readonly debt: number;
  readonly at: number;
}

/**
 * A token bucket per key, in the memory of one process. A bucket rather than a sliding window: it is of one size whatever
 * the limit, any try can be given back for any other, and a person who mistyped waits for one try (`windowMs / limit`),
 * not for the window. Its price: within one window up to `2 * limit - 1` tries may pass, in the long run `limit` each.
 *
 * At most `maxKeys` are kept. When they are that many, an eighth goes: keys that owe nothing first, then those that still
 * have tries, the longest unused first. A flood of keys thus frees a blocked key only if seven eighths are blocked.
 */
export function memoryThrottle(clock: Clock, maxKeys = 100_000): Throttle {
  const buckets = new Map<string, Bucket>();

  const makeRoom = (now: number): void => {
    if (buckets.size < maxKeys) return;
    const wanted = Math.floor((maxKeys * 7) / 8);
    for (const mayGo of [owesNothing, hasTries, () => true])
      for (const [key, bucket] of buckets) {
        if (buckets.size <= wanted) return;
        if (mayGo(bucket, now)) buckets.delete(key);
      }
  };

  return {
    take: async (key, rule) => {
      const now = clock.now();
      const bucket = buckets.get(key);
      const debt = (bucket ? debtAt(bucket, now) : 0) + rule.windowMs;
      const tooMuch = debt - rule.limit * rule.windowMs;
      if (tooMuch > 0) return { ok: false, retryAfterSeconds: Math.ceil(tooMuch / (rule.limit * 1000)) };
      // Put in anew, so that the map is in order of use.
      if (!buckets.delete(key)) makeRoom(now);
      buckets.set(key, { rule, debt, at: now });
      return { ok: true };
    },
    giveBack: async (key) => {
      const bucket = buckets.get(key);
      if (!bucket) return;
      const now = clock.now();
      const debt = debtAt(bucket, now) - bucket.rule.windowMs;
      if (debt <= 0) buckets.delete(key);
      else buckets.set(key, { ...bucket, debt, at: now });
    },
  };
}

const debtAt = ({ rule, debt, at }: Bucket, now: number): number =>
  // A clock that was set back lets nothing come back, rather than adding to the debt.
  Math.max(0, debt - Math.max(0, now - at) * rule.limit);

const owesNothing = (bucket: Bucket, now: number): boolean => debtAt(bucket, now) === 0;
const hasTries = (bucket: Bucket, now: number): boolean =>
  debtAt(bucket, now) + bucket.rule.windowMs <= bucket.rule.limit * bucket.rule.windowMs;

/** Limits nothing. */
export const openThrottle: Throttle = { take: async () => ({ ok: true }), giveBack: async () => undefined };
