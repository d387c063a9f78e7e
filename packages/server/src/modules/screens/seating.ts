import type { Assignment, ScreenPolicy } from '@didacto/sdk/contract';
import type { Database } from '../../platform/database.js';
import type { DeviceCaller, MemberCaller } from '../../policy/caller.js';

/** Who shows a screen: a device, or a member on their own computer. */
export type AgentCaller = DeviceCaller | MemberCaller;

/** The active lesson an agent belongs to, and the student whose screen it shows. */
export interface Seating {
  readonly studentId: string;
  readonly assignment: Omit<Assignment, 'policy'>;
}

interface SeatingRow {
  student_id: string;
  student_name: string;
  lecture_id: string;
  title: string;
  lesson_id: string;
  instructor_name: string;
}

const lessonsWithPeople = (db: Database) =>
  db('lessons as s')
    .join('lectures as l', 'l.id', 's.lecture_id')
    .join('members as o', 'o.id', 'l.owner_id')
    .where('s.state', 'active')
    .select(
      'l.id as lecture_id',
      'l.title',
      's.id as lesson_id',
      'o.name as instructor_name',
      'm.id as student_id',
      'm.name as student_name',
    )
    .orderBy('s.started_at', 'desc');

/** Of several active lessons the one that began last, for a PC has one user. */
export async function seatingOf(db: Database, caller: AgentCaller): Promise<Seating | undefined> {
  const query = lessonsWithPeople(db);
  if (caller.kind === 'device') {
    query
      .join('seats as t', 't.lecture_id', 'l.id')
      .join('members as m', 'm.id', 't.student_id')
      .where('t.device_id', caller.deviceId);
  } else {
    query
      .join('enrollments as e', 'e.lecture_id', 'l.id')
      .join('members as m', 'm.id', 'e.member_id')
      .where({ 'e.member_id': caller.memberId, 'e.status': 'accepted' });
  }
  const row: SeatingRow | undefined = await query.first();
  return (
    row && {
      studentId: row.student_id,
      assignment: {
        lectureId: row.lecture_id,
        lectureTitle: row.title,
        lessonId: row.lesson_id,
        instructorName: row.instructor_name,
        studentName: row.student_name,
      },
    }
  );
}

export const withPolicy = ({ assignment }: Seating, policy: ScreenPolicy): Assignment => ({ ...assignment, policy });
