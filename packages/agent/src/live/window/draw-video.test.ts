import { describe, expect, it } from 'vitest';
import { createI420 } from '../i420.js';
import { drawVideo } from './draw-video.js';

const colours = [0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0x804020, 0x7f7f7f];
const channels = (word: number) => [(word >> 16) & 0xff, (word >> 8) & 0xff, word & 0xff];

/** A picture of one colour, as it comes out of a video track. */
function videoOf(colour: number, width: number, height: number) {
  const video = createI420({ width, height });
  video.update(new Int32Array(width * height).fill(colour), width, { x: 0, y: 0, width, height });
  return video;
}

describe('a video picture in a window', () => {
  it.each(colours)('has its colour: %d', (colour) => {
    const words = new Int32Array(8 * 4);
    drawVideo(videoOf(colour, 32, 16), { width: 8, height: 4 }, words);
    for (const word of words) {
      const off = channels(word).map((value, i) => Math.abs(value - (channels(colour)[i] ?? 0)));
      expect(Math.max(...off)).toBeLessThanOrEqual(3);
    }
  });

  it('keeps its shape, in the middle, and nothing is left of the one before', () => {
    const words = new Int32Array(8 * 4).fill(0x123456);
    drawVideo(videoOf(0xffffff, 16, 16), { width: 8, height: 4 }, words);
    const line = [0, 0, 0xffffff, 0xffffff, 0xffffff, 0xffffff, 0, 0];
    expect([...words]).toEqual([...line, ...line, ...line, ...line]);
  });

  it('is not enlarged', () => {
    const words = new Int32Array(8 * 4);
    drawVideo(videoOf(0xffffff, 2, 2), { width: 8, height: 4 }, words);
    expect([...words].filter((word) => word === 0xffffff)).toHaveLength(4);
  });
});
