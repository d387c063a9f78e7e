import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameSamples } from './audio-back-end.js';
import { frameSplitter } from './frame-splitter.js';

const soundOf = (samples: number): Uint8Array =>
  new Uint8Array(Int16Array.from({ length: samples }, (_, i) => i * 7).buffer);

describe('frames of 10 ms', () => {
  it('are the sound that came, wherever its parts were cut', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.array(fc.integer({ min: 1, max: 3_000 })), (samples, cuts) => {
        const bytes = soundOf(samples);
        const { take } = frameSplitter();
        const frames: Int16Array[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          frames.push(...take(bytes.subarray(at, at + cut)));
          at += cut;
        }
        expect(frames.every(({ length }) => length === frameSamples)).toBe(true);
        expect(frames).toHaveLength(Math.floor(samples / frameSamples));
        const heard = new Uint8Array(Int16Array.from(frames.flatMap((frame) => [...frame])).buffer);
        expect(heard).toEqual(bytes.subarray(0, heard.length));
      }),
      { numRuns: 50 },
    );
  });

  it('have memory of their own', () => {
    const [one, two] = frameSplitter().take(soundOf(frameSamples * 2));
    expect([one?.buffer.byteLength, two?.buffer.byteLength]).toEqual([frameSamples * 2, frameSamples * 2]);
  });

  it('are the newest where too many came at once', () => {
    const { take } = frameSplitter(2);
    const frames = take(soundOf(frameSamples * 5 + 3));
    expect(frames.map(([first]) => first)).toEqual([frameSamples * 3 * 7, frameSamples * 4 * 7]);
    expect(take(soundOf(frameSamples))).toHaveLength(1);
  });
});
