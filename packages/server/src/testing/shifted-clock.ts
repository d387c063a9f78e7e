import { type Clock, systemClock } from '../platform/clock.js';

/** The system's clock, which can be put forward. */
export interface ShiftedClock extends Clock {
  pass(ms: number): void;
}

export function shiftedClock(): ShiftedClock {
  let shift = 0;
  return {
    now: () => systemClock.now() + shift,
    every: systemClock.every,
    pass: (ms) => {
      shift += ms;
    },
  };
}
