import type { InstructorRoom } from '@didacto/sdk/live';
import { find } from './dom.js';
import type { Picture } from './picture.js';
import type { Words } from './words.js';

/** A rate as people read it: `3.1 Mbit/s`. */
export const shownRate = (bitsPerSecond: number): string =>
  bitsPerSecond >= 999_500 ? `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bitsPerSecond / 1e3)} kbit/s`;

/** A time as people read it: `0.8 ms`, `12 ms`. */
export const shownDelay = (ms: number | null): string =>
  ms === null ? '–' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** Shows once a second how good the connection is. */
export function showReadout(room: InstructorRoom, picture: Picture, words: Words, signal: AbortSignal): void {
  const readout = find('#readout', HTMLElement);
  const put = (id: string, text: string) => {
    find(`#${id}`, HTMLElement).textContent = text;
  };
  const update = async () => {
    const { route, roundTripMs, receivedBitrate, framesPerSecond } = await room.stats();
    if (signal.aborted) return;
    const drawn = picture.framesPerSecond();
    put('delay', shownDelay(roundTripMs));
    put('rate', shownRate(receivedBitrate));
    put('frames', words.perSecond(picture.transport === 'track' ? Math.round(framesPerSecond ?? 0) : drawn));
    put('way', words.ways[route]);
    readout.hidden = false;
  };
  // What cannot be measured now is measured a second later.
  const timer = setInterval(() => update().catch(() => undefined), 1_000);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    readout.hidden = true;
  });
}
