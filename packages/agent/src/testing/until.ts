import { expect, vi } from 'vitest';

/** Waits until it is so, for as long as a busy machine may need: a second, the default, is too short for that. */
export const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 50_000, interval: 5 });
