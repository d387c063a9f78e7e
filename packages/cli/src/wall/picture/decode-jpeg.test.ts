import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourJpeg, desktopJpeg } from '../testing/fake-source.js';
import { loadJpegDecoder } from './decode-jpeg.js';
import { downscale } from './downscale.js';
import { readJpegHeader } from './jpeg-size.js';

const decode = (await loadJpegDecoder()) ?? (() => null);

describe('the JPEG decoder', () => {
  it('decodes what an agent sends', () => {
    const image = decode(colourJpeg(200, 30, 40, 64, 36));
    expect([image?.width, image?.height]).toEqual([64, 36]);
    expect(Math.abs((image?.data[0] ?? 0) - 200)).toBeLessThan(8);
  });

  it('refuses a picture that says it is enormous, before decoding it', () => {
    const jpeg = Uint8Array.from(colourJpeg(1, 2, 3));
    const frame = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xc0);
    jpeg.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    expect(readJpegHeader(jpeg)).toEqual({ width: 65535, height: 65535, progressive: false });
    expect(decode(jpeg)).toBeNull();
  });

  it('answers null or a picture to any bytes, and never throws', () => {
    const whole = desktopJpeg(1, 64, 36);
    const damaged = fc
      .tuple(fc.nat(whole.length - 1), fc.nat(255), fc.integer({ min: 0, max: whole.length }))
      .map(([at, byte, length]) => {
        const copy = Uint8Array.from(whole);
        copy[at] = byte;
        return copy.slice(0, length);
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const image = decode(bytes);
        if (image) expect(image.data.length).toBe(image.width * image.height * 3);
      }),
    );
  });
});

describe('downscale', () => {
  it('averages the pixels under each target pixel', () => {
    const data = Uint8Array.from([0, 0, 0, 100, 100, 100, 200, 0, 0, 0, 200, 0]);
    expect([...downscale({ width: 2, height: 2, data }, 1, 1).data]).toEqual([75, 75, 25]);
    expect([...downscale({ width: 2, height: 2, data }, 2, 2).data]).toEqual([...data]);
  });

  it('keeps a plain colour at any size', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(size, size, size, size, (width, height, toWidth, toHeight) => {
        const image = { width, height, data: new Uint8Array(width * height * 3).fill(77) };
        expect(new Set(downscale(image, toWidth, toHeight).data)).toEqual(new Set([77]));
      }),
    );
  });
});
