import type { VerificationPurpose } from '@didacto/sdk/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { iso } from '../../platform/clock.js';
import { Problem } from '../../platform/problem.js';
import { type VerificationService, verificationService } from './service.js';
import { openWaysIn } from './testing/ways-in.js';

// The rules of codes and proofs, said once more and simply; any history of the real service must agree with them.

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** An address and a purpose; they are of use to each other, or the code that is asked for fits nothing. */
const lanes = [
  { email: 'new@school.example', purpose: 'sign_up', isOfUse: true },
  { email: 'haeun@school.example', purpose: 'password_reset', isOfUse: true },
  { email: 'haeun@school.example', purpose: 'sign_up', isOfUse: false },
  { email: 'new@school.example', purpose: 'password_reset', isOfUse: false },
] as const satisfies readonly { email: string; purpose: VerificationPurpose; isOfUse: boolean }[];

const lane = fc.nat(lanes.length - 1);
/** Which code of a lane is meant, counted from the newest. */
const back = fc.nat(2);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('request' as const), lane }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('confirm' as const), lane, back, right: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const), lane, back, purposeOf: lane }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(second, minute - 1, minute, 19 * minute, 20 * minute, 30 * minute, hour, 24 * hour),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A code as its owner and the model know it. */
interface Known {
  readonly id: string;
  /** As it was mailed; null: none was. */
  readonly mailed: string | null;
  readonly askedAt: number;
  fits: boolean;
  tries: number;
  until: number;
  proof: string | null;
}

class Model {
  now = 0;
  private readonly codes = lanes.map((): Known[] => []);

  mayRequest(at: number, now = this.now): boolean {
    const within = (ms: number) => this.codesOf(at).filter(({ askedAt }) => askedAt > now - ms).length;
    return within(minute) < 1 && within(hour) < 5 && within(24 * hour) < 10;
  }
  requested(at: number, id: string, mailed: string | null): void {
    for (const former of this.codesOf(at)) former.fits = false;
    const until = this.now + 20 * minute;
    this.codesOf(at).push({ id, mailed, askedAt: this.now, fits: mailed !== null, tries: 0, until, proof: null });
  }
  /** Whether the code is taken. */
  confirm(code: Known, isRight: boolean): boolean {
    if (code.tries >= 5 || this.now >= code.until) return false;
    code.tries++;
    if (!code.fits || !isRight) return false;
    code.fits = false;
    code.until = this.now + 30 * minute;
    return true;
  }
  take(at: number, { proof, until }: Known, purpose: VerificationPurpose): boolean {
    if (proof === null || this.now >= until || lanes[at]?.purpose !== purpose) return false;
    for (const each of this.codesOf(at)) Object.assign(each, { fits: false, proof: null });
    return true;
  }
  known(at: number, back: number): Known | undefined {
    return this.codesOf(at).at(-1 - back);
  }
  private codesOf(at: number): Known[] {
    return this.codes[at] ?? [];
  }
}

async function real() {
  const ways = await openWaysIn();
  await ways.addMember('haeun@school.example', 'student');
  const service = verificationService({ ...ways, codeKey: Buffer.alloc(32, 7) });
  const mailed = () => /^ +(\d{6})$/m.exec(ways.letters.at(-1)?.text ?? '')?.[1] ?? null;
  return { ...ways, service, mailed };
}
type Real = Awaited<ReturnType<typeof real>>;

const refusal = async (work: Promise<unknown>): Promise<Problem> => {
  const error: unknown = await work.then(() => undefined).catch((thrown: unknown) => thrown);
  if (!(error instanceof Problem)) throw error ?? new Error('it was not refused');
  return error;
};

async function request(model: Model, { service, mailed }: Real, at: number): Promise<void> {
  const { email, purpose, isOfUse } = lanes[at] ?? lanes[0];
  const asked = service.request(email, purpose, 'en');
  if (!model.mayRequest(at)) {
    const { code, options } = await refusal(asked);
    expect(code).toBe('rate_limited');
    const retryMs = (options.retryAfterSeconds ?? 0) * second;
    expect(model.mayRequest(at, model.now + retryMs)).toBe(true);
    expect(model.mayRequest(at, model.now + retryMs - second)).toBe(false);
    return;
  }
  const { id, expiresAt, resendAt } = await asked;
  expect(mailed() !== null).toBe(isOfUse);
  model.requested(at, id, mailed());
  expect(expiresAt).toBe(iso(model.now + 20 * minute));
  expect(model.mayRequest(at, Date.parse(resendAt))).toBe(true);
  expect(model.mayRequest(at, Date.parse(resendAt) - 1)).toBe(false);
}

async function confirm(model: Model, service: VerificationService, code: Known, right: boolean): Promise<void> {
  const guess = code.mailed ?? '123456';
  const wrong = guess === '000000' ? '000001' : '000000';
  const confirmed = service.confirm(code.id, right ? guess : wrong);
  if (!model.confirm(code, right)) {
    expect((await refusal(confirmed)).code).toBe('verification_code_invalid');
    return;
  }
  const { proof, expiresAt } = await confirmed;
  expect(expiresAt).toBe(iso(code.until));
  code.proof = proof;
}

async function take(model: Model, { db, service }: Real, { lane: at, back: nth, purposeOf }: Step & { kind: 'take' }) {
  const code = model.known(at, nth);
  const purpose = lanes[purposeOf]?.purpose;
  if (!code || !purpose) return;
  const proof = code.proof ?? `${code.id}.made-up`;
  const read = service.emailOf(proof, purpose).catch((error: unknown) => error);
  const taken = db.transaction((tx) => service.takeProof(tx, proof, purpose));
  if (model.take(at, code, purpose)) {
    expect([await read, await taken]).toEqual([lanes[at]?.email, lanes[at]?.email]);
    expect((await refusal(db.transaction((tx) => service.takeProof(tx, proof, purpose)))).code).toBe('proof_invalid');
    return;
  }
  expect((await refusal(taken)).code).toBe('proof_invalid');
  expect(await read).toMatchObject({ code: 'proof_invalid' });
}

async function walkThrough(walk: readonly Step[], school: Real): Promise<void> {
  const model = new Model();
  for (const each of walk) {
    model.now = school.clock.now();
    if (each.kind === 'pass') school.clock.pass(each.ms);
    if (each.kind === 'request') await request(model, school, each.lane);
    if (each.kind === 'take') await take(model, school, each);
    if (each.kind !== 'confirm') continue;
    const code = model.known(each.lane, each.back);
    if (code) await confirm(model, school.service, code, each.right);
  }
}

test('any history of requests, confirmations, proofs and time follows the rules', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (walk) => {
      const school = await real();
      await walkThrough(walk, school).finally(() => school.db.destroy());
    }),
    { numRuns: 60 },
  );
});
