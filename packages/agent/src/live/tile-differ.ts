import type { Frame } from '../capture/source.js';
import type { Region } from '../encode/jpeg-turbo.js';
import type { Size } from '../encode/scale.js';
import { mergeTiles } from './merge-tiles.js';

/** Pixels a side of what is compared as one: small enough for a blinking caret, large enough for few JPEG heads. */
export const tileSize = 64;

/** Finds what changed on a screen since it was last sent. */
export interface TileDiffer extends Size {
  /** The picture as it was sent, rows without gaps and one spare row after the last, as the JPEG library wants it. */
  readonly shown: Buffer;
  /**
   * Copies what changed into `shown`.
   * @param all take every pixel as changed
   * @returns rectangles that hold all of it, none overlapping another
   */
  update(frame: Pick<Frame, 'pixels' | 'stride'>, all?: boolean): Region[];
}

/** Makes a differ for frames of one size. */
export function createTileDiffer({ width, height }: Size): TileDiffer {
  const words = new Int32Array(width * (height + 1));
  const shown = Buffer.from(words.buffer);
  const across = Math.ceil(width / tileSize);
  const down = Math.ceil(height / tileSize);
  const changed = new Uint8Array(across * down);

  const mark = (pixels: Buffer, next: Int32Array, stride: number): void => {
    changed.fill(0);
    for (let y = 0; y < height; y++) {
      const [from, to] = [y * stride, y * width];
      // Most lines of most screens are as they were: one comparison of memory each.
      if (pixels.compare(shown, to * 4, (to + width) * 4, from * 4, (from + width) * 4) === 0) continue;
      markLine(next, words, from, to, width, changed, Math.floor(y / tileSize) * across);
    }
  };
  return {
    width,
    height,
    shown,
    update({ pixels, stride }, all = false) {
      // A screen that stands still costs one comparison of memory.
      if (!all && stride === width && isSame(pixels, shown, width * height * 4)) return [];
      const next = wordsOf(pixels);
      if (all) changed.fill(1);
      else mark(pixels, next, stride);
      const regions = mergeTiles(changed, { width, height }, tileSize);
      for (const { x, y, width: wide, height: tall } of regions) {
        for (let line = y; line < y + tall; line++) {
          const from = line * stride + x;
          words.set(next.subarray(from, from + wide), line * width + x);
        }
      }
      return regions;
    },
  };
}

const isSame = (a: Buffer, b: Buffer, bytes: number): boolean => a.compare(b, 0, bytes, 0, bytes) === 0;

/** Marks the tiles that one line of pixels shows to be changed; those that are marked already are not looked at. */
function markLine(
  next: Int32Array,
  shown: Int32Array,
  from: number,
  to: number,
  width: number,
  changed: Uint8Array,
  firstTile: number,
): void {
  for (let left = 0, tile = firstTile; left < width; left += tileSize, tile++) {
    if (changed[tile] === 1) continue;
    const right = Math.min(width, left + tileSize);
    let unlike = 0;
    let x = left;
    // Four a turn, without a branch: the hot loop where little of a line changed.
    for (; x + 3 < right; x += 4) {
      const [a, b] = [from + x, to + x];
      unlike |= (next[a] as number) ^ (shown[b] as number);
      unlike |= (next[a + 1] as number) ^ (shown[b + 1] as number);
      unlike |= (next[a + 2] as number) ^ (shown[b + 2] as number);
      unlike |= (next[a + 3] as number) ^ (shown[b + 3] as number);
    }
    for (; x < right; x++) unlike |= (next[from + x] as number) ^ (shown[to + x] as number);
    if (unlike !== 0) changed[tile] = 1;
  }
}

/** The pixels as words; copied only where they do not begin at a word's boundary. */
function wordsOf(pixels: Buffer): Int32Array {
  const aligned = pixels.byteOffset % 4 === 0 ? pixels : new Uint8Array(pixels);
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
}
