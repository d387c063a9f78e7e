import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPictureDelta, makePictureDelta, readPictureDelta } from './delta.js';
import { readPictureHeader } from './jpeg.js';
import { assemblePicture, segmentCount, segmentOf, splitSegments, type TiledPicture } from './picture.js';
import type { PictureResult } from './result.js';

interface JpegTurbo {
  FORMAT_RGBX: number;
  SAMP_420: number;
  SAMP_444: number;
  compressSync(pixels: Buffer, options: object): Buffer;
  decompressSync(jpeg: Buffer, options: object): { data: Buffer; width: number; height: number };
}
const jpegTurbo: JpegTurbo = createRequire(import.meta.url)('@julusian/jpeg-turbo');

const values = <T>(result: PictureResult<T>): T => {
  if (!result.ok) throw new Error(result.problem);
  return result.value;
};

/** A real JPEG of made-up content; a missing restart interval gives one segment. */
function jpegOf(width: number, height: number, seed: number): Uint8Array {
  const pixels = Buffer.alloc(width * (height + 1) * 4);
  for (let i = 0; i < pixels.length; i++) pixels[i] = (((i * 31) ^ (i >> 5)) * (seed + 3)) & 0xff;
  const options = { format: jpegTurbo.FORMAT_RGBX, width, height, quality: 50, subsampling: jpegTurbo.SAMP_420 };
  return new Uint8Array(jpegTurbo.compressSync(pixels, options));
}

const decode = (bytes: Uint8Array) => jpegTurbo.decompressSync(Buffer.from(bytes), { format: jpegTurbo.FORMAT_RGBX });

const unit = 16;
const columns = 4;
const rows = 3;

/** Rows of single units, each one its own JPEG, put together to a picture with a restart after each unit. */
function tiledPicture(seeds: readonly number[]): TiledPicture {
  const tiles = seeds.map((seed) => values(splitSegments(jpegOf(unit, unit, seed))));
  const [first] = tiles;
  if (first === undefined) throw new Error('no tiles');
  const head = first.bytes.slice(0, first.header.bytes);
  const frame = head.findIndex((byte, i) => byte === 0xff && head[i + 1] === 0xc0);
  new DataView(head.buffer).setUint16(frame + 5, unit * rows);
  new DataView(head.buffer).setUint16(frame + 7, unit * columns);
  const scan = head.length - 14;
  const restart = Uint8Array.of(0xff, 0xdd, 0, 4, 0, 1);
  const withRestart = Uint8Array.of(...head.subarray(0, scan), ...restart, ...head.subarray(scan));
  return values(
    assemblePicture(
      withRestart,
      tiles.map((tile) => segmentOf(tile, 0)),
    ),
  );
}

const seeds = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: columns * rows, maxLength: columns * rows });

describe('a JPEG', () => {
  it('is read: size, restart interval, components', () => {
    const jpeg = jpegOf(45, 40, 1);
    expect(values(readPictureHeader(jpeg))).toMatchObject({ width: 45, height: 40, restartInterval: 0, components: 3 });
    expect(segmentCount(values(splitSegments(jpeg)))).toBe(1);
    const tiled = tiledPicture(Array.from({ length: columns * rows }, (_, i) => i));
    expect(tiled.header).toMatchObject({ width: 64, height: 48, restartInterval: 1, units: 12 });
    expect(segmentCount(tiled)).toBe(12);
  });

  it('is decoded by a real decoder after its segments were put together', () => {
    const decoded = decode(tiledPicture([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]).bytes);
    expect([decoded.width, decoded.height]).toEqual([64, 48]);
  });

  it('is refused when it is cut off at any byte', () => {
    const jpeg = tiledPicture([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]).bytes;
    for (let length = 0; length < jpeg.length; length++) {
      expect(splitSegments(jpeg.subarray(0, length)).ok).toBe(false);
    }
  });

  it('is refused, never thrown at, when bytes of it are wrong', () => {
    const jpeg = tiledPicture([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]).bytes;
    fc.assert(
      fc.property(fc.nat(jpeg.length - 1), fc.nat(255), (at, byte) => {
        const changed = jpeg.slice();
        changed[at] = byte;
        const result = splitSegments(changed);
        if (result.ok) expect(result.value.starts.at(-1)).toBe(jpeg.length);
      }),
      { numRuns: 2000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => !splitSegments(bytes).ok));
  });

  it('that is progressive is refused', () => {
    const jpeg = jpegOf(32, 32, 1);
    const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
    jpeg[frame + 1] = 0xc2;
    expect(readPictureHeader(jpeg)).toEqual({ ok: false, problem: 'not_baseline' });
  });
});

describe('a delta', () => {
  it('makes the next picture out of the base, byte for byte', () => {
    fc.assert(
      fc.property(seeds, seeds, fc.nat(0xffff_ffff), (before, after, sequence) => {
        const base = tiledPicture(before);
        const next = tiledPicture(after);
        const delta = values(readPictureDelta(makePictureDelta(base, next, sequence) ?? new Uint8Array()));
        expect(delta.baseSequence).toBe(sequence);
        expect(delta.changes.length).toBe(before.filter((seed, i) => seed !== after[i]).length);
        const made = values(applyPictureDelta(base, delta, 100_000));
        expect(made).toEqual(next);
        expect(values(splitSegments(made.bytes))).toEqual(next);
      }),
    );
  });

  it('is not made between pictures of other sizes', () => {
    const whole = values(splitSegments(jpegOf(64, 48, 1)));
    expect(makePictureDelta(whole, values(splitSegments(jpegOf(64, 49, 1))), 1)).toBeUndefined();
    expect(makePictureDelta(whole, tiledPicture(Array(12).fill(1)), 1)).toBeUndefined();
  });

  const base = tiledPicture(Array(12).fill(1));
  const delta = makePictureDelta(base, tiledPicture([...Array(11).fill(1), 2]), 7) ?? new Uint8Array();

  it('is refused for another base and above the limit of bytes', () => {
    const read = values(readPictureDelta(delta));
    expect(applyPictureDelta(values(splitSegments(jpegOf(64, 49, 1))), read, 100_000)).toMatchObject({
      problem: 'wrong_base',
    });
    expect(applyPictureDelta(base, read, 10)).toMatchObject({ problem: 'too_large' });
  });

  it('is refused when it names a segment that is not there or smuggles a marker in', () => {
    const { fingerprint } = base;
    const apply = (index: number, bytes: Uint8Array) =>
      applyPictureDelta(base, { baseSequence: 0, fingerprint, changes: [{ index, bytes }] }, 100_000);
    expect(apply(12, Uint8Array.of(1))).toMatchObject({ problem: 'no_such_segment' });
    for (const bytes of [[], [0xff], [0xff, 0xd9], [1, 0xff, 0xd0, 2]]) {
      expect(apply(0, Uint8Array.from(bytes))).toMatchObject({ problem: 'malformed' });
    }
  });

  it('cut off at any byte never throws and never gives the whole change', () => {
    for (let length = 0; length < delta.length; length++) {
      const read = readPictureDelta(delta.subarray(0, length));
      if (read.ok) expect(read.value.changes).toEqual([]);
    }
  });

  it('of arbitrary bytes never throws, and gives a readable JPEG or a problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (tail) => {
        const read = readPictureDelta(Uint8Array.of(...delta.subarray(0, 11), ...tail));
        if (!read.ok) return;
        const made = applyPictureDelta(base, read.value, 100_000);
        if (made.ok) expect(splitSegments(made.value.bytes)).toEqual(made);
      }),
      { numRuns: 2000 },
    );
  });
});
