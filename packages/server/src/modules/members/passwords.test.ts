import { createDidacto } from '@didacto/sdk';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailTo, proofOf, receivedMails } from '../../testing/mailbox.js';
import { outcomeOf } from '../../testing/outcomes.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';

const next = 'a quite new one indeed';

describe('passwords', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  const signIn = ({ member }: Person, word: string, more: { code?: string; client?: string } = {}) =>
    school.visitor.sessions.signIn({ email: member.email, password: word, ...more });
  const reset = async ({ member }: Person, word = next) => {
    const proof = await proofOf(school, member.email, 'password_reset');
    await school.visitor.members.resetPassword({ proof, password: word });
    return proof;
  };

  test.each([
    ['password1234', 'password_common'],
    ['qlalfqjsgh1', 'password_common'],
    ['kim.minseo99', 'password_personal'],
  ])('%j is refused wherever one is set', async (word, fault) => {
    const proof = await proofOf(school, `kim.minseo-${word.slice(0, 3)}@school.example`, 'sign_up');
    const wanted = { password: word, name: 'kim.minseo' };
    expect(await outcomeOf(school.visitor.members.signUp({ proof, ...wanted }))).toBe(fault);
    // A refused one costs no new code.
    expect(await outcomeOf(school.visitor.members.signUp({ proof, ...wanted, password: next }))).toBe('ok');
    const person = await school.person('student', { name: 'kim.minseo' });
    const change = { password: word, currentPassword: password };
    expect(await outcomeOf(person.didacto.members.updateMe(change))).toBe(fault);
  });

  test('a reset by mail ends every sign-in and access token, and the old password', async () => {
    const person = await school.person('student');
    const { text } = await person.didacto.accessTokens.create({ name: 'x', scopes: ['lectures:read'], password });
    const byToken = createDidacto({ baseUrl: school.url, auth: text, retry: { retries: 0 } });
    expect(await outcomeOf(byToken.members.me())).toBe('ok');
    const proof = await reset(person);
    const bySession = createDidacto({ baseUrl: school.url, auth: person.accessToken, retry: { retries: 0 } });
    expect(await outcomeOf(bySession.members.me())).toBe('session_ended');
    expect(await outcomeOf(byToken.members.me())).toBe('token_invalid');
    expect(await outcomeOf(signIn(person, password))).toBe('credentials_wrong');
    expect(await outcomeOf(signIn(person, next))).toBe('ok');
    expect(await outcomeOf(school.visitor.members.resetPassword({ proof, password: next }))).toBe('proof_invalid');
  });

  test('a reset by mail goes not round the second factor', async () => {
    const person = await school.person('student');
    const { secret } = await person.didacto.secondFactor.start({ password });
    await person.didacto.secondFactor.confirm({ code: new TOTP({ secret }).generate() });
    await reset(person);
    expect(await outcomeOf(signIn(person, next))).toBe('second_factor_needed');
  });

  test('a proof for one purpose is none for another', async () => {
    const person = await school.person('student');
    const proof = await proofOf(school, person.member.email, 'password_reset');
    expect(await outcomeOf(school.visitor.members.signUp({ proof, password: next, name: 'x' }))).toBe('proof_invalid');
    const other = await proofOf(school, 'brand-new@school.example', 'sign_up');
    expect(await outcomeOf(school.visitor.members.resetPassword({ proof: other, password: next }))).toBe(
      'proof_invalid',
    );
  });

  test('a changed one is told of by mail', async () => {
    const person = await school.person('student');
    await person.didacto.members.updateMe({ password: next, currentPassword: password });
    await mailTo(school, person.member.email, /password of your account .* was changed/);
  });

  test('a sign-in from a new place is told of by mail, one from a known place is not', async () => {
    const person = await school.person('student');
    await signIn(person, password, { client: 'known' });
    const told = async () =>
      (await receivedMails(school)).filter(({ to, text }) => to.includes(person.member.email) && /known/.test(text));
    await mailTo(school, person.member.email, /new place[\s\S]*known/);
    await signIn(person, password, { client: 'known' });
    await signIn(person, password, { client: 'elsewhere' });
    await mailTo(school, person.member.email, /elsewhere/);
    expect(await told()).toHaveLength(1);
  });

  test('a hash is made anew at sign-in when the cost has grown', async () => {
    const person = await school.person('student');
    const hash = async () => {
      const row: { password_hash: string } = await school.server.db('members').where({ id: person.member.id }).first();
      return row.password_hash;
    };
    const { hash: hashAt } = await import('@node-rs/argon2');
    const older = await hashAt(password, { memoryCost: 16, timeCost: 1, parallelism: 1 });
    await school.server.db('members').where({ id: person.member.id }).update({ password_hash: older });
    await signIn(person, password);
    expect(await hash()).toMatch(/\$m=8,t=1,p=1\$/);
    expect(await outcomeOf(signIn(person, password))).toBe('ok');
  });
});
