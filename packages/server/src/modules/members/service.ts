import type { Grade, Member, Role } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { type Database, isUniqueViolation } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId } from '../../platform/ids.js';
import type { PageRequest } from '../../platform/page.js';
import type { Passwords } from '../../platform/passwords.js';
import { Problem } from '../../platform/problem.js';
import { enrollmentStore } from '../enrollments/store.js';
import { lectureStore } from '../lectures/store.js';
import { seatStore } from '../seats/store.js';
import { sessionStore } from '../sessions/store.js';
import { memberStore, toMember } from './store.js';

export interface NewMember {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
  readonly grade: Grade;
}

export interface MemberService {
  /** @throws Problem email_taken */
  create(member: NewMember): Promise<Member>;
  get(id: string): Promise<Member>;
  list(
    request: PageRequest & { role?: Role | undefined; keyword?: string | undefined },
  ): ReturnType<ReturnType<typeof memberStore>['page']>;
  update(id: string, change: { name?: string | undefined; grade?: Grade | undefined }): Promise<Member>;
  /** A new password ends every other session of the member. @throws Problem credentials_wrong */
  updateOwn(
    id: string,
    sessionId: string,
    change: { name?: string | undefined; password?: string | undefined; currentPassword?: string | undefined },
  ): Promise<Member>;
  /** @throws Problem credentials_wrong, lesson_in_progress */
  withdraw(id: string, password: string): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly passwords: Passwords;
  readonly effects: LiveEffects;
}

const given = <T extends object>(change: T): Partial<T> => {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
};

export function memberService({ db, clock, newId, passwords, effects }: Dependencies): MemberService {
  const found = async (id: string) => {
    const row = await memberStore(db).byId(id);
    if (!row) throw new Problem('not_found');
    return row;
  };
  const mustMatch = async (id: string, password: string) => {
    const row = await found(id);
    if (!(await passwords.matches(row.password_hash, password))) throw new Problem('credentials_wrong');
  };

  return {
    create: async ({ email, password, name, role, grade }) => {
      const row = {
        id: newId('mem'),
        email,
        password_hash: await passwords.hash(password),
        name,
        role,
        grade,
        created_at: iso(clock.now()),
      };
      try {
        await memberStore(db).insert(row);
      } catch (error) {
        throw isUniqueViolation(error) ? new Problem('email_taken') : error;
      }
      return toMember({ ...row, withdrawn_at: null });
    },
    get: async (id) => toMember(await found(id)),
    list: (request) => memberStore(db).page(request),
    update: async (id, { name, grade }) => {
      const change = given({ name, grade });
      if (Object.keys(change).length > 0) await memberStore(db).update(id, change);
      return toMember(await found(id));
    },
    updateOwn: async (id, sessionId, { name, password, currentPassword }) => {
      if (password !== undefined) await mustMatch(id, currentPassword ?? '');
      const change = given({
        name,
        password_hash: password === undefined ? undefined : await passwords.hash(password),
      });
      const ended = await db.transaction(async (tx) => {
        if (Object.keys(change).length > 0) await memberStore(tx).update(id, change);
        return password === undefined ? [] : sessionStore(tx).endAllOf(id, iso(clock.now()), sessionId);
      });
      effects.sessionsEnded(ended);
      return toMember(await found(id));
    },
    withdraw: async (id, password) => {
      await mustMatch(id, password);
      const at = iso(clock.now());
      const { ended, left } = await db.transaction(async (tx) => {
        if (await lectureStore(tx).ownsActiveLesson(id)) throw new Problem('lesson_in_progress');
        await memberStore(tx).withdraw(id, at);
        await lectureStore(tx).closeAllOf(id, at);
        await seatStore(tx).freeAllOf(id);
        return { ended: await sessionStore(tx).endAllOf(id, at), left: await enrollmentStore(tx).leaveAllOf(id, at) };
      });
      effects.sessionsEnded(ended);
      for (const lectureId of left) {
        await effects.rosterChanged(lectureId);
        effects.waitingChanged(lectureId);
      }
    },
  };
}
