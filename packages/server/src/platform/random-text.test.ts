import { pairingAlphabet } from '@didacto/sdk/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUniform, seededRandom } from '../testing/randomness.js';
import { systemRandom } from './ids.js';
import { randomText } from './random-text.js';

const many = 200_000;

describe('random text', () => {
  test('has the length that was asked for, of the alphabet only', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 33, max: 288 }), { minLength: 1 }), fc.nat(80), (codes, length) => {
        const alphabet = String.fromCharCode(...codes);
        const text = randomText(systemRandom, alphabet, length);
        expect(text).toHaveLength(length);
        for (const character of text) expect(alphabet).toContain(character);
      }),
    );
  });

  test.each([['0123456789'], [pairingAlphabet]])('has every character of %s as often as the others', (alphabet) => {
    expect(isUniform(randomText(seededRandom('uniform'), alphabet, many), alphabet)).toBe(true);
  });

  test('would not pass that check if bytes were only taken modulo the alphabet', () => {
    for (const alphabet of ['0123456789', pairingAlphabet]) {
      const biased = [...seededRandom('biased')(many)].map((byte) => alphabet[byte % alphabet.length] ?? '');
      expect(isUniform(biased, alphabet)).toBe(false);
    }
  });

  test('is refused an alphabet that a byte cannot choose from', () => {
    const tooLong = String.fromCharCode(...Array.from({ length: 257 }, (_, i) => i + 33));
    for (const alphabet of ['', tooLong]) expect(() => randomText(systemRandom, alphabet, 4)).toThrow(RangeError);
  });
});
