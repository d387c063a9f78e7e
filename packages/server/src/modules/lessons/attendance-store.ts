import type { ScreenStateName, UnavailableReason } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';

export interface SpanRow {
  student_id: string;
  student_name: string;
  state: ScreenStateName;
  reason: UnavailableReason | null;
  from_at: string;
  to_at: string | null;
}

/** A student's state began; the one before it ends at the same moment. */
export interface StateBegan {
  readonly lessonId: string;
  readonly studentId: string;
  readonly state: ScreenStateName;
  readonly reason: UnavailableReason | null;
  readonly at: string;
}

export const attendanceStore = (db: Queries) => ({
  begin: async ({ lessonId, studentId, state, reason, at }: StateBegan): Promise<void> => {
    await db('attendance_spans')
      .where({ lesson_id: lessonId, student_id: studentId })
      .whereNull('to_at')
      .update({ to_at: at });
    await db('attendance_spans').insert({ lesson_id: lessonId, student_id: studentId, state, reason, from_at: at });
  },
  /** The state each student is in, for a server that starts again in the middle of a lesson. */
  openSpans: async (lessonId: string): Promise<SpanRow[]> => joined(db, lessonId).whereNull('a.to_at'),
  spansOf: async (lessonId: string): Promise<SpanRow[]> => joined(db, lessonId),
});

const joined = (db: Queries, lessonId: string) =>
  db('attendance_spans as a')
    .join('members as m', 'm.id', 'a.student_id')
    .where('a.lesson_id', lessonId)
    .orderBy('a.id')
    .select('a.student_id', 'm.name as student_name', 'a.state', 'a.reason', 'a.from_at', 'a.to_at');
