import { ApiError, createDidacto } from '@didacto/sdk';
import { pairingAlphabet } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { host } from '../testing/lab-pc.js';
import { outcomeOf, tally } from '../testing/outcomes.js';
import { type Person, password, startTestServer, type TestServer } from '../testing/test-server.js';

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

describe('limits of tries', () => {
  let school: TestServer;
  let student: Person;
  beforeAll(async () => {
    school = await startTestServer({ env: { RATE_LIMITS: 'on' } });
    student = await school.person('student');
  });
  afterAll(() => school.stop());

  const signIn = (email: string, word = 'wrong') => school.visitor.sessions.signIn({ email, password: word });

  test('a minute knows 10 tries at one account, in any spelling; then it says how long to wait', async () => {
    const spelled = (n: number) => (n % 2 ? 'guess@school.example' : ' Guess@School.example ');
    expect(await tally(times(14, (n) => signIn(spelled(n))))).toEqual({ credentials_wrong: 10, rate_limited: 4 });
    const error: unknown = await signIn('guess@school.example').catch((cause: unknown) => cause);
    expect(error instanceof ApiError && [error.status, error.retryAfterMs]).toEqual([429, 60_000]);
  });

  test('a class that signs in from one address at once is let in', async () => {
    const emails = times(60, (n) => `pupil-${n}@school.example`);
    expect(await tally(emails.map((email) => signIn(email)))).toEqual({ credentials_wrong: 60 });
  });

  test('a stolen token does not open the password behind it', async () => {
    const { members } = createDidacto({ baseUrl: school.url, auth: student.accessToken, retry: { retries: 0 } });
    const guesses = times(12, (n) =>
      n % 2
        ? members.withdraw({ password: 'wrong' })
        : members.updateMe({ password: 'mine from now on', currentPassword: 'wrong' }),
    );
    expect(await tally(guesses)).toEqual({ credentials_wrong: 10, rate_limited: 2 });
    // Nor does a new token of the same member.
    const { accessToken } = await signIn(student.member.email, password);
    const renewed = createDidacto({ baseUrl: school.url, auth: accessToken, retry: { retries: 0 } });
    expect(await outcomeOf(renewed.members.withdraw({ password: 'wrong' }))).toBe('rate_limited');
  });

  test('changes that need no password are not counted', async () => {
    const { members } = student.didacto;
    expect(await tally(times(30, (n) => members.updateMe({ name: `Name ${n}` })))).toEqual({ ok: 30 });
  });

  test('30 pairing codes a minute are tried from one address', async () => {
    const code = (n: number) => `${pairingAlphabet[n]}2345678`.slice(0, 8);
    const pair = (n: number) => school.visitor.devices.pair({ code: code(n % 20), publicKey: 'A'.repeat(43), host });
    expect(await tally(times(33, pair))).toEqual({ pairing_code_invalid: 30, rate_limited: 3 });
  });

  test('what cannot be guessed is not limited', async () => {
    expect(await tally(times(100, () => school.visitor.institution.get()))).toEqual({ ok: 100 });
    expect(await outcomeOf(signIn(school.admin.member.email, password))).toBe('ok');
  });
});
