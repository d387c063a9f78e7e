import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../kit/faults.js';
import { accessTokens } from './tokens.js';

function atZero() {
  let now = 1_767_225_600;
  const tokens = accessTokens(() => now, seededRandom(1));
  return {
    tokens,
    pass: (seconds: number) => {
      now += seconds;
    },
  };
}

describe('an access token', () => {
  test('lives 30 minutes, to the second', () => {
    const { tokens, pass } = atZero();
    const issued = tokens.issue();
    expect(issued.expired_at - issued.now).toBe(1_800);
    pass(1_799);
    expect(tokens.isValid(issued.access_token)).toBe(true);
    pass(1);
    expect(tokens.isValid(issued.access_token)).toBe(false);
  });

  test('is the same again, with the same end, while a minute or more is left', () => {
    const { tokens, pass } = atZero();
    const first = tokens.issue();
    pass(1_740);
    expect(tokens.issue()).toEqual({ ...first, now: first.now + 1_740 });
  });

  test('lives five minutes longer when it is asked for in its last minute', () => {
    const { tokens, pass } = atZero();
    const first = tokens.issue();
    pass(1_741);
    const again = tokens.issue();
    expect(again).toEqual({ ...first, now: first.now + 1_741, expired_at: first.expired_at + 300 });
    pass(358);
    expect(tokens.isValid(first.access_token)).toBe(true);
    pass(1);
    expect(tokens.isValid(first.access_token)).toBe(false);
  });

  test('is another one after its end', () => {
    const { tokens, pass } = atZero();
    const first = tokens.issue();
    pass(1_800);
    const second = tokens.issue();
    expect(second.access_token).not.toBe(first.access_token);
    expect(tokens.isValid(first.access_token)).toBe(false);
    expect(tokens.isValid(second.access_token)).toBe(true);
  });

  test('is never nothing', () => {
    expect(atZero().tokens.isValid('')).toBe(false);
  });

  test('is the only valid one, and ends between now and 30 minutes later, whenever it was asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000), { minLength: 1, maxLength: 60 }), (waits) => {
        const { tokens, pass } = atZero();
        const seen = new Set<string>();
        for (const wait of waits) {
          pass(wait);
          const { access_token: token, now, expired_at: expiredAt } = tokens.issue();
          seen.add(token);
          expect(expiredAt - now).toBeGreaterThanOrEqual(60);
          expect(expiredAt - now).toBeLessThanOrEqual(1_800);
          expect([...seen].filter(tokens.isValid)).toEqual([token]);
        }
      }),
    );
  });
});
