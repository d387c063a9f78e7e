import type { VerificationPurpose } from '@didacto/sdk/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MailFailure } from '../../platform/mail/mail-failure.js';
import { createPostman } from '../../platform/mail/postman.js';
import { logLines } from '../../platform/mail/testing/log-lines.js';
import { verificationService } from './service.js';
import { everythingIn, openWaysIn, outcomeOf, tally } from './testing/ways-in.js';

const codeKey = Buffer.alloc(32, 7);
const minute = 60_000;

let ways: Awaited<ReturnType<typeof openWaysIn>>;
let service: ReturnType<typeof verificationService>;
beforeEach(async () => {
  ways = await openWaysIn();
  service = verificationService({ ...ways, codeKey });
});
afterEach(() => ways.db.destroy());

const codeIn = (text: string | undefined): string => /^ +(\d{6})$/m.exec(text ?? '')?.[1] ?? '';
/** A code that was asked for and mailed. */
async function mailed(email = 'new@school.example', purpose: VerificationPurpose = 'sign_up') {
  const { id } = await service.request(email, purpose, 'en');
  return { id, code: codeIn(ways.letters.at(-1)?.text) };
}
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const proven = async (email?: string, purpose?: VerificationPurpose): Promise<string> => {
  const { id, code } = await mailed(email, purpose);
  return (await service.confirm(id, code)).proof;
};
const take = (proof: string, purpose: VerificationPurpose) =>
  ways.db.transaction((tx) => service.takeProof(tx, proof, purpose));

describe('a code', () => {
  test('is mailed to the address in the language of who asks, with a link that carries it behind the #', async () => {
    await ways.addMember('haeun@school.example', 'student');
    const { id } = await service.request('new@school.example', 'sign_up', 'ko');
    const reset = await service.request('haeun@school.example', 'password_reset', 'en');
    const [first, second] = ways.letters;
    expect([first?.to, first?.subject]).toEqual(['new@school.example', '한빛 학원 회원가입 인증 코드']);
    expect(first?.text).toContain(
      `https://school.example/account/sign-up#verification=${id}&code=${codeIn(first?.text)}\n`,
    );
    expect(second?.subject).toBe('Your password reset code for 한빛 학원');
    expect(second?.text).toContain('Hello 하은,');
    expect(second?.text).toContain(
      `https://school.example/account/reset-password#verification=${reset.id}&code=${codeIn(second?.text)}\n`,
    );
  });

  test('gives a proof once, which gives its address once', async () => {
    const { id, code } = await mailed();
    const { proof, expiresAt } = await service.confirm(id, code);
    expect(Date.parse(expiresAt) - ways.clock.now()).toBe(30 * minute);
    expect(await outcomeOf(service.confirm(id, code))).toBe('verification_code_invalid');
    expect(await service.emailOf(proof, 'sign_up')).toBe('new@school.example');
    expect(await take(proof, 'sign_up')).toBe('new@school.example');
    expect(await outcomeOf(take(proof, 'sign_up'))).toBe('proof_invalid');
    expect(await outcomeOf(service.emailOf(proof, 'sign_up'))).toBe('proof_invalid');
  });

  test('allows 5 tries, however many guess at once', async () => {
    const { id, code } = await mailed();
    const guesses = Array.from({ length: 50 }, () => service.confirm(id, wrong(code)));
    expect(await tally(guesses)).toEqual({ verification_code_invalid: 50 });
    expect(await ways.db('verifications').where({ id }).first('tries')).toEqual({ tries: 5 });
    expect(await outcomeOf(service.confirm(id, code))).toBe('verification_code_invalid');
  });

  test('is right at the fifth try', async () => {
    const { id, code } = await mailed();
    for (let i = 0; i < 4; i++) await outcomeOf(service.confirm(id, wrong(code)));
    expect(await outcomeOf(service.confirm(id, code))).toBe('ok');
  });

  test('gives one proof to those who confirm it at once', async () => {
    const { id, code } = await mailed();
    const confirmed = Array.from({ length: 5 }, () => service.confirm(id, code));
    expect(await tally(confirmed)).toEqual({ ok: 1, verification_code_invalid: 4 });
  });

  test('is of one verification: another’s id does not take it', async () => {
    const [one, other] = [await mailed(), await mailed('other@school.example')];
    expect(await outcomeOf(service.confirm(one.id, other.code))).toBe('verification_code_invalid');
  });

  test('that somebody may not ask for yet leaves the former one standing', async () => {
    const { id, code } = await mailed();
    expect(await outcomeOf(mailed())).toBe('rate_limited');
    expect(await outcomeOf(service.confirm(id, code))).toBe('ok');
  });
});

