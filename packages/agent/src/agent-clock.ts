import { performance } from 'node:perf_hooks';

/** The agent's time, as a parameter, so that tests own it. */
export interface AgentClock {
  /** Milliseconds that only ever grow, whatever is done to the computer's clock. */
  readonly monotonic: () => number;
  /** What the computer believes the time to be, ms since the epoch. It may be wrong by hours. */
  readonly wall: () => number;
  /** Runs once after some ms; the reply takes it back. */
  readonly after: (ms: number, run: () => void) => () => void;
}

const longestTimerMs = 0x7fff_ffff;

export const systemClock: AgentClock = {
  monotonic: () => performance.now(),
  wall: Date.now,
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), longestTimerMs));
    return () => clearTimeout(timer);
  },
};
