import type { Member } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database, Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import { type Language, Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import type { SignInThrottle } from '../sessions/sign-in-throttle.js';
import { sessionStore } from '../sessions/store.js';
import type { VerificationService } from '../verifications/service.js';
import { endCredentials } from './departure.js';
import type { MemberMaker } from './maker.js';
import type { Notices } from './notices.js';
import type { PasswordCheck } from './password-check.js';
import { memberStore } from './store.js';

/** How a member comes to a password, and to another. */
export interface MemberPasswords {
  /** @throws Problem proof_invalid, email_taken, password_common, password_personal */
  signUp(account: { proof: string; password: string; name: string }, by: Actor): Promise<Member>;
  /** Ends every session but this one. @throws Problem credentials_wrong, password_common, password_personal */
  change(
    holder: { memberId: string; sessionId: string; language: Language },
    passwords: { current: string; next: string },
    by: Actor,
  ): Promise<void>;
  /** Ends every session and access token. @throws Problem proof_invalid, password_common, password_personal */
  reset(shown: { proof: string; password: string; language: Language }, by: Actor): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly maker: MemberMaker;
  readonly verifications: VerificationService;
  readonly passwordCheck: PasswordCheck;
  readonly throttle: SignInThrottle;
  readonly audit: AuditTrail;
  readonly notices: Notices;
  readonly effects: LiveEffects;
}

export function memberPasswords(deps: Dependencies): MemberPasswords {
  const { db, clock, maker, verifications, passwordCheck, throttle, audit, notices, effects } = deps;
  const set = (tx: Queries, id: string, password_hash: string, at: string) =>
    memberStore(tx).update(id, { password_hash, password_changed_at: at });

  return {
    signUp: async ({ proof, password, name }, by) => {
      // Read before the slow hash, used up with the account: a refused password costs no new code.
      const email = await verifications.emailOf(proof, 'sign_up');
      const passwordHash = await maker.hash(password, { email, name });
      return db.transaction(async (tx) => {
        await verifications.takeProof(tx, proof, 'sign_up');
        const member = { email, passwordHash, name, role: 'student', grade: 'free' } as const;
        return maker.insert(tx, member, by, 'member.signed_up');
      });
    },
    change: async ({ memberId, sessionId, language }, { current, next }, by) => {
      const member = await passwordCheck.mustMatch(memberId, current);
      const hash = await maker.hash(next, member);
      const ended = await db.transaction(async (tx) => {
        // Two changes at once, both of the same current password: one of them comes too late.
        const now = await memberStore(tx).byId(memberId);
        if (now?.password_hash !== member.password_hash) throw new Problem('credentials_wrong');
        const at = iso(clock.now());
        await set(tx, memberId, hash, at);
        await audit.append(tx, [{ action: 'password.changed', by, subjects: [memberId] }]);
        return sessionStore(tx).endAllOf(memberId, at, sessionId);
      });
      effects.credentialsEnded(ended);
      notices.passwordChanged(member, language);
    },
    reset: async ({ proof, password, language }, by) => {
      const email = await verifications.emailOf(proof, 'password_reset');
      const member = await memberStore(db).byEmail(email);
      if (!member) throw new Problem('proof_invalid');
      const hash = await maker.hash(password, member);
      const ended = await db.transaction(async (tx) => {
        await verifications.takeProof(tx, proof, 'password_reset');
        const at = iso(clock.now());
        await set(tx, member.id, hash, at);
        const actor: Actor = { ...by, kind: 'member', id: member.id };
        await audit.append(tx, [{ action: 'password.reset', by: actor, subjects: [member.id] }]);
        return endCredentials(tx, member.id, at);
      });
      effects.credentialsEnded(ended);
      throttle.trust(email, by.address);
      notices.passwordChanged(member, language);
    },
  };
}
