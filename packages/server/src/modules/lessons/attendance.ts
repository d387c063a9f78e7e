import type { Attendance, AttendanceSpan, Lesson, ScreenStateName, StudentAttendance } from '@didacto/sdk/contract';
import type { SpanRow } from './attendance-store.js';

const present: ReadonlySet<ScreenStateName> = new Set(['live', 'unchanged', 'no_display']);

/** A lesson's record from its spans, in their order. The lesson's end closes what lasted beyond it; else `now` measures it. */
export function attendanceOf(lesson: Lesson, spans: readonly SpanRow[], now: number): Attendance {
  const { endedAt } = lesson;
  const byStudent = new Map<string, SpanRow[]>();
  const within = spans.filter(({ from_at }) => endedAt === null || from_at <= endedAt);
  for (const span of within.map((row) => ({ ...row, to_at: earlier(row.to_at, endedAt) })))
    byStudent.set(span.student_id, [...(byStudent.get(span.student_id) ?? []), span]);
  const students = [...byStudent.values()].map((rows) => studentAttendance(rows, now));
  students.sort((a, b) => a.student.name.localeCompare(b.student.name, 'ko'));
  return { lesson, students };
}

function studentAttendance(rows: readonly SpanRow[], now: number): StudentAttendance {
  const spans = rows.map(toSpan).reduce<AttendanceSpan[]>(joined, []);
  return {
    student: { id: rows[0]?.student_id ?? '', name: rows[0]?.student_name ?? '' },
    presentMs: sum(spans.filter(({ state }) => present.has(state)).map((span) => lasted(span, now))),
    gaps: spans.filter(({ state }) => state === 'agent_lost').length,
    spans,
  };
}

const earlier = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);

/** A server that starts again writes each state anew: one that lasted no time is none, equal ones that touch are one. */
function joined(spans: AttendanceSpan[], next: AttendanceSpan): AttendanceSpan[] {
  const last = spans.at(-1);
  if (last && last.from === last.to) return joined(spans.slice(0, -1), next);
  const touch = last && last.state === next.state && last.reason === next.reason && last.to === next.from;
  return touch ? [...spans.slice(0, -1), { ...last, to: next.to }] : [...spans, next];
}

const toSpan = ({ state, reason, from_at, to_at }: SpanRow): AttendanceSpan => ({
  state,
  reason,
  from: from_at,
  to: to_at,
});
const lasted = ({ from, to }: AttendanceSpan, now: number): number =>
  Math.max(0, (to === null ? now : Date.parse(to)) - Date.parse(from));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
