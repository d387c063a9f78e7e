import type { Enrollment, EnrollmentStatus } from '@didacto/sdk/contract';
import { countOf, type Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';

interface EnrollmentRow {
  id: string;
  lecture_id: string;
  title: string;
  member_id: string;
  member_name: string;
  status: EnrollmentStatus;
  created_at: string;
  updated_at: string;
}

export interface EnrollmentFilter extends PageRequest {
  readonly status?: EnrollmentStatus | undefined;
  readonly lectureId?: string;
  readonly memberId?: string;
}

const toEnrollment = (row: EnrollmentRow): Enrollment => ({
  id: row.id,
  lecture: { id: row.lecture_id, title: row.title },
  member: { id: row.member_id, name: row.member_name },
  status: row.status,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const inPlace: readonly EnrollmentStatus[] = ['waiting', 'accepted'];

export const enrollmentStore = (db: Queries) => {
  const joined = () =>
    db('enrollments as e')
      .join('lectures as l', 'l.id', 'e.lecture_id')
      .join('members as m', 'm.id', 'e.member_id')
      .select(
        'e.id',
        'e.lecture_id',
        'l.title',
        'e.member_id',
        'm.name as member_name',
        'e.status',
        'e.created_at',
        'e.updated_at',
      );
  return {
    insertWaiting: async (id: string, lectureId: string, memberId: string, at: string): Promise<void> => {
      await db('enrollments').insert({
        id,
        lecture_id: lectureId,
        member_id: memberId,
        status: 'waiting',
        created_at: at,
        updated_at: at,
      });
    },
    byId: async (id: string): Promise<Enrollment | undefined> => {
      const row: EnrollmentRow | undefined = await joined().where('e.id', id).first();
      return row && toEnrollment(row);
    },
    /** The enrollment that holds the place of this member in this lecture, if any. */
    placeOf: async (
      lectureId: string,
      memberId: string,
    ): Promise<{ id: string; status: EnrollmentStatus } | undefined> =>
      db('enrollments')
        .where({ lecture_id: lectureId, member_id: memberId })
        .whereIn('status', inPlace)
        .first('id', 'status'),
    /** Moves an enrollment from one status to another, if it still has the first. */
    move: async (
      id: string,
      from: EnrollmentStatus,
      to: EnrollmentStatus,
      at: string,
      decidedBy: string | null = null,
    ): Promise<boolean> =>
      (await db('enrollments')
        .where({ id, status: from })
        .update({ status: to, decided_by: decidedBy, updated_at: at })) === 1,
    movePlace: async (
      lectureId: string,
      memberId: string,
      to: 'left' | 'removed',
      at: string,
      decidedBy: string | null,
    ): Promise<boolean> =>
      (await db('enrollments')
        .where({ lecture_id: lectureId, member_id: memberId, status: 'accepted' })
        .update({ status: to, decided_by: decidedBy, updated_at: at })) === 1,
    waitingIds: async (lectureId: string): Promise<string[]> => {
      const rows: { id: string }[] = await db('enrollments')
        .where({ lecture_id: lectureId, status: 'waiting' })
        .orderBy('id')
        .select('id');
      return rows.map(({ id }) => id);
    },
    countWaiting: (lectureId: string): Promise<number> =>
      countOf(db('enrollments').where({ lecture_id: lectureId, status: 'waiting' })),
    cancelAllWaiting: async (lectureId: string, at: string): Promise<void> => {
      await db('enrollments')
        .where({ lecture_id: lectureId, status: 'waiting' })
        .update({ status: 'cancelled', updated_at: at });
    },
    /** A member goes: what waits is cancelled, rosters are left. Gives the lectures touched. */
    leaveAllOf: async (memberId: string, at: string): Promise<string[]> => {
      const rows: { lecture_id: string }[] = await db('enrollments')
        .where({ member_id: memberId })
        .whereIn('status', inPlace)
        .select('lecture_id');
      await db('enrollments')
        .where({ member_id: memberId, status: 'waiting' })
        .update({ status: 'cancelled', updated_at: at });
      await db('enrollments')
        .where({ member_id: memberId, status: 'accepted' })
        .update({ status: 'left', updated_at: at });
      return rows.map(({ lecture_id }) => lecture_id);
    },
    page: ({ status, lectureId, memberId, ...request }: EnrollmentFilter) => {
      const query = joined();
      if (status !== undefined) query.where('e.status', status);
      if (lectureId !== undefined) query.where('e.lecture_id', lectureId);
      if (memberId !== undefined) query.where('e.member_id', memberId);
      return pageById<EnrollmentRow, Enrollment>(query, request, 'e.id', 'desc', ({ id }) => id, toEnrollment);
    },
  };
};
