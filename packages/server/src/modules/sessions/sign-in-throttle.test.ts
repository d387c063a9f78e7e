import { createDidacto } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proofOf } from '../../testing/mailbox.js';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { shiftedClock } from '../../testing/shifted-clock.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const minute = 60_000;

describe('tries at passwords', () => {
  const clock = shiftedClock();
  let school: TestServer;
  beforeAll(async () => {
    const env = { RATE_LIMITS: 'on', TRUST_PROXY: 'loopback' };
    school = await startTestServer({ env, effects: { clock } });
  });
  afterAll(() => school.stop());

  const from = (address: string) =>
    createDidacto({ baseUrl: school.url, retry: { retries: 0 }, headers: { 'x-forwarded-for': address } });
  const signIn = (email: string, word = 'wrong', address = '192.0.2.1') =>
    from(address).sessions.signIn({ email, password: word });

  test('at one account from one address are 10, in any spelling, made at once or not', async () => {
    const spelled = (n: number) => (n % 2 ? 'guess@school.example' : ' Guess@School.example ');
    expect(await tally(times(14, (n) => signIn(spelled(n))))).toEqual({ credentials_wrong: 10, rate_limited: 4 });
    const error: unknown = await signIn('guess@school.example').catch((cause: unknown) => cause);
    expect(error).toMatchObject({ status: 429, retryAfterMs: expect.any(Number) });
  });

  test('come back with time, one every minute and a half', async () => {
    const { email } = (await school.person('student')).member;
    await tally(times(10, () => signIn(email, 'wrong', '192.0.2.9')));
    expect(await outcomeOf(signIn(email, password, '192.0.2.9'))).toBe('rate_limited');
    clock.pass(1.5 * minute);
    expect(await outcomeOf(signIn(email, password, '192.0.2.9'))).toBe('ok');
  });

  test('that succeed are not counted', async () => {
    const { email } = (await school.person('student')).member;
    for (const _ of times(15, (n) => n)) expect(await outcomeOf(signIn(email, password, '192.0.2.2'))).toBe('ok');
  });

  test('of a class at one address are let through', async () => {
    const emails = times(60, (n) => `pupil-${n}@school.example`);
    expect(await tally(emails.map((email) => signIn(email, 'wrong', '192.0.2.3')))).toEqual({ credentials_wrong: 60 });
  });

  test('at one account from everywhere are at most 100 in an hour', async () => {
    const { email } = (await school.person('student')).member;
    let guesses = 0;
    for (let slice = 0; slice < 12; slice++) {
      const counts = await tally(times(20, (n) => signIn(email, 'wrong', `198.51.100.${slice * 20 + n}`)));
      guesses += counts.credentials_wrong ?? 0;
      clock.pass(5 * minute);
    }
    process.stdout.write(`guesses at one account in an hour from 240 addresses: ${guesses}\n`);
    expect(guesses).toBeLessThanOrEqual(100);
  });

  describe('by others', () => {
    const attack = async ({ member }: Person) => {
      const counts = await tally(times(120, (n) => signIn(member.email, 'wrong', `203.0.113.${n}`)));
      expect(counts.rate_limited).toBeGreaterThan(0);
    };

    test('do not lock a member out where they signed in before', async () => {
      const victim = await school.person('student');
      await signIn(victim.member.email, password, '192.0.2.50');
      await attack(victim);
      expect(await outcomeOf(signIn(victim.member.email, password, '192.0.2.50'))).toBe('ok');
    });

    test('do not lock a member out who proves the account by mail', async () => {
      const victim = await school.person('student');
      await attack(victim);
      expect(await outcomeOf(signIn(victim.member.email, password, '192.0.2.60'))).toBe('rate_limited');
      const proof = await proofOf(school, victim.member.email, 'password_reset');
      await from('192.0.2.60').members.resetPassword({ proof, password: 'found again at last' });
      expect(await outcomeOf(signIn(victim.member.email, 'found again at last', '192.0.2.60'))).toBe('ok');
    });

    test('do not end what is signed in', async () => {
      const victim = await school.person('student');
      await attack(victim);
      expect(await outcomeOf(victim.didacto.members.me())).toBe('ok');
    });
  });

  test('with a stolen token at the password behind it are 10, also with another token of the member', async () => {
    const { member, accessToken } = await school.person('student');
    const asMember = (auth: string) => createDidacto({ baseUrl: school.url, auth, retry: { retries: 0 } });
    const { members } = asMember(accessToken);
    const guesses = times(12, (n) =>
      n % 2
        ? members.withdraw({ password: 'wrong' })
        : members.updateMe({ password: 'mine from now on', currentPassword: 'wrong' }),
    );
    expect(await tally(guesses)).toEqual({ credentials_wrong: 10, rate_limited: 2 });
    const other = asMember((await signIn(member.email, password)).accessToken);
    expect(await outcomeOf(other.members.withdraw({ password: 'wrong' }))).toBe('rate_limited');
    // What needs no password is not held up.
    expect(await tally(times(30, (n) => members.updateMe({ name: `Name ${n}` })))).toEqual({ ok: 30 });
  });
});
