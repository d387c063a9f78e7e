import type { Frame } from '../capture/source.js';
import type { Region } from '../encode/jpeg-turbo.js';
import type { Size } from '../encode/scale.js';
import { mergeTiles } from './merge-tiles.js';

/** Pixels a side of what is compared as one: small enough for a blinking caret, large enough for few JPEG heads. */
export const tileSize = 64;
const pixelBytes = 4;

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
  const shown = Buffer.alloc(width * (height + 1) * pixelBytes);
  const across = Math.ceil(width / tileSize);
  const down = Math.ceil(height / tileSize);
  const changed = new Uint8Array(across * down);

  /** Marks what differs of a line's tiles from one to another: a comparison of memory for all, and where they differ, for halves. */
  const markRun = (
    pixels: Buffer,
    line: number,
    stride: number,
    marks: Uint8Array,
    first: number,
    end: number,
  ): void => {
    const [left, right] = [first * tileSize, Math.min(width, end * tileSize)];
    const [from, to] = [line * stride, line * width];
    if (isSame(pixels, from + left, shown, to + left, right - left)) return;
    if (end - first === 1) {
      marks[first] = 1;
      return;
    }
    const middle = (first + end) >> 1;
    markRun(pixels, line, stride, marks, first, middle);
    markRun(pixels, line, stride, marks, middle, end);
  };
  /** Tiles that are marked are not looked at any more. */
  const mark = (pixels: Buffer, stride: number): void => {
    changed.fill(0);
    for (let line = 0; line < height; line++) {
      const row = Math.floor(line / tileSize) * across;
      const marks = changed.subarray(row, row + across);
      for (let first = marks.indexOf(0); first >= 0; ) {
        const marked = marks.indexOf(1, first);
        const end = marked < 0 ? across : marked;
        markRun(pixels, line, stride, marks, first, end);
        first = marks.indexOf(0, end);
      }
    }
  };
  const copy = (pixels: Buffer, stride: number, { x, y, width: wide, height: tall }: Region): void => {
    for (let line = y; line < y + tall; line++) {
      const from = (line * stride + x) * pixelBytes;
      pixels.copy(shown, (line * width + x) * pixelBytes, from, from + wide * pixelBytes);
    }
  };
  return {
    width,
    height,
    shown,
    update({ pixels, stride }, all = false) {
      // A screen that stands still costs one comparison of memory.
      if (!all && stride === width && isSame(pixels, 0, shown, 0, width * height)) return [];
      if (all) changed.fill(1);
      else mark(pixels, stride);
      const regions = mergeTiles(changed, { width, height }, tileSize);
      for (const region of regions) copy(pixels, stride, region);
      return regions;
    },
  };
}

/** Places and count in pixels. */
const isSame = (a: Buffer, at: number, b: Buffer, bAt: number, count: number): boolean =>
  a.compare(b, bAt * pixelBytes, (bAt + count) * pixelBytes, at * pixelBytes, (at + count) * pixelBytes) === 0;
