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

type StoredSpan = Omit<SpanRow, 'to_at'>;

/** Well below SQLite's limit of bound values. */
const rowsAtOnce = 100;

export const attendanceStore = (db: Queries) => ({
  /** Adds states in the order they began; a state's end is the next one's beginning and is stored nowhere else. */
  begin: async (batch: readonly StateBegan[]): Promise<void> => {
    for (let at = 0; at < batch.length; at += rowsAtOnce) {
      const rows = batch.slice(at, at + rowsAtOnce).map(({ lessonId, studentId, state, reason, at: from_at }) => ({
        lesson_id: lessonId,
        student_id: studentId,
        state,
        reason,
        from_at,
      }));
      await db('attendance_spans').insert(rows);
    }
  },
  /** The state each student is in, for a server that starts again in the middle of a lesson. */
  openSpans: async (lessonId: string): Promise<SpanRow[]> =>
    (await spansOf(db, lessonId)).filter(({ to_at }) => to_at === null),
  /** Of everyone, or of one student. */
  spansOf: (lessonId: string, studentId?: string): Promise<SpanRow[]> => spansOf(db, lessonId, studentId),
  lessonsOf: async (studentId: string): Promise<string[]> => {
    const rows: { lesson_id: string }[] = await db('attendance_spans')
      .where({ student_id: studentId })
      .distinct('lesson_id')
      .orderBy('lesson_id');
    return rows.map(({ lesson_id }) => lesson_id);
  },
});

async function spansOf(db: Queries, lessonId: string, studentId?: string): Promise<SpanRow[]> {
  const query = db('attendance_spans as a')
    .join('members as m', 'm.id', 'a.student_id')
    .where('a.lesson_id', lessonId)
    .orderBy('a.id')
    .select('a.student_id', 'm.name as student_name', 'a.state', 'a.reason', 'a.from_at');
  if (studentId !== undefined) query.where('a.student_id', studentId);
  const rows: StoredSpan[] = await query;
  const next = new Map<string, string>();
  const backwards = rows.toReversed().map((row) => {
    const to_at = next.get(row.student_id) ?? null;
    next.set(row.student_id, row.from_at);
    return { ...row, to_at };
  });
  return backwards.reverse();
}
