import type { UnavailableReason } from '@didacto/sdk/contract';
import { type ScreenSource, unavailable } from './source.js';

/** A source that has nothing to show, and says why. */
export const absentSource = (reason: UnavailableReason, detail: string): ScreenSource => ({
  name: 'none',
  grab: async () => unavailable(reason, detail),
  close: async () => undefined,
});

/** `first`, or for good the other one, if `first` fails before it ever gave a frame. */
export function withFallback(first: ScreenSource, makeSecond: () => ScreenSource): ScreenSource {
  let current = first;
  let isSettled = false;
  return {
    get name() {
      return current.name;
    },
    async grab(fresh) {
      const grab = await current.grab(fresh);
      if (grab.kind === 'frame') isSettled = true;
      if (isSettled || grab.kind !== 'unavailable' || grab.reason !== 'capture_failed') return grab;
      isSettled = true;
      await current.close();
      current = makeSecond();
      return current.grab(fresh);
    },
    nextChange: (ms) => current.nextChange?.(ms),
    close: () => current.close(),
  };
}
