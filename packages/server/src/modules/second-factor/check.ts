import type { Clock } from '../../platform/clock.js';
import type { Database, Queries } from '../../platform/database.js';
import type { KeyedDigest } from '../../platform/keyed-digest.js';
import type { Language } from '../../platform/problem.js';
import type { SecretBox } from '../../platform/secret-box.js';
import { totpStep } from '../../platform/totp.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import type { Notices } from '../members/notices.js';
import type { MemberRow } from '../members/store.js';

/** Takes a member's second factor: a code of the authenticator app, or a recovery code. Each is good once. */
export interface SecondFactorCheck {
  /** Whether the code was right and unused; it is used now. */
  take(member: MemberRow, code: string, language: Language, by: Actor): Promise<boolean>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly keyed: KeyedDigest;
  readonly audit: AuditTrail;
  readonly notices: Notices;
}

/** Where a member's authenticator secret is sealed for. */
export const totpContext = (memberId: string): string => `members.totp_secret ${memberId}`;

export const recoveryDigest = (keyed: KeyedDigest, memberId: string, code: string): string =>
  keyed('recovery_code', memberId, code);

export function secondFactorCheck({ db, clock, box, keyed, audit, notices }: Dependencies): SecondFactorCheck {
  const takeRecoveryCode = async (member: MemberRow, code: string, language: Language, by: Actor) => {
    const code_hash = recoveryDigest(keyed, member.id, code);
    const taken = await db.transaction(async (tx) => {
      if ((await tx('recovery_codes').where({ member_id: member.id, code_hash }).delete()) !== 1) return false;
      const actor: Actor = { ...by, kind: 'member', id: member.id };
      await audit.append(tx, [{ action: 'second_factor.recovery_code_used', by: actor, subjects: [member.id] }]);
      return true;
    });
    if (taken) notices.secondFactorChanged(member, language, 'recovery_code_used');
    return taken;
  };
  return {
    take: async (member, code, language, by) => {
      if (member.totp_secret === null) return false;
      if (!/^\d{6}$/.test(code)) return takeRecoveryCode(member, code, language, by);
      const step = totpStep(box.open(member.totp_secret, totpContext(member.id)), code, clock.now());
      return step !== undefined && useStep(db, member.id, step);
    },
  };
}

/** Uses a time step up: of two calls with one code, or with an older one, the database lets one through. */
export async function useStep(db: Queries, memberId: string, step: number): Promise<boolean> {
  const later = db('members')
    .where({ id: memberId })
    .where((either) => either.whereNull('totp_step').orWhere('totp_step', '<', step));
  return (await later.update({ totp_step: step })) === 1;
}
