/** Time for the fake parties: the system's, or a virtual one that only moves when it is told to. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `work` once, `ms` from now; the returned function cancels it. */
  after(ms: number, work: () => void): () => void;
}

/** The system's time, moved forward by what `advance` was told. */
export interface ShiftedSandboxClock extends SandboxClock {
  /** Puts the time forward; what falls due meanwhile runs, in its order. */
  advance(ms: number): void;
}

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly work: () => void;
}

/** Starts at `start` and stands still until it is advanced. */
export function virtualClock(start: number): ShiftedSandboxClock {
  let time = start;
  let count = 0;
  let timers: Timer[] = [];
  const next = (until: number): Timer | undefined =>
    timers
      .filter(({ dueAt }) => dueAt <= until)
      .sort((one, other) => one.dueAt - other.dueAt || one.order - other.order)[0];
  return {
    now: () => time,
    after: (ms, work) => {
      const timer = { dueAt: time + ms, order: count++, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance: (ms) => {
      const until = time + ms;
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        const due = timer;
        timers = timers.filter((one) => one !== due);
        time = Math.max(time, due.dueAt);
        due.work();
      }
      time = until;
    },
  };
}

/** Goes on as the system's does, and can be put forward. */
export function systemSandboxClock(): ShiftedSandboxClock {
  let shift = 0;
  const waiting = new Set<{ dueAt: number; fire: () => void }>();
  const now = () => Date.now() + shift;
  return {
    now,
    after: (ms, work) => {
      const one = { dueAt: now() + ms, fire: () => {} };
      const timer = setTimeout(() => one.fire(), Math.min(ms, 2 ** 31 - 1));
      timer.unref();
      one.fire = () => {
        clearTimeout(timer);
        if (waiting.delete(one)) work();
      };
      waiting.add(one);
      return () => {
        clearTimeout(timer);
        waiting.delete(one);
      };
    },
    advance: (ms) => {
      shift += ms;
      for (const one of [...waiting].sort((a, b) => a.dueAt - b.dueAt)) if (one.dueAt <= now()) one.fire();
    },
  };
}
