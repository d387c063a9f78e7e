import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refundParts, restOf, taxFreeOf } from './refund-parts.js';

interface Line {
  id: string;
  amount: number;
  taxFree: number;
  refunded: number;
  refundedTaxFree: number;
}

const anyLines = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((drawn) =>
    drawn.map(([amount, share], index): Line => {
      const taxFree = Math.floor(amount * share);
      return { id: `orl_${index}`, amount, taxFree, refunded: 0, refundedTaxFree: 0 };
    }),
  );

describe('the parts of a refund', () => {
  test('add up, part by part, to every line and its part that is free of VAT, however many refunds there are', () => {
    fc.assert(
      fc.property(
        anyLines,
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { maxLength: 8 }),
        (lines, shares) => {
          const give = (amount: number): void => {
            const parts = refundParts(lines, amount, null);
            expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(amount);
            for (const part of parts) {
              const line = lines.find(({ id }) => id === part.lineId);
              if (!line) throw new Error('a part of no line');
              expect(part.taxFree).toBeGreaterThanOrEqual(0);
              expect(part.taxFree).toBeLessThanOrEqual(part.amount);
              line.refunded += part.amount;
              line.refundedTaxFree += part.taxFree;
              expect(line.refunded).toBeLessThanOrEqual(line.amount);
              expect(line.refunded - line.refundedTaxFree).toBeLessThanOrEqual(line.amount - line.taxFree);
            }
          };
          const left = () => lines.reduce((sum, line) => sum + line.amount - line.refunded, 0);
          for (const share of shares) if (left() > 0) give(Math.max(1, Math.floor(left() * share)));
          if (left() > 0) give(left());
          for (const line of lines) expect([line.refunded, line.refundedTaxFree]).toEqual([line.amount, line.taxFree]);
        },
      ),
    );
  });

  test('are within what is left of a line, taxed and free of VAT apart, whatever went back before', () => {
    const begun = fc
      .tuple(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000))
      .map(([taxFree, taxed, freeBack, taxedBack]) => {
        const refundedTaxFree = Math.min(freeBack, taxFree);
        const refunded = refundedTaxFree + Math.min(taxedBack, taxed);
        return { id: 'a', amount: taxFree + taxed, taxFree, refunded, refundedTaxFree };
      })
      .filter(({ amount, refunded }) => refunded < amount);
    fc.assert(
      fc.property(begun, fc.double({ min: 0, max: 1, noNaN: true }), (line, share) => {
        const amount = Math.max(1, Math.floor((line.amount - line.refunded) * share));
        const parts = refundParts([line], amount, null);
        expect(restOf([line], parts)).toEqual({ parts, isLess: false });
        expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(amount);
      }),
    );
  });

  test('are of one line alone where it is named', () => {
    const lines = [
      { id: 'a', amount: 1_000, taxFree: 1_000, refunded: 0, refundedTaxFree: 0 },
      { id: 'b', amount: 11_000, taxFree: 0, refunded: 0, refundedTaxFree: 0 },
    ];
    expect(refundParts(lines, 600, 'a')).toEqual([{ lineId: 'a', amount: 600, taxFree: 600 }]);
    expect(refundParts(lines, 1_200, null)).toEqual([
      { lineId: 'a', amount: 100, taxFree: 100 },
      { lineId: 'b', amount: 1_100, taxFree: 0 },
    ]);
  });
});

test('a line that was given back whole has no part', () => {
  const lines = [
    { id: 'a', amount: 1_000, taxFree: 0, refunded: 1_000, refundedTaxFree: 0 },
    { id: 'b', amount: 2_000, taxFree: 0, refunded: 0, refundedTaxFree: 0 },
  ];
  expect(refundParts(lines, 500, null)).toEqual([{ lineId: 'b', amount: 500, taxFree: 0 }]);
});

test('what is free of VAT in a refund is the sum of its parts', () => {
  const parts = [300, 0, 200].map((taxFree, index) => ({ lineId: `orl_${index}`, amount: 1_000, taxFree }));
  expect(taxFreeOf(parts)).toBe(500);
});

describe('what can still be given back of a refund', () => {
  const whole = { id: 'a', amount: 1_000, taxFree: 400, refunded: 0, refundedTaxFree: 0 };
  const begun = { id: 'b', amount: 1_000, taxFree: 400, refunded: 700, refundedTaxFree: 300 };
  const ended = { id: 'c', amount: 1_000, taxFree: 400, refunded: 1_000, refundedTaxFree: 400 };
  const partOf = (lineId: string) => ({ lineId, amount: 500, taxFree: 200 });

  test('is all of it where nothing else came first', () => {
    expect(restOf([begun, whole], [partOf('a')])).toEqual({ parts: [partOf('a')], isLess: false });
  });

  test('is what is left of each line, taxed and free of VAT apart', () => {
    expect(restOf([whole, begun], [partOf('a'), partOf('b')])).toEqual({
      parts: [partOf('a'), { lineId: 'b', amount: 300, taxFree: 100 }],
      isLess: true,
    });
  });

  test('is nothing of a line that is given back, or is not there', () => {
    expect(restOf([ended], [partOf('c')])).toEqual({ parts: [], isLess: true });
    expect(restOf([whole], [partOf('d')])).toEqual({ parts: [], isLess: true });
  });
});
