import { describe, expect, test } from 'vitest';
import { shiftedClock } from '../testing/shifted-clock.js';
import type { Authenticated, Authenticator } from './authenticator.js';
import { remember } from './remembering.js';

const caller = (change: Partial<Extract<Authenticated, { kind: 'member' }>> = {}): Authenticated => ({
  kind: 'member',
  memberId: 'mem_1',
  name: 'One',
  role: 'student',
  credentialId: 'ses_1',
  scopes: null,
  mustSetUp: false,
  expiresAt: Number.MAX_SAFE_INTEGER,
  ...change,
});

/** An authenticator that counts how often it is asked. */
function counting(answer: () => Authenticated | Promise<Authenticated> = caller) {
  let asked = 0;
  const fromToken = async () => {
    asked++;
    return answer();
  };
  const authenticator: Authenticator = { fromToken, fromHeader: fromToken };
  return { authenticator, asked: () => asked };
}

describe('a remembered caller', () => {
  test('is asked about once in 5 s', async () => {
    const clock = shiftedClock();
    const { authenticator, asked } = counting();
    const remembering = remember(authenticator, clock);
    for (let call = 0; call < 10; call++) await remembering.fromHeader('Bearer a');
    await remembering.fromToken('a');
    expect(asked()).toBe(1);
    clock.pass(5_001);
    await remembering.fromHeader('Bearer a');
    expect(asked()).toBe(2);
  });

  test('is asked about anew when its token ran out', async () => {
    const clock = shiftedClock();
    const { authenticator, asked } = counting(() => caller({ expiresAt: clock.now() + 1_000 }));
    const remembering = remember(authenticator, clock);
    await remembering.fromHeader('Bearer a');
    clock.pass(1_001);
    await remembering.fromHeader('Bearer a');
    expect(asked()).toBe(2);
  });

  test.each([
    ['its session', { holders: new Set(['ses_1']) }, 2],
    ['its member', { holders: new Set(['mem_1']) }, 2],
    ['everyone', { everyone: true as const }, 2],
    ['another', { holders: new Set(['ses_2', 'mem_2']) }, 1],
    ['a lecture', { lectureId: 'lec_1' }, 1],
  ])('is forgotten when the rights of %s changed', async (_, change, times) => {
    const { authenticator, asked } = counting();
    const remembering = remember(authenticator, shiftedClock());
    await remembering.fromHeader('Bearer a');
    remembering.forget(change);
    await remembering.fromHeader('Bearer a');
    expect(asked()).toBe(times);
  });

  test('is not remembered from before a change that came while it was asked about', async () => {
    const clock = shiftedClock();
    let role: 'admin' | 'student' = 'admin';
    const { authenticator, asked } = counting(async () => {
      const read = caller({ role });
      if (role === 'admin') {
        role = 'student';
        remembering.forget({ holders: new Set(['mem_1']) });
      }
      return read;
    });
    const remembering = remember(authenticator, clock);
    expect(await remembering.fromHeader('Bearer a')).toMatchObject({ role: 'student' });
    expect(await remembering.fromHeader('Bearer a')).toMatchObject({ role: 'student' });
    expect(asked()).toBe(2);
  });

  test('a refusal is not remembered', async () => {
    let refuses = true;
    const { authenticator, asked } = counting(() => {
      if (refuses) throw new Error('no');
      return caller();
    });
    const remembering = remember(authenticator, shiftedClock());
    await expect(remembering.fromHeader('Bearer a')).rejects.toThrow('no');
    refuses = false;
    expect(await remembering.fromHeader('Bearer a')).toMatchObject({ memberId: 'mem_1' });
    expect(asked()).toBe(2);
  });
});
