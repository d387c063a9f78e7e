import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTileDiffer } from './tile-differ.js';

const size = fc.record({ width: fc.integer({ min: 1, max: 200 }), height: fc.integer({ min: 1, max: 150 }) });
const spots = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer()), { maxLength: 6 });

describe('what changed', () => {
  it('is copied, all of it, whatever lies behind the lines', () => {
    fc.assert(
      fc.property(size, fc.nat(5), fc.array(spots, { maxLength: 5 }), ({ width, height }, spare, steps) => {
        const stride = width + spare;
        const words = new Int32Array(stride * height);
        const pixels = Buffer.from(words.buffer);
        const differ = createTileDiffer({ width, height });
        differ.update({ pixels, stride }, true);
        for (const step of steps) {
          for (const [x, y, value] of step) words[(y % height) * stride + (x % width)] = value;
          for (let y = 0; spare > 0 && y < height; y++) words[y * stride + width] = Math.imul(y, step.length + 1);
          differ.update({ pixels, stride });
          for (let y = 0; y < height; y++) {
            const line = pixels.subarray(y * stride * 4, (y * stride + width) * 4);
            expect(differ.shown.subarray(y * width * 4, (y + 1) * width * 4).equals(line)).toBe(true);
          }
          expect(differ.update({ pixels, stride })).toEqual([]);
        }
      }),
    );
  });

  it('is the tile of a changed pixel', () => {
    const differ = createTileDiffer({ width: 200, height: 100 });
    const words = new Int32Array(200 * 100);
    words[70 * 200 + 130] = 1;
    const frame = { pixels: Buffer.from(words.buffer), stride: 200 };
    expect(differ.update(frame)).toEqual([{ x: 128, y: 64, width: 64, height: 36 }]);
    expect(differ.update(frame)).toEqual([]);
    expect(differ.update(frame, true)).toEqual([{ x: 0, y: 0, width: 200, height: 100 }]);
  });
});
