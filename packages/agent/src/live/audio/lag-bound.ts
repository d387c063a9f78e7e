/** Keeps what was given to a player, and is not played yet, below a bound, by leaving out what comes. */
export interface LagBound {
  /** Whether so much more may be given; what may counts as given. */
  mayGive(ms: number): boolean;
  /** The player says how much it has played since it began. Before it does for the first time, there is no bound. */
  played(ms: number): void;
}

export interface LagBoundOptions {
  /** Where leaving out begins. */
  readonly mostMs: number;
  /** And where it ends: far enough below that a gap is heard once, not again and again. */
  readonly againMs: number;
}

export function lagBound({ mostMs, againMs }: LagBoundOptions): LagBound {
  let given = 0;
  let played: number | undefined;
  let isBehind = false;
  return {
    mayGive(ms) {
      const lag = played === undefined ? 0 : given - played;
      if (lag + ms > mostMs) isBehind = true;
      else if (lag <= againMs) isBehind = false;
      if (!isBehind) given += ms;
      return !isBehind;
    },
    played(ms) {
      played = ms;
      // A player may count silence that it filled in.
      given = Math.max(given, ms);
    },
  };
}
