import { ApiError, ConnectionError } from './errors.js';

export interface RetryPolicy {
  /** Tries after the first. */
  readonly retries: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export const defaultRetryPolicy: RetryPolicy = {
  retries: 2,
  firstDelayMs: 300,
  maxDelayMs: 5_000,
  random: Math.random,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Full jitter: a room of clients must not come back in step. */
export const backOffMs = (
  attempt: number,
  { firstDelayMs, maxDelayMs, random }: Pick<RetryPolicy, 'firstDelayMs' | 'maxDelayMs' | 'random'>,
): number => random() * Math.min(maxDelayMs, firstDelayMs * 2 ** attempt);

const worthRepeating = (error: unknown): boolean =>
  error instanceof ConnectionError || (error instanceof ApiError && (error.status === 429 || error.status === 503));

/** Repeats a safe call; an answer that asks to wait is obeyed. */
export async function withRetries<T>(policy: RetryPolicy, call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= policy.retries || !worthRepeating(error)) throw error;
      const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
      if (asked !== undefined && asked > policy.maxDelayMs) throw error;
      await policy.sleep(asked ?? backOffMs(attempt, policy));
    }
  }
}
