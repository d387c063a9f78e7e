import type { Clock } from '../../clock.js';

/** Time that passes when a test says so. */
export interface OwnedClock extends Clock {
  /** Lets time pass; what falls due within runs in its order. */
  pass(ms: number): void;
  /** Timers that are set. */
  timers(): number;
}

export function ownedClock(start = Date.parse('2026-03-02T00:00:00.000Z')): OwnedClock {
  const timers = new Set<{ readonly ms: number; readonly work: () => void; due: number }>();
  let now = start;
  return {
    now: () => now,
    every: (ms, work) => {
      const timer = { ms, work, due: now + ms };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass: (ms) => {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
        if (!next) break;
        now = next.due;
        next.due += next.ms;
        next.work();
      }
      now = end;
    },
    timers: () => timers.size,
  };
}
