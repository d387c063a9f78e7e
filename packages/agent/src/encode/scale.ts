import type { Frame } from '../capture/source.js';

export interface Size {
  /** Pixels. */
  width: number;
  height: number;
}

/** The largest size of the frame's shape within `bounds`, never larger than the frame; at least 1 x 1. */
export function fitWithin(frame: Size, bounds: Size): Size {
  const scale = Math.min(1, bounds.width / frame.width, bounds.height / frame.height);
  return {
    width: Math.max(1, Math.round(frame.width * scale)),
    height: Math.max(1, Math.round(frame.height * scale)),
  };
}

/** Scales frames of one size to another by the mean of the pixels that fall into each target pixel. */
export interface Scaler {
  readonly source: Size;
  readonly target: Size;
  /** Writes one BGRX word a pixel, rows without gaps, from the beginning of `out`. */
  scale(frame: Frame, out: Int32Array): void;
}

/** Red and blue are summed in one word, 16 bits each; so many pixels fit in. */
const maxSamples = 256;

/**
 * Makes a scaler. A box is made of whole source pixels, so that what stands still on the screen keeps its exact value
 * in the target.
 * @throws RangeError where the target is larger than the source, or narrower than a 256th of it
 */
export function createScaler(source: Size, target: Size): Scaler {
  if (target.width > source.width || target.height > source.height) throw new RangeError('a scaler never enlarges');
  if (source.width > target.width * maxSamples) throw new RangeError('the target is too narrow');
  const columns = boxEdges(source.width, target.width);
  const rows = boxEdges(source.height, target.height);
  return {
    source,
    target,
    scale(frame, out) {
      const words = wordsOf(frame.pixels);
      for (let y = 0; y < target.height; y++) {
        const top = rows[y] ?? 0;
        scaleRow(words, frame.stride, top, (rows[y + 1] ?? top) - top, columns, out, y * target.width);
      }
    },
  };
}

const boxEdges = (source: number, target: number): Int32Array =>
  Int32Array.from({ length: target + 1 }, (_, i) => Math.floor((i * source) / target));

/** The pixels as words; copied only where they do not begin at a word's boundary. */
function wordsOf(pixels: Buffer): Int32Array {
  const aligned = pixels.byteOffset % 4 === 0 ? pixels : new Uint8Array(pixels);
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
}

/**
 * One row of the target. The hot loop of the agent: four pixels a turn, two colours a sum. Rows are left out where a
 * box holds more pixels than a sum takes. The indices are in range by the making of the boxes.
 */
function scaleRow(
  words: Int32Array,
  stride: number,
  top: number,
  height: number,
  columns: Int32Array,
  out: Int32Array,
  target: number,
): void {
  const count = columns.length - 1;
  const widest = Math.ceil((columns[count] ?? 0) / count);
  const step = Math.ceil(height / Math.floor(maxSamples / widest));
  const first = top * stride;
  const end = (top + height) * stride;
  const rowsRead = Math.ceil(height / step);
  for (let x = 0; x < count; x++) {
    const left = columns[x] as number;
    const width = (columns[x + 1] as number) - left;
    let redBlue = 0;
    let green = 0;
    for (let row = first + left; row < end; row += stride * step) {
      const right = row + width;
      let i = row;
      for (; i + 3 < right; i += 4) {
        const a = words[i] as number;
        const b = words[i + 1] as number;
        const c = words[i + 2] as number;
        const d = words[i + 3] as number;
        redBlue += (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff);
        green += (a & 0xff00) + (b & 0xff00) + (c & 0xff00) + (d & 0xff00);
      }
      for (; i < right; i++) {
        const pixel = words[i] as number;
        redBlue += pixel & 0xff00ff;
        green += pixel & 0xff00;
      }
    }
    const mean = 1 / (width * rowsRead);
    const red = ((redBlue >>> 16) * mean + 0.5) | 0;
    const blue = ((redBlue & 0xffff) * mean + 0.5) | 0;
    out[target + x] = (red << 16) | (((green >>> 8) * mean + 0.5) << 8) | blue;
  }
}
