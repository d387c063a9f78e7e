import jpeg from '@julusian/jpeg-turbo';
import { type Pixels, readByXwd } from '../../packages/agent/src/capture/testing/xwd.js';
import { until } from './checks.js';

export type { Pixels };
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What xwd sees of the display. It fails when a window goes away under it, so that it is asked again. */
export const shot = (display: string): Promise<Pixels> =>
  until('a picture by xwd', 10, () => readByXwd(display).catch(() => undefined));

/** The pixels in which two pictures of one size differ. */
export function differing(
  a: Pixels,
  b: Pixels,
  area: Area = { x: 0, y: 0, width: a.width, height: a.height },
): Area & { count: number } {
  let [count, left, top, right, bottom] = [0, a.width, a.height, -1, -1];
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      if (a.colors[y * a.width + x] === b.colors[y * a.width + x]) continue;
      count++;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return { count, x: left, y: top, width: Math.max(0, right - left + 1), height: Math.max(0, bottom - top + 1) };
}

/** Notepad's caret blinks: one narrow column. */
export const isCaretAtMost = ({ count, width }: { count: number; width: number }): boolean => count <= 40 && width <= 2;

/** The display once it has kept still for half a second, but for a caret. */
export async function stillShot(display: string): Promise<Pixels> {
  let [last, since] = [await shot(display), Date.now()];
  return until('a display that keeps still', 60, async () => {
    const next = await shot(display);
    if (!isCaretAtMost(differing(last, next))) [last, since] = [next, Date.now()];
    return Date.now() - since > 500 ? next : undefined;
  });
}

/** The agent's BGRX rows as colours. */
export function fromBgrx(
  bytes: Buffer,
  { width, height, stride }: { width: number; height: number; stride: number },
): Pixels {
  const colors = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) colors[y * width + x] = bytes.readUIntLE((y * stride + x) * 4, 3);
  }
  return { width, height, colors };
}

/** The mean distance, 0 to 255 a channel, of two pictures of one size; as far as can be where they are not. */
export function meanDistance(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height) return 255;
  let sum = 0;
  for (const [at, color] of a.colors.entries()) {
    const other = b.colors[at] ?? 0;
    for (const shift of [0, 8, 16]) sum += Math.abs(((color >> shift) & 0xff) - ((other >> shift) & 0xff));
  }
  return sum / (a.colors.length * 3);
}

/** The mean distance, 0 to 255 a channel, of a JPEG from a picture scaled down to its size by the mean of each box. */
export function meanError(bytes: Uint8Array, whole: Pixels): number {
  const { width, height, data } = jpeg.decompressSync(Buffer.from(bytes), { format: jpeg.FORMAT_RGB });
  const [boxWidth, boxHeight] = [whole.width / width, whole.height / height];
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const mean = boxMean(whole, { x: x * boxWidth, y: y * boxHeight, width: boxWidth, height: boxHeight });
      mean.forEach((value, channel) => {
        sum += Math.abs(value - (data[(y * width + x) * 3 + channel] ?? 0));
      });
    }
  }
  return sum / (width * height * 3);
}

/** Red, green and blue. */
function boxMean({ width, colors }: Pixels, box: Area): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const color = colors[y * width + x] ?? 0;
      sum[0] += color >> 16;
      sum[1] += (color >> 8) & 0xff;
      sum[2] += color & 0xff;
    }
  }
  const pixels = box.width * box.height;
  return [sum[0] / pixels, sum[1] / pixels, sum[2] / pixels];
}
