import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemRandom } from './ids.js';
import { secretBox } from './secret-box.js';

const box = secretBox(systemRandom(32), systemRandom);
const text = fc.string({ unit: 'grapheme' });
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a sealed secret', () => {
  test('opens to what was sealed, and does not show it', () => {
    fc.assert(
      fc.property(text, text, (plain, context) => {
        expect(box.open(box.seal(plain, context), context)).toBe(plain);
      }),
    );
    expect(Buffer.from(box.seal('GEZDGNBVGY3TQOJQ', 'a'), 'base64url').toString('latin1')).not.toContain('GEZDGNBV');
  });

  test('does not open after any one character was changed, added or left out', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.constantFrom(...base64url, '=', '+', '/', ' ', ''), (plain, at, other) => {
        const sealed = box.seal(plain, 'row 1');
        const place = at % sealed.length;
        fc.pre(sealed[place] !== other);
        const rest = sealed.slice(place + 1);
        expect(() => box.open(sealed.slice(0, place) + other + rest, 'row 1')).toThrow();
        fc.pre(other !== '');
        expect(() => box.open(`${sealed}${other}`, 'row 1')).toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test('does not open cut off at any place', () => {
    const sealed = Buffer.from(box.seal('a secret', 'row 1'), 'base64url');
    for (let length = 0; length < sealed.length; length++)
      expect(() => box.open(sealed.subarray(0, length).toString('base64url'), 'row 1')).toThrow(/sealed secret/);
  });

  test('does not open in another place or with another key', () => {
    fc.assert(
      fc.property(text, text, text, (plain, context, elsewhere) => {
        fc.pre(context !== elsewhere);
        expect(() => box.open(box.seal(plain, context), elsewhere)).toThrow(/belongs elsewhere/);
      }),
    );
    const other = secretBox(systemRandom(32), systemRandom);
    expect(() => other.open(box.seal('a', 'row 1'), 'row 1')).toThrow(/another key/);
  });

  test('of another version is said to be unknown', () => {
    const bytes = Buffer.from(box.seal('a secret', 'row 1'), 'base64url');
    bytes[0] = 2;
    expect(() => box.open(bytes.toString('base64url'), 'row 1')).toThrow('no sealed secret of a known version');
  });

  test('is another text every time, with a nonce of its own', () => {
    const sealed = Array.from({ length: 200 }, () => box.seal('the same', 'row 1'));
    const nonces = sealed.map((one) => Buffer.from(one, 'base64url').subarray(1, 13).toString('hex'));
    expect(new Set(nonces).size).toBe(200);
  });

  test('is never named in the error', () => {
    const sealed = box.seal('a secret', 'row 1');
    expect(() => box.open(sealed, 'row 2')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(sealed) }),
    );
  });
});

test('a key that is too short or too long is refused', () => {
  for (const length of [0, 16, 31, 33]) expect(() => secretBox(systemRandom(length), systemRandom)).toThrow('32 bytes');
});
