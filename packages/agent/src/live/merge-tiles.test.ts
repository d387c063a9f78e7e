import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTiles } from './merge-tiles.js';

const size = fc.record({ width: fc.integer({ min: 1, max: 90 }), height: fc.integer({ min: 1, max: 90 }) });
const tile = 10;

describe('rectangles of changed tiles', () => {
  it('hold each pixel of a changed tile once, and no other', () => {
    fc.assert(
      fc.property(size, fc.infiniteStream(fc.constantFrom(0, 1)), ({ width, height }, marks) => {
        const across = Math.ceil(width / tile);
        const marked = Uint8Array.from({ length: across * Math.ceil(height / tile) }, () => marks.next().value ?? 0);
        const held = new Uint8Array(width * height);
        for (const region of mergeTiles(marked, { width, height }, tile)) {
          for (let y = region.y; y < region.y + region.height; y++) {
            for (let x = region.x; x < region.x + region.width; x++)
              held[y * width + x] = (held[y * width + x] ?? 0) + 1;
          }
        }
        const wanted = held.map((_, i) => {
          const [x, y] = [i % width, Math.floor(i / width)];
          return marked[Math.floor(y / tile) * across + Math.floor(x / tile)] ?? 0;
        });
        expect(held).toEqual(wanted);
      }),
    );
  });

  it('are few where changes lie together', () => {
    const window = Uint8Array.from([0, 1, 1, 0, 1, 1, 0, 1, 1]);
    expect(mergeTiles(window, { width: 25, height: 30 }, tile)).toEqual([{ x: 10, y: 0, width: 15, height: 30 }]);
    const caretAndClock = Uint8Array.from([0, 0, 1, 0, 0, 0, 1, 0, 0]);
    expect(mergeTiles(caretAndClock, { width: 30, height: 30 }, tile)).toHaveLength(2);
  });
});
