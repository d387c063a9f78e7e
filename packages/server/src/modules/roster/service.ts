import type { RosterEntry } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import { type PageRequest, pageById } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
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
  leave(lectureId: string, memberId: string): Promise<void>;
  /** @throws Problem not_on_roster */
  remove(lectureId: string, memberId: string, by: string): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly effects: LiveEffects;
}

export function rosterService({ db, clock, effects }: Dependencies): RosterService {
  const take = async (
    lectureId: string,
    memberId: string,
    to: 'left' | 'removed',
    by: string | null,
  ): Promise<void> => {
    await db.transaction(async (tx) => {
      const moved = await enrollmentStore(tx).movePlace(lectureId, memberId, to, iso(clock.now()), by);
      if (!moved) throw new Problem('not_on_roster');
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
    leave: (lectureId, memberId) => take(lectureId, memberId, 'left', null),
    remove: (lectureId, memberId, by) => take(lectureId, memberId, 'removed', by),
  };
}

const toEntry = (row: RosterRow): RosterEntry => ({
  enrollmentId: row.id,
  student: { id: row.member_id, name: row.name, email: row.email },
  since: row.updated_at,
  device: row.device_id === null ? null : { id: row.device_id, name: row.device_name ?? '' },
});
