import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { systemRandom } from './ids.js';
import { newTotpSecret, totpStep, totpUri } from './totp.js';

/** `12345678901234567890`, the secret of RFC 6238, appendix B. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const codeAt = (ms: number): string => TOTP.generate({ secret: new TOTP({ secret }).secret, timestamp: ms });

describe('a code of the second factor', () => {
  // The appendix gives 8 digits; RFC 4226 takes the last 6 of the same number.
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('is that of RFC 6238 at %d s', (seconds, code) => {
    expect(totpStep(secret, code.slice(-6), seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  test('fits its own step and both neighbours, and tells which', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 200_000_000 }),
        fc.nat(29_999),
        fc.integer({ min: -3, max: 3 }),
        (step, ms, off) => {
          const now = step * 30_000 + ms;
          const near = [-1, 0, 1].map((away) => codeAt((step + away) * 30_000));
          const code = codeAt((step + off) * 30_000);
          // Two steps may have one code by chance.
          fc.pre(near.filter((other) => other === code).length === (Math.abs(off) <= 1 ? 1 : 0));
          expect(totpStep(secret, code, now)).toBe(Math.abs(off) <= 1 ? step + off : undefined);
        },
      ),
    );
  });

  test('may be typed with spaces, and is digits only', () => {
    expect(totpStep(secret, ' 287 082\n', 59_000)).toBe(1);
    for (const code of ['', '28708', '2870820', '94287082', '287O82', '-87082', '２８７０８２', '287-082', '2.8708e5'])
      expect(totpStep(secret, code, 59_000), code).toBeUndefined();
  });

  test('does not fit another secret', () => {
    const other = newTotpSecret(() => Buffer.alloc(20, 9));
    expect(totpStep(other, '287082', 59_000)).toBeUndefined();
  });
});

describe('a secret', () => {
  test('is the 160 bits it was given, in base32, also from memory that others share', () => {
    const shared = Buffer.from('xx12345678901234567890xx');
    expect(newTotpSecret((size) => shared.subarray(2, 2 + size))).toBe(secret);
    expect(newTotpSecret(systemRandom)).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret(systemRandom)).not.toBe(newTotpSecret(systemRandom));
  });

  test('gives the codes that RFC 4226 makes of it, worked out by hand', () => {
    const made = newTotpSecret(() => Buffer.alloc(20, 5));
    const counter = Buffer.alloc(8);
    counter.writeUInt32BE(37_037_036, 4);
    const mac = createHmac('sha1', Buffer.alloc(20, 5)).update(counter).digest();
    const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff;
    expect(totpStep(made, String(number % 1_000_000).padStart(6, '0'), 1_111_111_109_000)).toBe(37_037_036);
  });
});

describe('the URI for an authenticator app', () => {
  test('names issuer, account, secret and the plainest kind of code', () => {
    const uri = new URL(totpUri({ secret, account: 'haeun@school.example', issuer: '한국 고등학교' }));
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
    expect(decodeURIComponent(uri.pathname)).toBe('/한국 고등학교:haeun@school.example');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: '한국 고등학교',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });

  test('cannot be led astray by a name', () => {
    const uri = new URL(totpUri({ secret, account: 'a@b.example?secret=AAAA&x=', issuer: 'Lab: one/two&issuer=bank' }));
    expect(uri.searchParams.getAll('secret')).toEqual([secret]);
    expect(uri.searchParams.getAll('issuer')).toEqual(['Lab  one/two&issuer=bank']);
    expect(uri.pathname.split(/:|%3A/)).toHaveLength(2);
  });
});
