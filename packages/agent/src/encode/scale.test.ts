import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScaler, fitWithin } from './scale.js';

const side = fc.integer({ min: 1, max: 70 });

function randomFrame(width: number, height: number, spare: number, seed: number) {
  const stride = width + spare;
  const pixels = Buffer.alloc(stride * height * 4);
  let state = seed;
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[i] = state >>> 24;
  }
  return { width, height, stride, pixels };
}

describe('a thumbnail', () => {
  it('keeps the shape, is never enlarged and has at least a pixel', () => {
    expect(fitWithin({ width: 1280, height: 720 }, { width: 320, height: 180 })).toEqual({ width: 320, height: 180 });
    expect(fitWithin({ width: 1280, height: 1024 }, { width: 320, height: 180 })).toEqual({ width: 225, height: 180 });
    expect(fitWithin({ width: 1080, height: 1920 }, { width: 320, height: 180 })).toEqual({ width: 101, height: 180 });
    expect(fitWithin({ width: 100, height: 50 }, { width: 320, height: 180 })).toEqual({ width: 100, height: 50 });
    expect(fitWithin({ width: 5000, height: 1 }, { width: 320, height: 180 })).toEqual({ width: 320, height: 1 });
  });

  it('has in each pixel the mean of its box', () => {
    fc.assert(
      fc.property(side, side, side, side, fc.nat(3), fc.nat(), (width, height, wanted, tall, spare, seed) => {
        const frame = randomFrame(width, height, spare, seed);
        const target = { width: Math.min(width, wanted), height: Math.min(height, tall) };
        fc.pre((width / target.width + 1) * (height / target.height + 1) <= 256);
        const out = new Int32Array(target.width * target.height);
        createScaler(frame, target).scale(frame, out);
        const bytes = new Uint8Array(out.buffer);
        const edge = (i: number, from: number, to: number) => Math.floor((i * from) / to);
        for (let y = 0; y < target.height; y++) {
          for (let x = 0; x < target.width; x++) {
            for (let channel = 0; channel < 3; channel++) {
              let sum = 0;
              let count = 0;
              for (let row = edge(y, height, target.height); row < edge(y + 1, height, target.height); row++) {
                for (let column = edge(x, width, target.width); column < edge(x + 1, width, target.width); column++) {
                  sum += frame.pixels[(row * frame.stride + column) * 4 + channel] ?? 0;
                  count++;
                }
              }
              const got = bytes[(y * target.width + x) * 4 + channel] ?? 0;
              expect(Math.abs(got - sum / count)).toBeLessThanOrEqual(0.5 + 1e-9);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of one colour has that colour, however small', () => {
    for (const [width, height] of [
      [3840, 2160],
      [1366, 768],
      [255, 4000],
    ] as const) {
      const pixels = Buffer.alloc(width * height * 4, 255);
      const out = new Int32Array(64 * 36);
      createScaler({ width, height }, { width: 64, height: 36 }).scale({ width, height, stride: width, pixels }, out);
      expect(out.every((pixel) => pixel === 0xffffff)).toBe(true);
    }
  });

  it('is made of pixels that begin at any byte', () => {
    const frame = randomFrame(8, 8, 0, 5);
    const shifted = Buffer.concat([Buffer.alloc(1), frame.pixels]).subarray(1);
    const scaler = createScaler(frame, { width: 4, height: 4 });
    const [a, b] = [new Int32Array(16), new Int32Array(16)];
    scaler.scale(frame, a);
    scaler.scale({ ...frame, pixels: shifted }, b);
    expect(b).toEqual(a);
  });
});
