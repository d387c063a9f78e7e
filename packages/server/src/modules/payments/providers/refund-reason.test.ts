import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reasonWithId, refundIdIn } from './refund-reason.js';

const refundId = 'rfd_01k5z6y7x8w9v0t1s2r3q4p5n6';

describe('the reason of a refund', () => {
  test('carries our id behind what a person wrote', () => {
    expect(reasonWithId('수강 취소', refundId, 200)).toBe(`수강 취소 [${refundId}]`);
  });

  test('keeps the id whole and nothing cut in two, within the limit, whatever the reason is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.integer({ min: 40, max: 300 }),
        (reason, longest) => {
          const text = reasonWithId(reason, refundId, longest);
          expect(text.length).toBeLessThanOrEqual(longest);
          expect(refundIdIn(text)).toBe(refundId);
          expect(Buffer.from(text).toString()).toBe(text);
        },
      ),
    );
  });

  test('cannot pass for another refund by what a person wrote', () => {
    expect(refundIdIn(reasonWithId('x [rfd_other]', refundId, 200))).toBe(refundId);
    expect(refundIdIn('[rfd_other] made in the console')).toBeNull();
    expect(refundIdIn('')).toBeNull();
  });
});
