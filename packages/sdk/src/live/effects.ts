import { defaultRetryPolicy } from '../retry.js';
import { onPageEnd } from './page-end.js';

/** What a room takes from the world beside its server and its peer. */
export interface RoomEffects {
  /** ms since any fixed moment. */
  readonly now: () => number;
  /** The time of day, ms since the epoch; credentials end by it. */
  readonly timeOfDay: () => number;
  /** From 0 to 1, for waiting times only. */
  readonly random: () => number;
  /** Runs something later. Returns how to forget it. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Runs something when the page that this is part of goes, if it is part of one. Returns how to forget it. */
  readonly onPageEnd: (run: () => void) => () => void;
}

export const realEffects: RoomEffects = {
  now: () => performance.now(),
  timeOfDay: () => Date.now(),
  random: defaultRetryPolicy.random,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  onPageEnd,
};
