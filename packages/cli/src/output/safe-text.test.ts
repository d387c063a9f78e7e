import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeJson, safeText } from './safe-text.js';

const DANGEROUS = /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '\u001b',
        '\u009b',
        '[31m',
        ']0;title\u0007',
        '\u202e',
        '\u200b',
        '\u3164',
        '김',
        '\u1100',
        '\u1161',
        '\r\n',
        'e',
        '\u0301',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('safeText', () => {
  it('leaves nothing that a terminal would obey or hide, and is NFC and stable', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = safeText(text);
        expect(safe).not.toMatch(DANGEROUS);
        expect(safe).toBe(safe.normalize('NFC'));
        expect(safeText(safe)).toBe(safe);
      }),
    );
  });

  it('keeps ordinary names, composes decomposed Hangul and drops whole escape sequences', () => {
    expect(safeText('김하늘 (A) 2반')).toBe('김하늘 (A) 2반');
    expect(safeText('한글'.normalize('NFD'))).toBe('한글');
    expect(safeText('\u001b[31mred\u001b[0m\u001b]0;owned\u0007')).toBe('red');
    expect(safeText('one\r\ntwo')).toBe('one two');
  });
});

describe('safeJson', () => {
  it('loses nothing and shows nothing dangerous', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const json = safeJson({ text });
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ text })));
        expect(json).not.toMatch(DANGEROUS);
      }),
    );
  });
});
