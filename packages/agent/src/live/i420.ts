import type { Region } from '../encode/jpeg-turbo.js';
import type { Size } from '../encode/scale.js';

/** A picture as video encoders take it: brightness, then both colours at half the size. Its sides are even. */
export interface I420 extends Size {
  readonly data: Uint8Array;
  /** Takes over a region of BGRX words whose lines are `stride` apart. */
  update(words: Int32Array, stride: number, region: Region): void;
}

/** Makes a black picture of a size, less its last column or line where that is odd. */
export function createI420(size: Size): I420 {
  const width = size.width & ~1;
  const height = size.height & ~1;
  const bytes = new Uint8Array((width * height * 3) / 2).fill(128, width * height);
  return {
    width,
    height,
    data: bytes,
    update(words, stride, region) {
      const left = region.x & ~1;
      const top = region.y & ~1;
      const right = Math.min(width, region.x + region.width + 1) & ~1;
      const bottom = Math.min(height, region.y + region.height + 1) & ~1;
      for (let y = top; y < bottom; y += 2) convertLines(words, stride, bytes, width, height, left, right, y);
    },
  };
}

/**
 * Two lines, two by two pixels a turn. BT.601 in limited range, in 8 fixed bits, as libyuv has it. The hot loop of the track: the
 * indices are in range by the making of the regions.
 */
function convertLines(
  words: Int32Array,
  stride: number,
  out: Uint8Array,
  width: number,
  height: number,
  left: number,
  right: number,
  y: number,
): void {
  let upper = y * stride + left;
  let lower = upper + stride;
  let brightUpper = y * width + left;
  let brightLower = brightUpper + width;
  let blueAt = width * height + (y >> 1) * (width >> 1) + (left >> 1);
  let redAt = blueAt + ((width * height) >> 2);
  for (let x = left; x < right; x += 2) {
    const a = words[upper] as number;
    const b = words[upper + 1] as number;
    const c = words[lower] as number;
    const d = words[lower + 1] as number;
    out[brightUpper] = brightness(a);
    out[brightUpper + 1] = brightness(b);
    out[brightLower] = brightness(c);
    out[brightLower + 1] = brightness(d);
    // Sums of four: red and blue beside one another, 10 bits each.
    const redBlue = (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff);
    const red = redBlue >>> 16;
    const blue = redBlue & 0xffff;
    const green = ((a & 0xff00) + (b & 0xff00) + (c & 0xff00) + (d & 0xff00)) >> 8;
    out[blueAt++] = (112 * blue - 74 * green - 38 * red + 0x20200) >> 10;
    out[redAt++] = (112 * red - 94 * green - 18 * blue + 0x20200) >> 10;
    upper += 2;
    lower += 2;
    brightUpper += 2;
    brightLower += 2;
  }
}

const brightness = (pixel: number): number =>
  (66 * ((pixel >> 16) & 0xff) + 129 * ((pixel >> 8) & 0xff) + 25 * (pixel & 0xff) + 0x1080) >> 8;
