import { fitWithin, type Size } from '../../encode/scale.js';
import type { VideoPicture } from '../rtc-media.js';

/** Draws a picture into BGRX words of a size, as large as it fits and in the middle, and black around it. */
export function drawVideo(picture: VideoPicture, size: Size, words: Int32Array): void {
  const { width, height, data } = picture;
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const blue = width * height;
  const red = blue + half.width * half.height;
  const inner = fitWithin(picture, size);
  const left = (size.width - inner.width) >> 1;
  const top = (size.height - inner.height) >> 1;
  words.fill(0);
  for (let y = 0; y < inner.height; y++) {
    const fromY = Math.floor((y * height) / inner.height);
    const line = (fromY >> 1) * half.width;
    const out = (top + y) * size.width + left;
    for (let x = 0; x < inner.width; x++) {
      const fromX = Math.floor((x * width) / inner.width);
      const colour = line + (fromX >> 1);
      words[out + x] = toWord(data[fromY * width + fromX] ?? 0, data[blue + colour] ?? 0, data[red + colour] ?? 0);
    }
  }
}

/** BT.601 in limited range, in 8 fixed bits. */
function toWord(bright: number, u: number, v: number): number {
  const grey = 298 * (bright - 16) + 128;
  const red = clamp((grey + 409 * (v - 128)) >> 8);
  const green = clamp((grey - 100 * (u - 128) - 208 * (v - 128)) >> 8);
  const blue = clamp((grey + 516 * (u - 128)) >> 8);
  return (red << 16) | (green << 8) | blue;
}

const clamp = (value: number): number => Math.max(0, Math.min(255, value));
