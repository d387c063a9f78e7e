import type { AttendanceSpan, ScreenStateName } from '@didacto/sdk';
import type { Paint } from './style.js';
import { toneOf } from './words.js';

/** A sign for each state, told apart without colour too. */
export const timelineSigns: Readonly<Record<ScreenStateName, string>> = {
  live: '█',
  unchanged: '▓',
  no_display: '▒',
  agent_lost: '×',
  left: '-',
  never_connected: '·',
};

/** Which of a student's states filled most of each of `cells` equal parts of a lesson; undefined where nothing is known. */
export function timelineStates(
  spans: readonly AttendanceSpan[],
  from: number,
  to: number,
  cells: number,
): (ScreenStateName | undefined)[] {
  const size = Math.max(1, to - from) / cells;
  return Array.from({ length: cells }, (_, at) => {
    const start = from + at * size;
    const filled = new Map<ScreenStateName, number>();
    for (const span of spans) {
      const end = span.to === null ? to : Date.parse(span.to);
      const shared = Math.min(start + size, end) - Math.max(start, Date.parse(span.from));
      if (shared > 0) filled.set(span.state, (filled.get(span.state) ?? 0) + shared);
    }
    const [most] = [...filled].sort(([, a], [, b]) => b - a);
    return most?.[0];
  });
}

/** The states as a bar, coloured where that is wanted. */
export const timelineBar = (states: readonly (ScreenStateName | undefined)[], paint: Paint): string =>
  states
    .map((state) => {
      if (state === undefined) return ' ';
      const tone = toneOf(state);
      return tone ? paint(tone, timelineSigns[state]) : timelineSigns[state];
    })
    .join('');
