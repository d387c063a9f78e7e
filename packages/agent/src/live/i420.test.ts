import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createI420 } from './i420.js';

const side = fc.integer({ min: 2, max: 40 });

/** BT.601 in limited range, in floating point. */
function wanted(pixels: readonly number[]) {
  const mean = (shift: number) => pixels.reduce((sum, pixel) => sum + ((pixel >> shift) & 0xff), 0) / pixels.length;
  const [red, green, blue] = [mean(16), mean(8), mean(0)];
  return {
    y: 16 + (65.738 * red + 129.057 * green + 25.064 * blue) / 256,
    u: 128 + (-37.945 * red - 74.494 * green + 112.439 * blue) / 256,
    v: 128 + (112.439 * red - 94.154 * green - 18.285 * blue) / 256,
  };
}

describe('a picture for a video encoder', () => {
  it('has the brightness of each pixel and the colour of each four', () => {
    fc.assert(
      fc.property(side, side, fc.nat(3), fc.nat(), (width, height, spare, seed) => {
        const stride = width + spare;
        const words = Int32Array.from({ length: stride * height }, (_, i) => Math.imul(i + seed, 2_654_435_761) >>> 8);
        const video = createI420({ width, height });
        video.update(words, stride, { x: 0, y: 0, width, height });
        const pixel = (x: number, y: number) => words[y * stride + x] ?? 0;
        const [wide, tall] = [video.width, video.height];
        expect([wide, tall]).toEqual([width & ~1, height & ~1]);
        for (let y = 0; y < tall; y++)
          for (let x = 0; x < wide; x++)
            expect(Math.abs((video.data[y * wide + x] ?? 0) - wanted([pixel(x, y)]).y)).toBeLessThan(1.5);
        for (let y = 0; y < tall / 2; y++) {
          for (let x = 0; x < wide / 2; x++) {
            const [left, top] = [2 * x, 2 * y];
            const four = [pixel(left, top), pixel(left + 1, top), pixel(left, top + 1), pixel(left + 1, top + 1)];
            const at = wide * tall + y * (wide / 2) + x;
            expect(Math.abs((video.data[at] ?? 0) - wanted(four).u)).toBeLessThan(1.5);
            expect(Math.abs((video.data[at + (wide * tall) / 4] ?? 0) - wanted(four).v)).toBeLessThan(1.5);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('made of changed regions is the same as made at once', () => {
    const region = fc.record({
      x: fc.nat(30),
      y: fc.nat(30),
      width: fc.integer({ min: 1, max: 9 }),
      height: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(region, { maxLength: 6 }), (regions) => {
        const [width, height] = [40, 40];
        const words = new Int32Array(width * height);
        const video = createI420({ width, height });
        const whole = { x: 0, y: 0, width, height };
        video.update(words, width, whole);
        for (const [i, { x, y, width: wide, height: tall }] of regions.entries()) {
          for (let row = y; row < y + tall; row++)
            words.fill(0x3579bd * (i + 1), row * width + x, row * width + x + wide);
          video.update(words, width, { x, y, width: wide, height: tall });
        }
        const fresh = createI420({ width, height });
        fresh.update(words, width, whole);
        expect(Buffer.compare(video.data, fresh.data)).toBe(0);
      }),
    );
  });
});
