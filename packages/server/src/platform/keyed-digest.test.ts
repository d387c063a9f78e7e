import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyedDigest, sameText } from './keyed-digest.js';

const key = Buffer.alloc(32, 7);
const parts = fc.array(fc.string({ unit: fc.constantFrom('1', '2', ':', 'a', '한', ''), maxLength: 4 }), {
  maxLength: 4,
});

describe('a keyed digest', () => {
  test('is HMAC-SHA256 over length-prefixed parts', () => {
    const hmac = createHmac('sha256', key).update('4:code6:한국3:042').digest('hex');
    expect(keyedDigest(key)('code', '한국', '042')).toBe(hmac);
  });

  test('is another one for other parts, also where they read the same in a row', () => {
    expect(keyedDigest(key)('a', 'b', 'c')).not.toBe(keyedDigest(key)('a', 'bc'));
    fc.assert(
      fc.property(parts, parts, (some, others) => {
        const same = JSON.stringify(some) === JSON.stringify(others);
        expect(keyedDigest(key)('code', ...some) === keyedDigest(key)('code', ...others)).toBe(same);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is another one for another purpose and with another key', () => {
    const digests = [keyedDigest(key)('a', '1'), keyedDigest(key)('b', '1'), keyedDigest(Buffer.alloc(32))('a', '1')];
    expect(new Set(digests).size).toBe(3);
  });
});

test('texts are the same exactly when they are equal', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      (a, b) => {
        expect(sameText(a, b)).toBe(a === b);
        expect(sameText(a, `${a}`)).toBe(true);
      },
    ),
  );
  expect(sameText('ab', 'ac')).toBe(false);
  expect(sameText('가', 'abc')).toBe(false);
});
