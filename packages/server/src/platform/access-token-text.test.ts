import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUniform, seededRandom } from '../testing/randomness.js';
import {
  accessTokenDigest,
  accessTokenHint,
  accessTokenPattern,
  isAccessTokenText,
  newAccessTokenText,
} from './access-token-text.js';
import { systemRandom } from './ids.js';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('the text of an access token', () => {
  test('is found by a scanner in the middle of other text', () => {
    const text = newAccessTokenText(systemRandom);
    expect(text).toHaveLength(50);
    expect(accessTokenPattern.exec(`DIDACTO_TOKEN="${text}" # mine`)?.[0]).toBe(text);
    expect(accessTokenPattern.test(`x${text}`)).toBe(false);
    expect(accessTokenPattern.test(`${text}x`)).toBe(false);
  });

  test('is the same for everyone who makes the checksum', () => {
    // CRC-32 of these 44 characters is 0xba1996f9, also by Python's zlib.
    const text = `dct_${'0'.repeat(40)}`;
    expect(newAccessTokenText((size) => Buffer.alloc(size))).toBe(`${text}3PIb3B`);
  });

  test('is uniform', () => {
    const random = seededRandom('tokens');
    const secrets = Array.from({ length: 2_000 }, () => newAccessTokenText(random).slice(4, 44)).join('');
    expect(isUniform(secrets, base62)).toBe(true);
  });

  test('is known by its shape and checksum, and with one other character it is none', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(49), fc.constantFrom(...base62), (seed, place, other) => {
        const text = newAccessTokenText(seededRandom(seed));
        expect(isAccessTokenText(text)).toBe(true);
        fc.pre(text[place] !== other);
        expect(isAccessTokenText(text.slice(0, place) + other + text.slice(place + 1))).toBe(false);
      }),
    );
  });

  test('is nothing more and nothing less', () => {
    const text = newAccessTokenText(systemRandom);
    for (const none of ['', 'dct_', text.slice(0, -1), `${text}0`, ` ${text}`, `${text}\n`, text.toLowerCase()])
      expect(isAccessTokenText(none), none).toBe(false);
    // One character longer, with the checksum of all 45 before it.
    expect(isAccessTokenText(`-dct_${'0'.repeat(40)}3osFEL`)).toBe(false);
  });

  test('is kept as a digest that does not hold it, beside a hint', () => {
    const text = newAccessTokenText(systemRandom);
    expect(accessTokenDigest(text)).toMatch(/^[0-9a-f]{64}$/);
    expect(accessTokenDigest(text)).toBe(accessTokenDigest(text));
    expect(accessTokenDigest(newAccessTokenText(systemRandom))).not.toBe(accessTokenDigest(text));
    expect(accessTokenHint(text)).toBe(text.slice(0, 8));
  });
});
