import type { RosterEntry } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import { type PageRequest, pageById } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { enrollmentStore } from '../enrollments/store.js';
import { seatStore } from '../seats/store.js';

interface RosterRow {
  id: string;
  member_id: string;
  name: string;
  email: string;
  updated_at: string;
  device_id: string | null;
  device_name: string | null;
}

export interface RosterService {
  list(lectureId: string, request: PageRequest): Promise<{ data: RosterEntry[]; nextCursor: string | null }>;
  leave(lectureId: string, memberId: string, by: Actor): Promise<void>;
  /** @throws Problem not_on_roster */
  remove(lectureId: string, memberId: string, by: Actor): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
}

export function rosterService({ db, clock, audit, effects }: Dependencies): RosterService {
  const take = async (lectureId: string, memberId: string, to: 'left' | 'removed', by: Actor): Promise<void> => {
    const decidedBy = to === 'removed' ? by.id : null;
    await db.transaction(async (tx) => {
      const moved = await enrollmentStore(tx).movePlace(lectureId, memberId, to, iso(clock.now()), decidedBy);
      if (!moved) throw new Problem('not_on_roster');
      await audit.append(tx, [{ action: `roster.${to}`, by, subjects: [lectureId, memberId] }]);
      await seatStore(tx).freeStudent(lectureId, memberId);
    });
    await effects.rosterChanged(lectureId);
  };
  return {
    list: (lectureId, request) => {
      const query = db('enrollments as e')
        .join('members as m', 'm.id', 'e.member_id')
        .leftJoin('seats as s', (on) => on.on('s.lecture_id', 'e.lecture_id').andOn('s.student_id', 'e.member_id'))
        .leftJoin('devices as d', 'd.id', 's.device_id')
        .where({ 'e.lecture_id': lectureId, 'e.status': 'accepted' })
        .select(
          'e.id',
          'e.member_id',
          'm.name',
          'm.email',
          'e.updated_at',
          'd.id as device_id',
          'd.name as device_name',
        );
      return pageById<RosterRow, RosterEntry>(
        query,
        request,
        'e.id',
        'asc',
        ({ enrollmentId }) => enrollmentId,
        toEntry,
      );
    },
    leave: (lectureId, memberId, by) => take(lectureId, memberId, 'left', by),
    remove: (lectureId, memberId, by) => take(lectureId, memberId, 'removed', by),
  };
}

const toEntry = (row: RosterRow): RosterEntry => ({
  enrollmentId: row.id,
  student: { id: row.member_id, name: row.name, email: row.email },
  since: row.updated_at,
  device: row.device_id === null ? null : { id: row.device_id, name: row.device_name ?? '' },
});
