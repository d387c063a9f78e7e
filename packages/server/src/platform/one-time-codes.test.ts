import { pairingAlphabet } from '@didacto/sdk/contract';
import { describe, expect, test } from 'vitest';
import { isUniform, seededRandom } from '../testing/randomness.js';
import { systemRandom } from './ids.js';
import { normalCode, recoveryCodes, sixDigits } from './one-time-codes.js';

describe('a code of six digits', () => {
  test('has six, also when it begins with zeros', () => {
    expect(sixDigits((size) => Buffer.alloc(size))).toBe('000000');
    expect(sixDigits(systemRandom)).toMatch(/^\d{6}$/);
  });

  test('is uniform in every place', () => {
    const random = seededRandom('six digits');
    const codes = Array.from({ length: 20_000 }, () => sixDigits(random));
    for (const place of [0, 1, 2, 3, 4, 5])
      expect(
        isUniform(
          codes.map((code) => code.charAt(place)),
          '0123456789',
        ),
        `place ${place}`,
      ).toBe(true);
  });
});

describe('recovery codes', () => {
  const shape = new RegExp(`^[${pairingAlphabet}]{4}-[${pairingAlphabet}]{4}-[${pairingAlphabet}]{4}$`);

  test('are ten different ones in three groups of four', () => {
    const codes = recoveryCodes(systemRandom);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(shape);
    expect(recoveryCodes(systemRandom, 3)).toHaveLength(3);
  });

  test('have at least 59 bits each, uniform in the alphabet', () => {
    expect(12 * Math.log2(pairingAlphabet.length)).toBeGreaterThan(59);
    const all = recoveryCodes(seededRandom('recovery'), 2_000).join('');
    expect(isUniform(all.replaceAll('-', ''), pairingAlphabet)).toBe(true);
  });
});

test('a code is the same in any spelling', () => {
  for (const text of [
    'K7WP-3XQ9-M2VA',
    ' k7wp 3xq9 m2va\n',
    'k7wp3xq9m2va',
    'K7WP–3XQ9—M2VA',
    'k7wp\u00a03xq9\u3000m2va',
  ])
    expect(normalCode(text)).toBe('K7WP3XQ9M2VA');
  expect(normalCode('K7WP-3XQ9-M2VB')).not.toBe('K7WP3XQ9M2VA');
});
