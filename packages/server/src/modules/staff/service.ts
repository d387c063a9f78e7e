import type { StaffMember, StaffRole } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { type Database, isUniqueViolation, type Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { enrollmentStore } from '../enrollments/store.js';
import { isEligible, staffStore } from './store.js';

export interface StaffService {
  list(lectureId: string): Promise<StaffMember[]>;
  /**
   * Lets somebody teach or help in a lecture.
   * @throws Problem not_eligible (also where there is nobody of this address), already_staff, already_on_roster,
   * validation_failed where the lecture has 50
   */
  add(lectureId: string, wanted: { readonly email: string; readonly role: StaffRole }, by: Actor): Promise<StaffMember>;
  /** @throws Problem not_found where they do not help in it */
  remove(lectureId: string, memberId: string, by: Actor): Promise<void>;
  /** The same, of one's own accord. @throws Problem not_found */
  leave(lectureId: string, memberId: string, by: Actor): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
}

/** What the list of a lecture's staff shows without pages. */
export const mostStaff = 50;

export function staffService({ db, clock, audit, effects }: Dependencies): StaffService {
  const end = async (lectureId: string, memberId: string, how: 'removed' | 'left', by: Actor): Promise<void> => {
    await db.transaction(async (tx) => {
      const role = await staffStore(tx).remove(lectureId, memberId);
      if (role === undefined) throw new Problem('not_found');
      await audit.append(tx, [{ action: `staff.${how}`, by, subjects: [memberId, lectureId], data: { role } }]);
    });
    effects.staffChanged(lectureId, memberId);
  };

  return {
    list: (lectureId) => staffStore(db).of(lectureId),
    add: async (lectureId, { email, role }, by) => {
      const added = await db.transaction(async (tx) => {
        const memberId = await candidate(tx, lectureId, email, role);
        await staffStore(tx)
          .insert({ lecture_id: lectureId, member_id: memberId, role, since: iso(clock.now()) })
          .catch((error: unknown) => Promise.reject(asStaff(error)));
        const staff = await staffStore(tx).of(lectureId);
        if (staff.length > mostStaff) throw tooMany();
        await audit.append(tx, [{ action: 'staff.added', by, subjects: [memberId, lectureId], data: { role } }]);
        const one = staff.find(({ member }) => member.id === memberId);
        if (!one) throw new Problem('internal_error');
        return one;
      });
      effects.staffChanged(lectureId, added.member.id);
      return added;
    },
    remove: (lectureId, memberId, by) => end(lectureId, memberId, 'removed', by),
    leave: (lectureId, memberId, by) => end(lectureId, memberId, 'left', by),
  };
}

/** Who may have a part in a lecture. @throws Problem not_found (the lecture), not_eligible, already_on_roster */
async function candidate(tx: Queries, lectureId: string, email: string, part: StaffRole): Promise<string> {
  const ownerId = await staffStore(tx).takeLecture(lectureId);
  if (ownerId === undefined) throw new Problem('not_found');
  const person = await staffStore(tx).takePerson(email);
  // One answer for all: who has an account here is not for everyone to find out.
  if (!person || person.id === ownerId || !isEligible(person.role, part)) throw new Problem('not_eligible');
  if (await enrollmentStore(tx).placeOf(lectureId, person.id)) throw new Problem('already_on_roster');
  return person.id;
}

const asStaff = (error: unknown): unknown => (isUniqueViolation(error) ? new Problem('already_staff') : error);

function tooMany(): Problem {
  const field = { path: 'email', message: `the lecture has ${mostStaff} staff already; remove one first` };
  return new Problem('validation_failed', { detail: `${field.path}: ${field.message}`, fields: [field] });
}
