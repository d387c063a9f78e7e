import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeText } from '../output/safe-text.js';
import { fitText, textWidth, truncate, wrapWords } from './fit-text.js';

const name = fc
  .array(fc.constantFrom('김', '하', '늘', 'A', 'b', ' ', 'é', '漢', '…', '2', '👩‍🏫', '한'.normalize('NFD')))
  .map((parts) => safeText(parts.join('')));

describe('fitText', () => {
  it('takes exactly the cells it is given', () => {
    fc.assert(
      fc.property(name, fc.integer({ min: 0, max: 30 }), (text, width) => {
        expect(textWidth(fitText(text, width))).toBe(width);
      }),
    );
  });
});

describe('truncate', () => {
  it('never cuts through a wide character', () => {
    expect(truncate('김하늘', 6)).toBe('김하늘');
    expect(truncate('김하늘', 5)).toBe('김하…');
    expect(truncate('김하늘', 4)).toBe('김…');
    expect(truncate('김하늘', 1)).toBe('…');
  });
});

describe('wrapWords', () => {
  it('breaks between words and keeps every line to the width', () => {
    expect(wrapWords('아직 접속하지 않음', 14)).toEqual(['아직 접속하지', '않음']);
    expect(wrapWords('connection lost', 8)).toEqual(['connect…', 'lost']);
  });
});