describe('an address', () => {
  test('is sent a code once a minute, 5 times an hour and 10 times a day, for each purpose', async () => {
    const began = ways.clock.now();
    const minutes: number[] = [];
    for (let i = 0; i < 12; i++) {
      const { resendAt } = await service.request('new@school.example', 'sign_up', 'en');
      minutes.push((ways.clock.now() - began) / minute);
      ways.clock.pass(Date.parse(resendAt) - ways.clock.now() - 1);
      const early = await service.request('new@school.example', 'sign_up', 'en').catch((error: unknown) => error);
      expect(early).toMatchObject({ code: 'rate_limited', options: { retryAfterSeconds: 1 } });
      ways.clock.pass(1);
    }
    expect(minutes).toEqual([0, 1, 2, 3, 4, 60, 61, 62, 63, 64, 1_440, 1_441]);
  });

  test('is not held up by another, nor by another purpose', async () => {
    await mailed('one@school.example', 'sign_up');
    expect(await outcomeOf(mailed('one@school.example', 'password_reset'))).toBe('ok');
    expect(await outcomeOf(mailed('other@school.example', 'sign_up'))).toBe('ok');
  });

  test('is sent one code, however many ask at once', async () => {
    const asks = Array.from({ length: 10 }, () => mailed());
    expect(await tally(asks)).toEqual({ ok: 1, rate_limited: 9 });
    expect(ways.letters).toHaveLength(1);
  });
});

describe('a proof', () => {
  test('is good for its purpose only, also when it is taken with a transaction that fails', async () => {
    const proof = await proven();
    expect(await outcomeOf(take(proof, 'password_reset'))).toBe('proof_invalid');
    const failing = ways.db.transaction(async (tx) => {
      await service.takeProof(tx, proof, 'sign_up');
      throw new Error('the account could not be made');
    });
    await expect(failing).rejects.toThrow('could not be made');
    expect(await outcomeOf(take(proof, 'sign_up'))).toBe('ok');
  });

  test('that is taken makes the others of its address and purpose void', async () => {
    await ways.addMember('haeun@school.example', 'student');
    const stolen = await proven('haeun@school.example', 'password_reset');
    const unrelated = await proven('new@school.example');
    ways.clock.pass(minute);
    const own = await proven('haeun@school.example', 'password_reset');
    ways.clock.pass(minute);
    const { id, code } = await mailed('haeun@school.example', 'password_reset');
    await take(own, 'password_reset');
    expect(await outcomeOf(take(stolen, 'password_reset'))).toBe('proof_invalid');
    expect(await outcomeOf(service.confirm(id, code))).toBe('verification_code_invalid');
    expect(await outcomeOf(take(unrelated, 'sign_up'))).toBe('ok');
  });

  test('is taken by one of many at once', async () => {
    const proof = await proven();
    const takers = Array.from({ length: 20 }, () => take(proof, 'sign_up'));
    expect(await tally(takers)).toEqual({ ok: 1, proof_invalid: 19 });
  });

  test.each(['', '.', 'ver_01h2xcejqtf2nbrexx3vqjhp41.', 'x'.repeat(120)])('is not %j', async (proof) => {
    await mailed();
    expect(await outcomeOf(take(proof, 'sign_up'))).toBe('proof_invalid');
  });
});

