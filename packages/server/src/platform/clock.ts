/** Time as a parameter, so that tests and simulations own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `work` every `ms` until the returned function is called. */
  every(ms: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  every: (ms, work) => {
    const timer = setInterval(work, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** UTC, ISO 8601, milliseconds: how time is stored and sent. */
export const iso = (ms: number): string => new Date(ms).toISOString();
