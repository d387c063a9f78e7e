import { createRequire } from 'node:module';
import type { Tile } from '@didacto/sdk/live';
import type { Paint } from '../../../packages/agent/src/capture/testing/x-client.js';

const jpegTurbo: typeof import('@julusian/jpeg-turbo') = createRequire(
  new URL('../../../packages/agent/package.json', import.meta.url),
)('@julusian/jpeg-turbo');

export const size = { width: 640, height: 360 };
/** A number is a row of squares, black 0 and white 1, the lowest bit first. */
export const bits = { count: 16, side: 40 };
/** Where its upper edge is on an X screen: at the top the agent shows its notices. */
export const topOnScreen = 160;

/** The colour of a pixel of the picture that carries a number. */
const shade = (number: number, x: number, y: number): number => {
  if (y >= bits.side) return (x + y) & 0x7f;
  return bitOf(number, Math.floor(x / bits.side)) ? 255 : 0;
};

const bitOf = (number: number, bit: number): boolean => ((number >> bit) & 1) === 1;

/** The picture of a number as JPEG tiles, side by side. */
export function numberedTiles(number: number, columns = 4): Tile[] {
  const width = size.width / columns;
  return Array.from({ length: columns }, (_, column) => {
    const x = column * width;
    const pixels = Buffer.alloc((size.height + 1) * width * 3);
    for (let row = 0; row < size.height; row++)
      for (let at = 0; at < width; at++)
        pixels.fill(shade(number, x + at, row), (row * width + at) * 3, (row * width + at) * 3 + 3);
    const jpeg = jpegTurbo.compressSync(pixels, {
      ...{ format: jpegTurbo.FORMAT_RGB, width, height: size.height, quality: 85, subsampling: jpegTurbo.SAMP_444 },
    });
    return { x, y: 0, width, height: size.height, jpeg };
  });
}

/** The same picture as a track's source takes it. */
export function numberedFrame(number: number): { width: number; height: number; data: Uint8Array } {
  const { width, height } = size;
  const luma = width * height;
  const data = new Uint8Array(luma * 1.5).fill(128);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = shade(number, x, y);
  return { width, height, data };
}

/** The same number as an X client draws it. */
export const numberedPaints = (number: number): Paint[] =>
  Array.from({ length: bits.count }, (_, bit) => ({
    ...{ x: bit * bits.side, y: topOnScreen, width: bits.side, height: bits.side },
    color: bitOf(number, bit) ? 0xffffff : 0,
  }));
