import { createRequire } from 'node:module';
import { makePictureDelta, segmentCount, splitSegments, type TiledPicture } from '@didacto/sdk/contract';
import { describe, expect, it } from 'vitest';
import { createPictureEncoder } from './picture-encoder.js';
import { layTiles } from './tile-grid.js';

const jpegTurbo: typeof import('@julusian/jpeg-turbo') = createRequire(import.meta.url)('@julusian/jpeg-turbo');

/** Text-like noise on flat ground: hard edges and soft ones. */
function paint(canvas: Int32Array, width: number, height: number, seed: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const letter = (Math.imul(x * 31 + y * 17 + seed, 2_654_435_761) >>> 28) % 5 === 0;
      canvas[y * width + x] = letter && y % 6 < 4 ? 0xd4d4d4 : ((x * 255) / width) | (((y * 255) / height) << 8);
    }
  }
}

const decode = (jpeg: Uint8Array) => jpegTurbo.decompressSync(Buffer.from(jpeg), { format: jpegTurbo.FORMAT_RGB });

function encodeWhole(canvas: Int32Array, width: number, height: number, quality: number): Buffer {
  const options = { format: jpegTurbo.FORMAT_BGRX, subsampling: jpegTurbo.SAMP_420, width, height, quality };
  return jpegTurbo.compressSync(Buffer.from(canvas.buffer), options);
}

const sizes = [
  [320, 180],
  [225, 180],
  [101, 180],
  [320, 90],
  [33, 17],
  [16, 16],
  [1, 1],
] as const;

describe('a picture made of tiles', () => {
  it('decodes to exactly the pixels of the same picture encoded in one piece', () => {
    for (const [width, height] of sizes) {
      for (const quality of [10, 40, 95]) {
        for (const tileUnits of [1, 2, 4, 7]) {
          const encoder = createPictureEncoder({ width, height, quality, tileUnits });
          paint(encoder.canvas, width, height, 1);
          const { picture } = encoder.encode();
          const made = decode(picture.bytes);
          expect([made.width, made.height]).toEqual([width, height]);
          expect(made.data.equals(decode(encodeWhole(encoder.canvas, width, height, quality)).data)).toBe(true);
          expect(splitSegments(picture.bytes)).toEqual({ ok: true, value: picture });
        }
      }
    }
  });

  it('after changes is what a new encoder makes of the same pixels', () => {
    const options = { width: 101, height: 70, quality: 40, tileUnits: 2 };
    const encoder = createPictureEncoder(options);
    for (let seed = 0; seed < 20; seed++) {
      for (let i = 0; i < 5; i++) encoder.canvas[(seed * 977 + i * 131) % (101 * 70)] = seed * 123_457;
      const fresh = createPictureEncoder(options);
      fresh.canvas.set(encoder.canvas);
      expect(encoder.encode().picture).toEqual(fresh.encode().picture);
    }
  });

  it('that did not change is the same picture', () => {
    const encoder = createPictureEncoder({ width: 64, height: 48, quality: 40, tileUnits: 2 });
    const first = encoder.encode();
    expect(first.changed).toBe(true);
    const second = encoder.encode();
    expect(second.changed).toBe(false);
    expect(second.picture).toBe(first.picture);
  });

  it('differs from the one before only in the tiles whose pixels changed', () => {
    const encoder = createPictureEncoder({ width: 128, height: 64, quality: 40, tileUnits: 2 });
    const before: TiledPicture = encoder.encode().picture;
    encoder.canvas[20 * 128 + 40] = 0xffffff;
    const { picture, changed } = encoder.encode();
    expect(changed).toBe(true);
    expect(segmentCount(picture)).toBe(16);
    const tileOfPixel = 4 + 1;
    const unlike = Array.from({ length: 16 }, (_, i) => i).filter(
      (i) => Buffer.compare(Buffer.from(segment(before, i)), Buffer.from(segment(picture, i))) !== 0,
    );
    expect(unlike).toEqual([tileOfPixel]);
    expect(makePictureDelta(before, picture, 1)?.length).toBeLessThan(150);
  });
});

const segment = (picture: TiledPicture, i: number): Uint8Array =>
  picture.bytes.subarray(picture.starts[i], picture.starts[i + 1]);

describe('tiles', () => {
  it('fill each row exactly, so that no restart interval runs on into the next', () => {
    expect(layTiles({ width: 320, height: 180 }, 2)).toMatchObject({ units: 2 });
    expect(layTiles({ width: 320, height: 180 }, 8)).toMatchObject({ units: 5 });
    expect(layTiles({ width: 101, height: 180 }, 4)).toMatchObject({ units: 1 });
    expect(layTiles({ width: 33, height: 17 }, 4).tiles).toEqual([
      { x: 0, y: 0, width: 33, height: 16 },
      { x: 0, y: 16, width: 33, height: 1 },
    ]);
  });
});
