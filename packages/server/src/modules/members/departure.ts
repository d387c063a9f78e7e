import type { Queries } from '../../platform/database.js';
import { Problem } from '../../platform/problem.js';
import { accessTokenStore } from '../access-tokens/store.js';
import type { Actor } from '../audit/actor.js';
import { auditStore } from '../audit/store.js';
import { enrollmentStore } from '../enrollments/store.js';
import { lectureStore } from '../lectures/store.js';
import { seatStore } from '../seats/store.js';
import { sessionStore } from '../sessions/store.js';
import { staffStore } from '../staff/store.js';
import { type MemberRow, memberStore } from './store.js';

/** What a change of a member means for those who are connected. */
export interface Consequences {
  /** Sessions and access tokens that ended. */
  readonly credentials: readonly string[];
  /** Lectures whose roster, seats or waiting requests changed. */
  readonly rosters: readonly string[];
  /** Lectures they no longer help in. */
  readonly staffOf: readonly string[];
}

/** @throws Problem own_account */
export function mustNotBeOneself(id: string, by: Actor): void {
  if (by.kind === 'member' && by.id === id) throw new Problem('own_account');
}

/** @throws Problem last_admin */
export async function mustNotBeLastAdmin(tx: Queries, { id, role, kind }: MemberRow): Promise<void> {
  if (role !== 'admin' || kind !== 'person') return;
  if ((await memberStore(tx).countOtherAdmins(id)) === 0) throw new Problem('last_admin');
}

/** Sign-ins and access tokens of a member end; gives their ids. */
export const endCredentials = async (tx: Queries, memberId: string, at: string): Promise<string[]> => [
  ...(await sessionStore(tx).endAllOf(memberId, at)),
  ...(await accessTokenStore(tx).revokeAllOf(memberId, at)),
];

/** Lectures are given up. @throws Problem lesson_in_progress */
export async function closeLectures(tx: Queries, memberId: string, at: string): Promise<void> {
  if (await lectureStore(tx).ownsActiveLesson(memberId)) throw new Problem('lesson_in_progress');
  await lectureStore(tx).closeAllOf(memberId, at);
}

/** Places as a student are given up; gives the lectures touched. */
export async function leaveLectures(tx: Queries, memberId: string, at: string): Promise<string[]> {
  await seatStore(tx).freeAllOf(memberId);
  return enrollmentStore(tx).leaveAllOf(memberId, at);
}

/**
 * A member goes for good: every place is given up, and what is personal is erased. Rows that records point to stay,
 * with nobody behind them. @throws Problem lesson_in_progress, last_admin
 */
export async function depart(tx: Queries, member: MemberRow, at: string): Promise<Consequences> {
  const { id, email } = member;
  await mustNotBeLastAdmin(tx, member);
  await closeLectures(tx, id, at);
  const consequences = {
    credentials: await endCredentials(tx, id, at),
    rosters: await leaveLectures(tx, id, at),
    staffOf: await staffStore(tx).removeAllOf(id),
  };
  await memberStore(tx).erase(id, at);
  await sessionStore(tx).forgetPlaces(id);
  await accessTokenStore(tx).forgetNames(id);
  await tx('recovery_codes').where({ member_id: id }).delete();
  await tx('verifications').where({ email }).delete();
  // Whoever leaves is invited by none that still waits.
  await tx('invitations').where({ email }).whereNull('accepted_at').whereNull('revoked_at').update({ revoked_at: at });
  await tx('invitations').where({ email }).update({ email: '' });
  await auditStore(tx).eraseDetailsOf(id);
  return consequences;
}
