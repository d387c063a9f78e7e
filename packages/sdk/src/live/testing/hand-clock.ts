import type { RoomEffects } from '../effects.js';

/** Time that passes when it is told to. */
export function handClock() {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  const effects: RoomEffects = {
    now: () => now,
    timeOfDay: () => now,
    random: () => 0.5,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    onPageEnd: () => () => undefined,
  };
  const pass = (ms: number) => {
    now += ms;
    for (const timer of [...timers].sort((a, b) => a.at - b.at))
      if (timer.at <= now && timers.delete(timer)) timer.run();
  };
  return { effects, pass, waiting: () => timers.size };
}
