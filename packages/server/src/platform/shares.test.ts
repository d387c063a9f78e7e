import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portion, portionUp, share } from './shares.js';

const amount = fc.integer({ min: 0, max: 100_000_000_000 });

describe('shares', () => {
  test('add up to what is shared out, and none is off by a won', () => {
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 12 }), (total, weights) => {
        const sum = weights.reduce((all, weight) => all + weight, 0);
        const shares = share(total, weights);
        expect(shares.reduce((all, one) => all + one, 0)).toBe(sum === 0 ? 0 : total);
        for (const [at, one] of shares.entries()) {
          const exact = BigInt(total) * BigInt(weights[at] ?? 0);
          expect(BigInt(one) * BigInt(sum) - exact).toBeLessThan(BigInt(Math.max(sum, 1)));
          expect(exact - BigInt(one) * BigInt(sum)).toBeLessThan(BigInt(Math.max(sum, 1)));
        }
      }),
    );
  });

  test('give what is left to the largest remainders, the earlier one first', () => {
    expect(share(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(share(10, [1, 0, 5])).toEqual([2, 0, 8]);
    expect(share(1, [1, 2, 1])).toEqual([0, 1, 0]);
    expect(share(5, [0, 0])).toEqual([0, 0]);
  });

  test('are exact where a product is larger than a number can hold', () => {
    expect(portion(100_000_000_000, 99_999_999_999, 100_000_000_000)).toBe(99_999_999_999);
    expect(portionUp(100_000_000_000, 99_999_999_998, 99_999_999_999)).toBe(100_000_000_000 - 1);
  });

  test('are rounded to the nearest won, halves up, or up to the next one', () => {
    expect([portion(5, 1, 2), portion(4, 1, 3), portion(5, 1, 3), portion(7, 0, 3), portion(0, 1, 3)]).toEqual([
      3, 1, 2, 0, 0,
    ]);
    expect([portionUp(4, 1, 2), portionUp(4, 1, 3), portionUp(0, 2, 3), portionUp(7, 0, 3)]).toEqual([2, 2, 0, 0]);
    expect([portion(7, 1, 0), portionUp(7, 1, 0)]).toEqual([0, 0]);
  });
});
