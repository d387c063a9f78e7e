const minute = 60_000;

/** So many codes are mailed to an address within so long, for one purpose. */
const limits = [
  { count: 1, withinMs: minute },
  { count: 5, withinMs: 60 * minute },
  { count: 10, withinMs: 24 * 60 * minute },
] as const;

/** How many of the last requests have a say. */
export const remembered = Math.max(...limits.map(({ count }) => count));

/** From when on another code may be asked for; `askedAt` is when the last ones were, newest first, in ms. */
export const mayAskAt = (askedAt: readonly number[]): number =>
  Math.max(
    ...limits.map(({ count, withinMs }) => {
      const oldest = askedAt[count - 1];
      return oldest === undefined ? 0 : oldest + withinMs;
    }),
  );
