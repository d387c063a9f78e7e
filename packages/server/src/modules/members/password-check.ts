import type { Database } from '../../platform/database.js';
import type { Passwords } from '../../platform/passwords.js';
import { Problem } from '../../platform/problem.js';
import type { SignInThrottle } from '../sessions/sign-in-throttle.js';
import { type MemberRow, memberStore } from './store.js';

/** Asks a signed-in member for their password again, for what a stolen token alone must not do. */
export interface PasswordCheck {
  /** @throws Problem credentials_wrong, rate_limited, not_found */
  mustMatch(memberId: string, password: string): Promise<MemberRow>;
}

interface Dependencies {
  readonly db: Database;
  readonly passwords: Passwords;
  readonly throttle: SignInThrottle;
}

export const passwordCheck = ({ db, passwords, throttle }: Dependencies): PasswordCheck => ({
  mustMatch: async (memberId, password) => {
    const row = await memberStore(db).byId(memberId);
    if (!row) throw new Problem('not_found');
    const attempt = await throttle.admitMember(memberId, 'password');
    if (!(await passwords.matches(row.password_hash, password))) throw new Problem('credentials_wrong');
    await attempt.succeeded();
    return row;
  },
});
