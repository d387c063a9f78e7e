import type { Frame } from './source.js';

/** An image of red, green, blue and alpha bytes without gaps between rows. */
export interface RgbaImage {
  width: number;
  height: number;
  data: Buffer;
}

/** Puts images next to each other, tops aligned, as one BGRX frame; what no image covers is black. */
export function sideBySide(images: readonly RgbaImage[]): Frame {
  const width = images.reduce((sum, image) => sum + image.width, 0);
  const height = images.reduce((most, image) => Math.max(most, image.height), 0);
  const pixels = Buffer.from(new ArrayBuffer(width * height * 4));
  let left = 0;
  for (const image of images) {
    for (let y = 0; y < image.height; y++) {
      let from = y * image.width * 4;
      let to = (y * width + left) * 4;
      for (let x = 0; x < image.width; x++, from += 4, to += 4) {
        pixels[to] = image.data[from + 2] ?? 0;
        pixels[to + 1] = image.data[from + 1] ?? 0;
        pixels[to + 2] = image.data[from] ?? 0;
      }
    }
    left += image.width;
  }
  return { width, height, stride: width, pixels };
}
