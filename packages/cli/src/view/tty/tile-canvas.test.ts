import { type Tile, type TileMessage, writeTiles } from '@didacto/sdk/live';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type JpegDecoder, loadJpegDecoder, type RgbImage } from '../../wall/picture/decode-jpeg.js';
import { colourJpeg } from '../../wall/testing/fake-source.js';
import { TileCanvas } from './tile-canvas.js';

type Colour = readonly [number, number, number];

const tile = (x: number, y: number, width: number, height: number, colour: Colour): Tile => ({
  ...{ x, y, width, height },
  jpeg: colourJpeg(...colour, width, height),
});
const message = (change: Partial<TileMessage>): Uint8Array =>
  writeTiles({ whole: false, complete: true, sequence: 1, capturedAt: 0, width: 32, height: 16, tiles: [], ...change });
const colourAt = (image: RgbImage | null, x: number, y: number): number[] =>
  image
    ? [...image.data.subarray((y * image.width + x) * 3, (y * image.width + x) * 3 + 3)].map((v) => Math.round(v / 32))
    : [];

const red: Colour = [255, 0, 0];
const green: Colour = [0, 255, 0];
const blue: Colour = [0, 0, 255];

describe('a picture of tiles', () => {
  let decode: JpegDecoder;
  beforeAll(async () => {
    const loaded = await loadJpegDecoder();
    if (!loaded) throw new Error('no decoder');
    decode = loaded;
  });

  it('keeps what did not change', () => {
    const canvas = new TileCanvas(decode);
    expect(canvas.take(message({ whole: true, sequence: 4, tiles: [tile(0, 0, 32, 16, red)] }))).toEqual({
      kind: 'drawn',
      sequence: 4,
    });
    expect(canvas.take(message({ sequence: 5, tiles: [tile(16, 8, 8, 8, green)] }))).toEqual({
      kind: 'drawn',
      sequence: 5,
    });
    expect([colourAt(canvas.image, 0, 0), colourAt(canvas.image, 18, 10), colourAt(canvas.image, 26, 10)]).toEqual([
      [8, 0, 0],
      [0, 8, 0],
      [8, 0, 0],
    ]);
  });

  it('shows what comes in several messages with the last of them', () => {
    const canvas = new TileCanvas(decode);
    const half = (x: number, colour: Colour) => [tile(x, 0, 16, 16, colour)];
    expect(canvas.take(message({ whole: true, complete: false, tiles: half(0, red) }))).toEqual({ kind: 'more' });
    expect(canvas.image).toBeNull();
    expect(canvas.take(message({ whole: true, sequence: 2, tiles: half(16, blue) }))).toEqual({
      kind: 'drawn',
      sequence: 2,
    });
    expect([colourAt(canvas.image, 1, 1), colourAt(canvas.image, 30, 1)]).toEqual([
      [8, 0, 0],
      [0, 0, 8],
    ]);
  });

  it.each<[string, () => Uint8Array]>([
    ['is no message', () => new Uint8Array([1, 2, 3])],
    ['is of another size', () => message({ width: 64, tiles: [tile(0, 0, 8, 8, [0, 0, 0])] })],
    ['holds a JPEG of another size', () => message({ tiles: [{ ...tile(0, 0, 8, 8, [0, 0, 0]), width: 16 }] })],
    ['holds no JPEG', () => message({ tiles: [{ x: 0, y: 0, width: 8, height: 8, jpeg: new Uint8Array(20) }] })],
    ['would take too much memory', () => message({ whole: true, width: 60_000, height: 60_000, tiles: [] })],
  ])('is broken by what %s, until a whole one comes', (_, spoilt) => {
    const canvas = new TileCanvas(decode);
    const whole = () => message({ whole: true, tiles: [tile(0, 0, 32, 16, [9, 9, 9])] });
    canvas.take(whole());
    expect(canvas.take(spoilt())).toEqual({ kind: 'broken' });
    expect(canvas.take(message({ tiles: [tile(0, 0, 8, 8, [0, 0, 0])] }))).toEqual({ kind: 'broken' });
    expect(canvas.take(whole()).kind).toBe('drawn');
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), (messages) => {
        const canvas = new TileCanvas(decode);
        for (const bytes of messages) expect(canvas.take(bytes).kind).toBe('broken');
      }),
    );
  });
});
