import { describe, expect, it } from 'vitest';
import { type ChordKeys, detectEndChord, watchEndChord } from './end-chord.js';
import { until } from './testing/terminal.js';

const none: ChordKeys = { control: false, alt: false, escape: false };
const all: ChordKeys = { control: true, alt: true, escape: true };

describe('the key chord that ends control', () => {
  it('needs all three keys, and counts once until one of them is let go', () => {
    const detect = detectEndChord();
    const { control, alt } = all;
    const shown = [none, { ...none, control }, { ...none, control, alt }, all, all, { ...all, alt: false }, all];
    expect(shown.map(detect)).toEqual([false, false, false, true, false, false, true]);
  });

  it('counts where it was down before anybody looked: the student means it', () => {
    expect(detectEndChord()(all)).toBe(true);
  });

  it('is looked for again and again, and frees the keyboard when that stops', async () => {
    let keys = none;
    let ended = 0;
    let closed = 0;
    const watch = watchEndChord({
      reader: { read: async () => keys, close: () => closed++ },
      ended: () => ended++,
      lost: () => undefined,
      everyMs: 1,
    });
    keys = all;
    await until('an end', () => ended === 1);
    watch.stop();
    expect(closed).toBe(1);
  });

  it('that cannot be looked for any more is said once', async () => {
    const lost: unknown[] = [];
    const gone = new Error('the keyboard is gone');
    watchEndChord({
      reader: { read: () => Promise.reject(gone), close: () => undefined },
      ended: () => undefined,
      lost: (error) => lost.push(error),
      everyMs: 1,
    });
    await until('its loss', () => lost.length > 0);
    expect(lost).toEqual([gone]);
  });
});
