import type { Verification, VerificationPurpose } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database, Queries } from '../../platform/database.js';
import type { NewId, RandomBytes } from '../../platform/ids.js';
import { keyedDigest, sameText } from '../../platform/keyed-digest.js';
import type { Postman } from '../../platform/mail/postman.js';
import { sixDigits } from '../../platform/one-time-codes.js';
import { type Language, Problem } from '../../platform/problem.js';
import { sha256 } from '../../platform/sha256.js';
import { memberStore } from '../members/store.js';
import { verificationLetter } from './letter.js';
import { mayAskAt } from './request-limits.js';
import { verificationStore } from './store.js';

/** Finds out whether somebody reads the mail of an address. */
export interface VerificationService {
  /**
   * Mails a code of 6 digits: 20 minutes, 5 tries; the former one is void. Same answer and same work whether or not the
   * address has an account. @throws Problem rate_limited
   */
  request(email: string, purpose: VerificationPurpose, language: Language): Promise<Verification>;
  /** Exchanges the code for a proof, good for 30 minutes; a wrong one uses up a try. @throws Problem verification_code_invalid */
  confirm(id: string, code: string): Promise<{ proof: string; expiresAt: string }>;
  /** The address that a proof speaks of; the proof stays good. @throws Problem proof_invalid */
  emailOf(proof: string, purpose: VerificationPurpose): Promise<string>;
  /** Uses a proof up, and with it every other one of its address and purpose; gives the address. @throws Problem proof_invalid */
  takeProof(tx: Queries, proof: string, purpose: VerificationPurpose): Promise<string>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly newId: NewId;
  readonly codeKey: Uint8Array;
  readonly postman: Pick<Postman, 'post'>;
  readonly publicUrl: () => string;
  readonly institutionName: () => Promise<string>;
}

const codeMinutes = 20;
const proofMinutes = 30;
const minuteMs = 60_000;

export function verificationService(deps: Dependencies): VerificationService {
  const { db, clock, random, newId, codeKey, postman, publicUrl, institutionName } = deps;
  const keyed = keyedDigest(codeKey);
  const now = () => iso(clock.now());
  const inMinutes = (minutes: number) => iso(clock.now() + minutes * minuteMs);
  const digestOf = (id: string, code: string) => keyed('verification', id, code);
  const shown = (proof: string, purpose: VerificationPurpose) => ({
    id: proof.split('.', 1)[0] ?? '',
    digest: sha256(proof),
    purpose,
  });

  return {
    request: async (email, purpose, language) => {
      const institution = await institutionName();
      const [id, code] = [newId('ver'), sixDigits(random)];
      // For every address: how long the answer takes must not tell whether the digest is kept.
      const digest = digestOf(id, code);
      const { member, verification } = await db.transaction(async (tx) => {
        const store = verificationStore(tx);
        // Before counting: where an engine locks rows, a request made at the same time waits here.
        await store.voidCodes(email, purpose);
        const askedAt = await store.askedAt(email, purpose);
        mustBeWithinLimits(askedAt, clock.now());
        const owner = await memberStore(tx).byEmail(email);
        const isOfUse = (purpose === 'sign_up') === (owner === undefined);
        const times = { created_at: now(), expires_at: inMinutes(codeMinutes) };
        await store.insert({ id, email, purpose, code_digest: isOfUse ? digest : null, ...times });
        const resendAt = iso(mayAskAt([Date.parse(times.created_at), ...askedAt]));
        return { member: owner, verification: { id, purpose, expiresAt: times.expires_at, resendAt } };
      });
      const sender = { institution, publicUrl: publicUrl(), validMinutes: codeMinutes };
      postman.post(verificationLetter(language, { id, code, email, purpose, member }, sender));
      return verification;
    },
    confirm: async (id, code) => {
      const digest = digestOf(id, code);
      // Counted before it is compared: guesses made at once cannot overrun the limit.
      const kept = await verificationStore(db).countTry(id, now());
      if (kept === undefined || !sameText(kept, digest)) throw new Problem('verification_code_invalid');
      const proof = `${id}.${random(32).toString('base64url')}`;
      const expiresAt = inMinutes(proofMinutes);
      // Unless it was confirmed or made void meanwhile.
      if (!(await verificationStore(db).confirm(id, kept, sha256(proof), expiresAt)))
        throw new Problem('verification_code_invalid');
      return { proof, expiresAt };
    },
    emailOf: async (proof, purpose) => {
      const email = await verificationStore(db).emailOf(shown(proof, purpose), now());
      if (email === undefined) throw new Problem('proof_invalid');
      return email;
    },
    takeProof: async (tx, proof, purpose) => {
      const email = await verificationStore(tx).take(shown(proof, purpose), now());
      if (email === undefined) throw new Problem('proof_invalid');
      // Whoever else read that mailbox must not undo it.
      await verificationStore(tx).voidAll(email, purpose);
      return email;
    },
  };
}

/** @throws Problem rate_limited */
function mustBeWithinLimits(askedAt: readonly number[], now: number): void {
  const waitMs = mayAskAt(askedAt) - now;
  if (waitMs > 0) throw new Problem('rate_limited', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
}
