import type { SessionTokens } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { Passwords } from '../../platform/passwords.js';
import { type Language, Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import type { Notices, Place } from '../members/notices.js';
import { type MemberRow, memberStore } from '../members/store.js';
import type { SecondFactorCheck } from '../second-factor/check.js';
import type { SessionService } from './service.js';
import type { SignInThrottle } from './sign-in-throttle.js';
import { sessionStore } from './store.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Of the second factor. */
  readonly code?: string | undefined;
}

/** Where somebody signs in from, and the language they are told in. */
export type Origin = Place & { readonly language: Language };

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly throttle: SignInThrottle;
  readonly sessions: SessionService;
  readonly secondFactor: SecondFactorCheck;
  readonly audit: AuditTrail;
  readonly notices: Notices;
}

const familiarMs = 30 * 86_400_000;

/**
 * Signs a member in with e-mail and password. Same answer and same work whether or not the address exists.
 * @throws Problem credentials_wrong, second_factor_needed, second_factor_wrong, member_suspended, rate_limited
 */
export type SignIn = (credentials: Credentials, origin: Origin, by: Actor) => Promise<SessionTokens>;

export function signInWithPassword(deps: Dependencies): SignIn {
  const { db, clock, passwords, throttle, sessions, secondFactor, audit, notices } = deps;
  const refused = async (
    member: MemberRow | undefined,
    by: Actor,
    code: 'credentials_wrong' | 'second_factor_wrong',
  ) => {
    // On record for unknown addresses too: else the time it takes would tell them from known ones.
    const subjects = member ? [member.id] : [];
    await db.transaction((tx) =>
      audit.append(tx, [{ action: 'sign_in.refused', by, subjects, outcome: 'refused', data: { code } }]),
    );
    throw new Problem(code);
  };

  return async ({ email, password, code }, { language, ...place }, by) => {
    const member = await memberStore(db).byEmail(email);
    const since = iso(clock.now() - familiarMs);
    const history = await sessionStore(db).history(member?.id ?? '', place, since);
    const attempt = await throttle.admit(email, place.address, history.address);
    const matches = await passwords.matches(member?.password_hash, password);
    if (!member || !matches) return refused(member, by, 'credentials_wrong');
    if (member.suspended_at !== null) {
      await attempt.succeeded();
      throw new Problem('member_suspended');
    }
    if (member.second_factor_since !== null) {
      if (code === undefined) {
        await attempt.succeeded();
        throw new Problem('second_factor_needed');
      }
      const second = await throttle.admitMember(member.id, 'code');
      if (!(await secondFactor.take(member, code, language, by))) return refused(member, by, 'second_factor_wrong');
      await second.succeeded();
    }
    const given = await sessions.open(
      member.id,
      place,
      by,
      ({ password_hash, second_factor_since }) =>
        password_hash === member.password_hash && second_factor_since === member.second_factor_since,
    );
    await attempt.succeeded();
    if (history.any && !history.place) notices.newSignIn(member, language, place);
    await renewHash(member, password);
    return given;
  };

  /** The cost in the configuration may have grown since the password was set. */
  async function renewHash({ id, password_hash }: MemberRow, password: string): Promise<void> {
    if (!passwords.isOutdated(password_hash)) return;
    const renewed = await passwords.hash(password);
    // Unless it was changed meanwhile.
    await db('members').where({ id, password_hash }).update({ password_hash: renewed });
  }
}
