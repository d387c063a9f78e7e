import { createDidacto, type Didacto } from '@didacto/sdk';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailTo } from '../../testing/mailbox.js';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { shiftedClock } from '../../testing/shifted-clock.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';

const stepMs = 30_000;

describe('the second factor', () => {
  const clock = shiftedClock();
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer({ effects: { clock } });
  });
  afterAll(() => school.stop());

  const codeNow = (secret: string) => new TOTP({ secret }).generate({ timestamp: clock.now() });
  /** A code that was not used yet. */
  const nextCode = (secret: string) => {
    clock.pass(stepMs);
    return codeNow(secret);
  };
  const withFactor = async (person: Person) => {
    const { secret } = await person.didacto.secondFactor.start({ password });
    const { recoveryCodes } = await person.didacto.secondFactor.confirm({ code: codeNow(secret) });
    return { secret, recoveryCodes };
  };
  const signIn = ({ member }: Person, code?: string) =>
    school.visitor.sessions.signIn({ email: member.email, password, ...(code !== undefined && { code }) });

  test('is on only when a code of the app was confirmed', async () => {
    const person = await school.person('student');
    const { secret, uri } = await person.didacto.secondFactor.start({ password });
    expect(uri).toContain(`secret=${secret}`);
    expect(await person.didacto.secondFactor.get()).toMatchObject({ on: false, recoveryCodesLeft: 0 });
    expect(await outcomeOf(signIn(person))).toBe('ok');
    expect(await outcomeOf(person.didacto.secondFactor.confirm({ code: '000000' }))).toBe('second_factor_wrong');
    const { recoveryCodes } = await person.didacto.secondFactor.confirm({ code: codeNow(secret) });
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await person.didacto.secondFactor.get()).toMatchObject({ on: true, recoveryCodesLeft: 10 });
    expect(await person.didacto.members.me()).toMatchObject({ secondFactor: true });
  });

  test('is set up with the password only: a stolen token does not do', async () => {
    const { didacto } = await school.person('student');
    expect(await outcomeOf(didacto.secondFactor.start({ password: 'wrong' }))).toBe('credentials_wrong');
    expect(await outcomeOf(didacto.secondFactor.confirm({ code: '123456' }))).toBe('second_factor_off');
  });

  test('is asked for at sign-in, after the password and never before', async () => {
    const person = await school.person('student');
    const { secret } = await withFactor(person);
    expect(await outcomeOf(signIn(person))).toBe('second_factor_needed');
    expect(await outcomeOf(school.visitor.sessions.signIn({ email: person.member.email, password: 'wrong' }))).toBe(
      'credentials_wrong',
    );
    expect(await outcomeOf(signIn(person, '000000'))).toBe('second_factor_wrong');
    expect(await outcomeOf(signIn(person, nextCode(secret)))).toBe('ok');
  });

  test('a code is good once, also of two sign-ins at once, and an older one no more', async () => {
    const person = await school.person('student');
    const { secret } = await withFactor(person);
    const code = nextCode(secret);
    expect(await tally([signIn(person, code), signIn(person, code)])).toEqual({ ok: 1, second_factor_wrong: 1 });
    expect(await outcomeOf(signIn(person, code))).toBe('second_factor_wrong');
    const older = codeNow(secret);
    expect(await outcomeOf(signIn(person, nextCode(secret)))).toBe('ok');
    expect(await outcomeOf(signIn(person, older))).toBe('second_factor_wrong');
  });

  test('turning it on ends the other sign-ins, and tells by mail', async () => {
    const person = await school.person('student');
    const other = createDidacto({ baseUrl: school.url, auth: (await signIn(person)).accessToken });
    await withFactor(person);
    expect(await outcomeOf(other.members.me())).toBe('session_ended');
    expect(await outcomeOf(person.didacto.members.me())).toBe('ok');
    await mailTo(school, person.member.email, /authenticator app/);
  });

  test('a recovery code stands in once, and is told of by mail', async () => {
    const person = await school.person('student');
    const { recoveryCodes } = await withFactor(person);
    const [code = '', other = ''] = recoveryCodes;
    expect(await outcomeOf(signIn(person, code.toLowerCase().replaceAll('-', ' ')))).toBe('ok');
    expect(await outcomeOf(signIn(person, code))).toBe('second_factor_wrong');
    expect(await person.didacto.secondFactor.get()).toMatchObject({ recoveryCodesLeft: 9 });
    await mailTo(school, person.member.email, /recovery code/i);
    expect(await tally([signIn(person, other), signIn(person, other)])).toEqual({ ok: 1, second_factor_wrong: 1 });
  });

  test('new recovery codes make the former void', async () => {
    const person = await school.person('student');
    const { secret, recoveryCodes } = await withFactor(person);
    const code = nextCode(secret);
    const renewed = await person.didacto.secondFactor.renewRecoveryCodes({ password, code });
    expect(await outcomeOf(signIn(person, recoveryCodes[0]))).toBe('second_factor_wrong');
    expect(await outcomeOf(signIn(person, renewed.recoveryCodes[0]))).toBe('ok');
  });

  test('turning it off needs password and code', async () => {
    const person = await school.person('student');
    const { secret } = await withFactor(person);
    const { secondFactor } = person.didacto;
    expect(await outcomeOf(secondFactor.disable({ password: 'wrong', code: nextCode(secret) }))).toBe(
      'credentials_wrong',
    );
    expect(await outcomeOf(secondFactor.disable({ password, code: '000000' }))).toBe('second_factor_wrong');
    expect(await outcomeOf(secondFactor.disable({ password, code: nextCode(secret) }))).toBe('ok');
    expect(await outcomeOf(signIn(person))).toBe('ok');
  });

  test('an admin resets it for whoever lost it, and they are told', async () => {
    const person = await school.person('student');
    await withFactor(person);
    const { members } = school.admin.didacto;
    await members.resetSecondFactor({ memberId: person.member.id });
    expect(await outcomeOf(members.resetSecondFactor({ memberId: person.member.id }))).toBe('second_factor_off');
    expect(await outcomeOf(signIn(person))).toBe('ok');
    await mailTo(school, person.member.email, /administrator took the second factor off/);
  });

  test('guesses at codes are limited, whoever knows the password', async () => {
    const limited = await startTestServer({ env: { RATE_LIMITS: 'on' } });
    try {
      const person = await limited.person('student');
      const { secret } = await person.didacto.secondFactor.start({ password });
      await person.didacto.secondFactor.confirm({ code: new TOTP({ secret }).generate() });
      const guess = (n: number) =>
        limited.visitor.sessions.signIn({ email: person.member.email, password, code: `${100_000 + n}` });
      const counts = await tally(Array.from({ length: 14 }, (_, n) => guess(n)));
      expect(counts.second_factor_wrong).toBeLessThanOrEqual(10);
      expect(counts.rate_limited).toBeGreaterThanOrEqual(4);
    } finally {
      await limited.stop();
    }
  });

  test('neither secret nor recovery codes are in the database in clear', async () => {
    const person = await school.person('student');
    const { secret, recoveryCodes } = await withFactor(person);
    const rows = [await school.server.db('members'), await school.server.db('recovery_codes')];
    const kept = JSON.stringify(rows);
    expect(kept).not.toContain(secret);
    for (const code of recoveryCodes) expect(kept).not.toContain(code.replaceAll('-', ''));
  });

  describe('where a role must have one', () => {
    const demanded = async (work: (didacto: Didacto, person: Person) => Promise<void>) => {
      const person = await school.person('finance');
      await school.admin.didacto.institution.update({ secondFactorRoles: ['finance'] });
      try {
        await work(person.didacto, person);
      } finally {
        await school.admin.didacto.institution.update({ secondFactorRoles: [] });
      }
    };

    test('a member without it may set it up, and nothing else', () =>
      demanded(async (didacto, person) => {
        expect(await outcomeOf(didacto.lectures.list())).toBe('second_factor_required');
        expect(await outcomeOf(didacto.members.export())).toBe('second_factor_required');
        expect(await outcomeOf(didacto.members.me())).toBe('ok');
        expect(await didacto.secondFactor.get()).toMatchObject({ on: false, required: true });
        await withFactor(person);
        expect(await outcomeOf(didacto.lectures.list())).toBe('ok');
      }));

    test('it cannot be turned off', () =>
      demanded(async (didacto, person) => {
        const { secret } = await withFactor(person);
        const code = nextCode(secret);
        expect(await outcomeOf(didacto.secondFactor.disable({ password, code }))).toBe('second_factor_demanded');
      }));
  });
});
