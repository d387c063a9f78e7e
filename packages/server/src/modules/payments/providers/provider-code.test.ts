import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from './provider-code.js';

describe('a provider’s code', () => {
  test.each(['REJECT_CARD_COMPANY', 'Transaction.Paid', '-780', 'LACK_BALANCE', '0014', 'F0002', 'tx:20260901'])(
    '%s is kept as it is',
    (code) => expect(codeOf(code)).toBe(code),
  );

  test.each(['', 'two words', '한도초과', `a${'b'.repeat(100)}`, 'a\nb', '4539148803436467', '4539-1488-0343-6467'])(
    'is not “%s”',
    (text) => expect(codeOf(text)).toBe('unreadable_code'),
  );

  test('never holds twelve digits in a row, however they are parted', () => {
    const parts = fc.array(fc.constantFrom('1', '22', '-', '.', '_', ':', 'x'), { maxLength: 40 });
    fc.assert(
      fc.property(parts, (made) => {
        const digitsOnly = codeOf(made.join('')).replaceAll(/(?<=\d)[_.:-](?=\d)/g, '');
        expect(digitsOnly).not.toMatch(/\d{12}/);
      }),
    );
  });
});
