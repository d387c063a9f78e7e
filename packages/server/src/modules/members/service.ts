import type { Grade, Member, Role } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database, Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import { type Language, Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { staffStore } from '../staff/store.js';
import {
  type Consequences,
  closeLectures,
  depart,
  endCredentials,
  leaveLectures,
  mustNotBeLastAdmin,
  mustNotBeOneself,
} from './departure.js';
import type { MemberMaker } from './maker.js';
import type { Notices } from './notices.js';
import type { PasswordCheck } from './password-check.js';
import { type MemberFilter, type MemberRow, memberStore, toMember } from './store.js';

interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
  readonly grade: Grade;
}

/** Why an admin acts, and the language the member is told in. */
export interface Reason {
  readonly note?: string | undefined;
  readonly language: Language;
}

export interface MemberService {
  /** @throws Problem email_taken, password_common, password_personal */
  create(member: NewAccount, by: Actor): Promise<Member>;
  get(id: string): Promise<Member>;
  list(filter: MemberFilter): ReturnType<ReturnType<typeof memberStore>['page']>;
  /** @throws Problem own_account, last_admin, lesson_in_progress: of another role */
  update(
    id: string,
    change: { name?: string | undefined; grade?: Grade | undefined; role?: Role | undefined },
    by: Actor,
  ): Promise<Member>;
  rename(id: string, name: string, by: Actor): Promise<Member>;
  /** @throws Problem own_account, last_admin */
  suspend(id: string, reason: Reason, by: Actor): Promise<Member>;
  restore(id: string, reason: Reason, by: Actor): Promise<Member>;
  /** @throws Problem credentials_wrong, lesson_in_progress, last_admin */
  withdraw(id: string, password: string, by: Actor): Promise<void>;
  /** @throws Problem own_account, lesson_in_progress, last_admin */
  erase(id: string, note: string | undefined, by: Actor): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly maker: MemberMaker;
  readonly passwordCheck: PasswordCheck;
  readonly audit: AuditTrail;
  readonly notices: Notices;
  readonly effects: LiveEffects;
}

export function memberService(deps: Dependencies): MemberService {
  const { db, clock, maker, passwordCheck, audit, notices, effects } = deps;
  const now = () => iso(clock.now());
  const found = async (id: string, queries: Queries = db): Promise<MemberRow> => {
    const row = await memberStore(queries).byId(id);
    if (!row) throw new Problem('not_found');
    return row;
  };
  const carryOut = async (id: string, { credentials, rosters, staffOf }: Consequences): Promise<void> => {
    effects.credentialsEnded(credentials);
    effects.memberChanged(id);
    for (const lectureId of staffOf) effects.staffChanged(lectureId, id);
    for (const lectureId of rosters) {
      await effects.rosterChanged(lectureId);
      effects.waitingChanged(lectureId);
    }
  };

  return {
    create: async ({ email, password, name, role, grade }, by) => {
      const passwordHash = await maker.hash(password, { email, name });
      const member = { email, passwordHash, name, role, grade };
      return db.transaction((tx) => maker.insert(tx, member, by, 'member.created'));
    },
    get: async (id) => toMember(await found(id)),
    list: (filter) => memberStore(db).page(filter),
    update: async (id, { name, grade, role }, by) => {
      const consequences = await db.transaction(async (tx) => {
        const member = await found(id, tx);
        if (name !== undefined || grade !== undefined) {
          await memberStore(tx).update(id, { name: name ?? member.name, grade: grade ?? member.grade });
          const data = { grade: grade ?? null, renamed: name !== undefined };
          await audit.append(tx, [{ action: 'member.updated', by, subjects: [id], data }]);
        }
        if (role === undefined || role === member.role) return undefined;
        mustNotBeOneself(id, by);
        const data = { from: member.role, to: role };
        await audit.append(tx, [{ action: 'member.role_changed', by, subjects: [id], data }]);
        return changeRole(tx, member, role, now());
      });
      if (consequences) await carryOut(id, consequences);
      else effects.memberChanged(id);
      return toMember(await found(id));
    },
    rename: async (id, name, by) => {
      await db.transaction(async (tx) => {
        await memberStore(tx).update(id, { name });
        await audit.append(tx, [
          { action: 'member.updated', by, subjects: [id], data: { grade: null, renamed: true } },
        ]);
      });
      effects.memberChanged(id);
      return toMember(await found(id));
    },
    suspend: async (id, { note, language }, by) => {
      mustNotBeOneself(id, by);
      const { changed, ended } = await db.transaction(async (tx) => {
        const row = await found(id, tx);
        if (row.suspended_at !== null) return { changed: undefined, ended: [] };
        await mustNotBeLastAdmin(tx, row);
        const at = now();
        await memberStore(tx).update(id, { suspended_at: at });
        await audit.append(tx, [{ action: 'member.suspended', by, subjects: [id], note }]);
        return { changed: row, ended: await endCredentials(tx, id, at) };
      });
      await carryOut(id, { credentials: ended, rosters: [], staffOf: [] });
      if (changed) notices.suspended(changed, language);
      return toMember(await found(id));
    },
    restore: async (id, { note, language }, by) => {
      const changed = await db.transaction(async (tx) => {
        const row = await found(id, tx);
        if (row.suspended_at === null) return undefined;
        await memberStore(tx).update(id, { suspended_at: null });
        await audit.append(tx, [{ action: 'member.restored', by, subjects: [id], note }]);
        return row;
      });
      if (changed) notices.restored(changed, language);
      return toMember(await found(id));
    },
    withdraw: async (id, password, by) => {
      await passwordCheck.mustMatch(id, password);
      const consequences = await db.transaction(async (tx) => {
        const gone = await depart(tx, await found(id, tx), now());
        // After the erasure, and without what is personal about the act itself.
        await audit.append(tx, [{ action: 'member.withdrawn', by: unplaced(by), subjects: [id] }]);
        return gone;
      });
      await carryOut(id, consequences);
    },
    erase: async (id, note, by) => {
      mustNotBeOneself(id, by);
      const consequences = await db.transaction(async (tx) => {
        const member = await found(id, tx);
        // There is nobody behind a service account; it is removed by its own call.
        if (member.kind === 'service') throw new Problem('not_found');
        const gone = await depart(tx, member, now());
        await audit.append(tx, [{ action: 'member.erased', by, subjects: [id], note }]);
        return gone;
      });
      await carryOut(id, consequences);
    },
  };
}

/** Who acted, without where. */
const unplaced = (by: Actor): Actor => ({ ...by, address: '', client: '' });

/** What the former role allowed ends with it: sign-ins, tokens, lectures, places. @throws Problem last_admin, lesson_in_progress */
async function changeRole(tx: Queries, member: MemberRow, role: Role, at: string): Promise<Consequences> {
  const { id } = member;
  await mustNotBeLastAdmin(tx, member);
  if (member.role === 'instructor') await closeLectures(tx, id, at);
  const rosters = member.role === 'student' ? await leaveLectures(tx, id, at) : [];
  await memberStore(tx).update(id, { role });
  return {
    credentials: await endCredentials(tx, id, at),
    rosters,
    staffOf: await staffStore(tx).removePartsOf(id, role),
  };
}
