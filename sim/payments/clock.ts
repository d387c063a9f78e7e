import type { Clock } from '../../packages/server/src/platform/clock.js';
import type { SandboxClock } from '../../packages/server/src/sandbox/kit/clock.js';

/** The one time of a simulation, for the server and for the fake parties: it moves when it is told to, and only then. */
export interface SimClock extends Clock, SandboxClock {
  /** When the next timer falls due. */
  nextDue(): number | undefined;
  /** Puts the time forward; what falls due meanwhile runs, in its order. */
  moveTo(time: number): void;
  /** Resolves once so much time has passed. */
  sleep(ms: number): Promise<void>;
}

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly work: () => void;
}

const leastMs = 300_000;

interface Periodic {
  readonly ms: number;
  readonly work: () => void;
  next: number;
}

export function simClock(start: number): SimClock {
  let time = start;
  let count = 0;
  /** The next one first. */
  let timers: Timer[] = [];
  const periodic = new Set<Periodic>();
  const add = (timer: Timer): void => {
    const at = timers.findLastIndex(({ dueAt }) => dueAt <= timer.dueAt) + 1;
    timers.splice(at, 0, timer);
  };
  const after = (ms: number, work: () => void): (() => void) => {
    const timer = { dueAt: time + ms, order: count++, work };
    add(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  };
  return {
    now: () => time,
    after,
    // Once for a leap of time, and not for small ones: nothing that hangs on a certain time is done in this way.
    every: (ms, work) => {
      const one = { ms, work, next: time + ms };
      periodic.add(one);
      return () => void periodic.delete(one);
    },
    nextDue: () => timers[0]?.dueAt,
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    moveTo: (until) => {
      for (let [due] = timers; due !== undefined && due.dueAt <= until; [due] = timers) {
        timers.shift();
        time = Math.max(time, due.dueAt);
        due.work();
      }
      time = Math.max(time, until);
      for (const one of [...periodic]) {
        if (one.next > time) continue;
        one.next = time + Math.max(one.ms, leastMs);
        one.work();
      }
    },
  };
}
