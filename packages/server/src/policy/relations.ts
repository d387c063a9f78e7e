import type { StaffRole } from '@didacto/sdk/contract';
import type { Database } from '../platform/database.js';

/** What the policy asks of the data: how things relate to lectures and members. Deleted lectures relate to nothing. */
export interface Relations {
  lectureOwner(lectureId: string): Promise<string | undefined>;
  lectureOfLesson(lessonId: string): Promise<string | undefined>;
  enrollment(enrollmentId: string): Promise<{ lectureId: string; memberId: string } | undefined>;
  staffRole(lectureId: string, memberId: string): Promise<StaffRole | undefined>;
  isOnRoster(lectureId: string, memberId: string): Promise<boolean>;
  isSeated(lectureId: string, deviceId: string): Promise<boolean>;
}

export const databaseRelations = (db: Database): Relations => ({
  lectureOwner: async (lectureId) => {
    const row: { owner_id: string } | undefined = await db('lectures')
      .where({ id: lectureId })
      .whereNull('deleted_at')
      .first('owner_id');
    return row?.owner_id;
  },
  lectureOfLesson: async (lessonId) => {
    const row: { lecture_id: string } | undefined = await db('lessons').where({ id: lessonId }).first('lecture_id');
    return row?.lecture_id;
  },
  enrollment: async (enrollmentId) => {
    const row: { lecture_id: string; member_id: string } | undefined = await db('enrollments')
      .where({ id: enrollmentId })
      .first('lecture_id', 'member_id');
    return row && { lectureId: row.lecture_id, memberId: row.member_id };
  },
  staffRole: async (lectureId, memberId) => {
    const row: { role: StaffRole } | undefined = await db('lecture_staff')
      .where({ lecture_id: lectureId, member_id: memberId })
      .first('role');
    return row?.role;
  },
  isOnRoster: async (lectureId, memberId) =>
    (await db('enrollments')
      .where({ lecture_id: lectureId, member_id: memberId, status: 'accepted' })
      .whereExists(stillThere(db, lectureId))
      .first('id')) !== undefined,
  isSeated: async (lectureId, deviceId) =>
    (await db('seats')
      .where({ lecture_id: lectureId, device_id: deviceId })
      .whereExists(stillThere(db, lectureId))
      .first('device_id')) !== undefined,
});

const stillThere = (db: Database, lectureId: string) =>
  db('lectures').select('id').where({ id: lectureId }).whereNull('deleted_at');
