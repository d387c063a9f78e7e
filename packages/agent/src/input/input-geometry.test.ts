import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWheelSteps, pixelOf } from './input-geometry.js';

const area = fc.record({
  x: fc.integer({ min: -4000, max: 4000 }),
  y: fc.integer({ min: -4000, max: 4000 }),
  width: fc.integer({ min: 1, max: 8000 }),
  height: fc.integer({ min: 1, max: 8000 }),
});

describe('the pixel of a position', () => {
  it('is the first at 0 and the last at 1, on any monitor', () => {
    fc.assert(
      fc.property(area, (at) => {
        expect(pixelOf({ x: 0, y: 0 }, at)).toEqual({ x: at.x, y: at.y });
        expect(pixelOf({ x: 1, y: 1 }, at)).toEqual({ x: at.x + at.width - 1, y: at.y + at.height - 1 });
      }),
    );
  });

  it('is the one whose middle, or whose place among all, was meant', () => {
    const size = fc.integer({ min: 2, max: 8000 });
    fc.assert(
      fc.property(size, fc.nat(), (width, any) => {
        const n = any % width;
        const at = { x: 0, y: 0, width, height: 2 };
        expect(pixelOf({ x: (n + 0.5) / width, y: 0 }, at).x).toBe(n);
        expect(pixelOf({ x: n / (width - 1), y: 0 }, at).x).toBe(n);
      }),
    );
  });

  it('never lies outside', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), area, (x, at) => {
        const pixel = pixelOf({ x, y: 0.5 }, at);
        expect(pixel.x).toBeGreaterThanOrEqual(at.x);
        expect(pixel.x).toBeLessThan(at.x + at.width);
      }),
    );
  });
});

describe('wheel steps', () => {
  it('add up parts of notches, and begin anew the other way', () => {
    const { take } = countWheelSteps();
    expect(take(0, 0.4)).toEqual({ dx: 0, dy: 0 });
    expect(take(0, 0.75)).toEqual({ dx: 0, dy: 1 });
    expect(take(0, -1)).toEqual({ dx: 0, dy: -1 });
    expect(take(-2.5, 0)).toEqual({ dx: -2, dy: 0 });
    expect(take(-0.5, 0)).toEqual({ dx: -1, dy: 0 });
  });

  it('are never more than a hand can turn', () => {
    expect(countWheelSteps().take(1e9, -1e9)).toEqual({ dx: 50, dy: -50 });
  });
});
