import type { Canvas, Rect } from './canvas.js';

const SINES = Uint8Array.from({ length: 256 }, (_, step) => 128 + 127 * Math.sin((step / 128) * Math.PI));
const sine = (step: number): number => SINES[step & 255] ?? 0;

/** Draws one picture of a film that no codec likes: moving waves of colour under noise. */
export function drawPlasma(canvas: Canvas, { x, y, width, height }: Rect, frame: number): void {
  let noise = (frame + 1) * 0x9e3779b1;
  for (let row = 0; row < height; row++) {
    const start = (y + row) * canvas.size.width + x;
    const vertical = sine(row + frame * 3);
    for (let column = 0; column < width; column++) {
      noise = (Math.imul(noise, 1664525) + 1013904223) | 0;
      const wave = (sine(column + frame * 2) + vertical + sine((column + row + frame * 5) >> 1)) >> 1;
      const grain = (noise >>> 27) - 16;
      const red = bright(sine(wave) + grain);
      const green = bright(sine(wave + 85) + grain);
      const blue = bright(sine(wave + 170) + grain);
      canvas.pixels[start + column] = (red << 16) | (green << 8) | blue;
    }
  }
}

function bright(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
