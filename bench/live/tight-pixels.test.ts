import { createRequire } from 'node:module';
import { constants, createDeflate } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { TightRectangle } from '../agent/rfb-tight.js';
import { TightPixels } from './tight-pixels.js';

const jpegTurbo: typeof import('@julusian/jpeg-turbo') = createRequire(import.meta.url)('@julusian/jpeg-turbo');

const pixels = new TightPixels();
afterEach(() => pixels.close());

/** One zlib stream, as a server writes it: each part can be read when it is there. */
function packer() {
  const deflate = createDeflate();
  return (data: Buffer): Promise<Buffer> =>
    new Promise((resolve) => {
      deflate.write(data);
      deflate.flush(constants.Z_SYNC_FLUSH, () => resolve(deflate.read()));
    });
}

const greens = async ([width, height]: [number, number], tight: TightRectangle) => {
  const green = await pixels.unpack({ x: 0, y: 0, width, height, tight }, tight);
  return Array.from({ length: width * height }, (_, at) => green(at % width, Math.floor(at / width)));
};
const basic = (given: { data: Buffer; length: number; palette?: Buffer; isCompressed?: boolean; resets?: number }) =>
  ({ kind: 'basic', stream: 1, filter: 0, palette: undefined, isCompressed: true, resets: 0, ...given }) as const;

test('a rectangle of one colour, and a JPEG', async () => {
  expect(await greens([2, 1], { kind: 'fill', resets: 0, pixel: Buffer.of(1, 2, 3) })).toEqual([2, 2]);
  const options = { format: jpegTurbo.FORMAT_RGB, subsampling: jpegTurbo.SAMP_444, quality: 100, width: 8, height: 8 };
  const jpeg = jpegTurbo.compressSync(Buffer.alloc(8 * 9 * 3, 200), options);
  for (const green of await greens([8, 8], { kind: 'jpeg', resets: 0, jpeg })) expect(green).toBeCloseTo(200, -1);
});

test('packed pixels go on from rectangle to rectangle, until the stream begins anew', async () => {
  const pack = packer();
  const line = Buffer.from(Array.from({ length: 12 }, (_, i) => i));
  for (let again = 0; again < 2; again++)
    expect(await greens([4, 1], basic({ data: await pack(line), length: 12 }))).toEqual([1, 4, 7, 10]);
  const anew = packer();
  expect(await greens([4, 1], basic({ data: await anew(line), length: 12, resets: 0b10 }))).toEqual([1, 4, 7, 10]);
  expect(await greens([1, 1], basic({ data: Buffer.of(7, 8, 9), length: 3, isCompressed: false }))).toEqual([8]);
});

test('pixels of a palette: a bit each where there are two colours, else a byte', async () => {
  const two = Buffer.of(0, 10, 0, 0, 20, 0);
  const bits = basic({ data: Buffer.of(0b10100000, 0b01000000), length: 2, palette: two, isCompressed: false });
  expect(await greens([3, 2], bits)).toEqual([20, 10, 20, 10, 20, 10]);
  const three = Buffer.of(0, 10, 0, 0, 20, 0, 0, 30, 0);
  const bytes = basic({ data: Buffer.of(2, 0, 1), length: 3, palette: three, isCompressed: false });
  expect(await greens([3, 1], bytes)).toEqual([30, 10, 20]);
});
