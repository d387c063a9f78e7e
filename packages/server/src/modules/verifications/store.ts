import type { VerificationPurpose } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { remembered } from './request-limits.js';

interface VerificationRow {
  id: string;
  email: string;
  purpose: VerificationPurpose;
  /** Null where no code fits: there is nothing to prove, another code was asked for, or it was confirmed. */
  code_digest: string | null;
  tries: number;
  /** Of the proof, from when the code was confirmed until the proof is used. */
  proof_digest: string | null;
  created_at: string;
  /** Of the code, then of the proof. */
  expires_at: string;
}

interface ShownProof {
  readonly id: string;
  readonly digest: string;
  readonly purpose: VerificationPurpose;
}

export const maxTries = 5;

export const verificationStore = (db: Queries) => {
  const table = () => db<VerificationRow>('verifications');
  const proven = ({ id, digest, purpose }: ShownProof, now: string) =>
    table().where({ id, purpose, proof_digest: digest }).where('expires_at', '>', now);
  return {
    insert: async (row: Omit<VerificationRow, 'tries' | 'proof_digest'>): Promise<void> => {
      await table().insert({ ...row, tries: 0 });
    },
    /** When the last codes of an address were asked for, newest first, in ms. */
    askedAt: async (email: string, purpose: VerificationPurpose): Promise<number[]> => {
      const rows = await table()
        .where({ email, purpose })
        .orderBy('created_at', 'desc')
        .limit(remembered)
        .select('created_at');
      return rows.map(({ created_at }) => Date.parse(created_at));
    },
    voidCodes: async (email: string, purpose: VerificationPurpose): Promise<void> => {
      await table().where({ email, purpose }).update({ code_digest: null });
    },
    /** Uses up a try and gives the digest that the code must have; undefined: no try is left, no code fits, or it expired. */
    countTry: async (id: string, now: string): Promise<string | undefined> => {
      const rows = await table()
        .where({ id })
        .where('tries', '<', maxTries)
        .where('expires_at', '>', now)
        .increment('tries', 1)
        .returning('code_digest');
      return rows[0]?.code_digest ?? undefined;
    },
    /** Puts a proof in the place of the code, if that one still holds. */
    confirm: async (id: string, code: string, proof: string, expiresAt: string): Promise<boolean> =>
      (await table()
        .where({ id, code_digest: code })
        .update({ code_digest: null, proof_digest: proof, expires_at: expiresAt })) === 1,
    emailOf: async (proof: ShownProof, now: string): Promise<string | undefined> =>
      (await proven(proof, now).first('email'))?.email,
    /** Uses a proof up: of two callers with one proof, one gets the address. */
    take: async (proof: ShownProof, now: string): Promise<string | undefined> => {
      const rows = await proven(proof, now).update({ proof_digest: null }, ['email']);
      return rows[0]?.email;
    },
    voidAll: async (email: string, purpose: VerificationPurpose): Promise<void> => {
      await table().where({ email, purpose }).update({ code_digest: null, proof_digest: null });
    },
  };
};
