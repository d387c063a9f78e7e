/** What a remote hand holds down: keys by their code, or buttons. */
export interface Held<T> {
  /** Notes that it goes down. @returns false where it was down: a key that repeats */
  press(what: T): boolean;
  /** Notes that it goes up. @returns false where it was not down, e.g. pressed before control began */
  lift(what: T): boolean;
  has(what: T): boolean;
  /** What is down, in the order in which to let go: what came last first, so that a modifier outlives its key. */
  all(): T[];
}

export function trackHeld<T>(): Held<T> {
  const down = new Set<T>();
  return {
    press(what) {
      if (down.has(what)) return false;
      down.add(what);
      return true;
    },
    lift: (what) => down.delete(what),
    has: (what) => down.has(what),
    all: () => [...down].reverse(),
  };
}