describe('whether an address has an account', () => {
  const people = ['nobody', 'member', 'suspended', 'withdrawn', 'service'].map((who) => `${who}@school.example`);
  beforeEach(async () => {
    const at = '2026-01-01T00:00:00.000Z';
    await ways.addMember('member@school.example', 'student');
    await ways.addMember('suspended@school.example', 'student', { suspended_at: at });
    await ways.addMember('withdrawn@school.example', 'student', { withdrawn_at: at });
    await ways.addMember('service@school.example', 'admin', { kind: 'service' });
  });
  /** A request as its caller and as the database see it. */
  async function observed(email: string, purpose: VerificationPurpose) {
    const sql: string[] = [];
    const watch = ({ sql: text }: { sql: string }) => void sql.push(text);
    ways.db.on('query', watch);
    const { id: _, ...reply } = await service.request(email, purpose, 'en');
    const again = await service.request(email, purpose, 'en').catch((error: unknown) => error);
    ways.db.off('query', watch);
    return { reply, again, sql };
  }

  test.each(['sign_up', 'password_reset'] as const)(
    'shows neither in the answer to %s nor in its work',
    async (purpose) => {
      const seen = [];
      for (const email of people) seen.push(await observed(email, purpose));
      for (const each of seen) expect(each).toEqual(seen[0]);
      expect(ways.letters.map(({ to }) => to)).toEqual(people);
      const rows: { id: string }[] = await ways.db('verifications');
      expect(rows).toHaveLength(people.length);
      const confirms = await Promise.all(rows.map(({ id }) => outcomeOf(service.confirm(id, '000000'))));
      expect(new Set(confirms)).toEqual(new Set(['verification_code_invalid']));
      expect(new Set((await ways.db('verifications')).map(({ tries }) => tries))).toEqual(new Set([1]));
    },
  );

  test.each([
    ['sign_up', ['nobody', 'withdrawn', 'service'], 'You already have an account at 한빛 학원'],
    ['password_reset', ['member', 'suspended'], 'There is no account at 한빛 학원 for this address'],
  ] as const)('is told by the mail about %s, and no code then fits', async (purpose, coded, told) => {
    for (const email of people) await service.request(email, purpose, 'en');
    const withCode = (email: string) => coded.some((who) => email.startsWith(who));
    for (const { to, subject, text } of ways.letters) {
      expect(codeIn(text) !== '', to).toBe(withCode(to));
      expect(subject === told, to).toBe(!withCode(to));
    }
    const rows: { email: string; code_digest: string | null }[] = await ways.db('verifications');
    for (const { email, code_digest } of rows) expect(code_digest !== null, email).toBe(withCode(email));
  });
});

test('codes and proofs are neither in the database nor in logs and errors', async () => {
  const { log, lines } = logLines();
  const broken = { send: async () => Promise.reject(new MailFailure('refused', true, '451')), close: async () => {} };
  const real = createPostman({ mailer: broken, clock: ways.clock, log });
  const post = (letter: (typeof ways.letters)[number]) => {
    ways.letters.push(letter);
    real.post(letter);
  };
  service = verificationService({ ...ways, codeKey, postman: { post } });
  const { id, code } = await mailed();
  const written = [await everythingIn(ways.db)];
  const errors = [await service.confirm(id, wrong(code)).catch((error: unknown) => error)];
  const { proof } = await service.confirm(id, code);
  written.push(await everythingIn(ways.db));
  errors.push(await take(proof, 'password_reset').catch((error: unknown) => error));
  await ways.db.schema.dropTable('verifications');
  errors.push(await service.confirm(id, code).catch((error: unknown) => error));
  errors.push(await service.emailOf(proof, 'sign_up').catch((error: unknown) => error));
  for (const err of errors) log.error({ err }, 'as the server logs it');
  await real.stop();
  expect(lines.join('')).toContain('no such table');
  expect(lines.join('')).toContain('mail was given up');
  const secret = proof.split('.')[1] ?? '';
  for (const text of [...written, ...lines]) {
    expect(text).not.toMatch(new RegExp(`\\b${code}\\b`));
    expect(text).not.toContain(secret);
  }
});
