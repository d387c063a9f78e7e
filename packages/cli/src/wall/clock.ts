/** Timers as a parameter, so that tests own the time. */
export interface WallClock {
  /** Calls `action` once after so many milliseconds; returns how to cancel that. */
  after(milliseconds: number, action: () => void): () => void;
}

/** The machine's own timers. */
export const systemClock: WallClock = {
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
