import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iso } from '../../platform/clock.js';
import { attendanceOf } from './attendance.js';
import type { SpanRow } from './attendance-store.js';

const at = (seconds: number): string => iso(Date.UTC(2026, 2, 2, 1) + seconds * 1_000);
const ms = (time: string): number => Date.parse(time);
const lesson = (ends: number | null) => ({
  id: 'les_1',
  lectureId: 'lec_1',
  state: ends === null ? ('active' as const) : ('ended' as const),
  startedAt: at(0),
  endedAt: ends === null ? null : at(ends),
});
const span = (state: SpanRow['state'], from: number, to: number | null, student = 'mem_1'): SpanRow => ({
  student_id: student,
  student_name: student,
  state,
  reason: null,
  from_at: at(from),
  to_at: to === null ? null : at(to),
});
const only = (rows: SpanRow[], ends: number | null, now = 1_000) =>
  attendanceOf(lesson(ends), rows, ms(at(now))).students[0];

describe('attendance', () => {
  test('present is live, unchanged and no display; away is never connected, lost and left', () => {
    const rows = [
      span('never_connected', 0, 10),
      span('live', 10, 30),
      span('unchanged', 30, 60),
      span('no_display', 60, 65),
      span('agent_lost', 65, 80),
      span('live', 80, 90),
      span('left', 90, 100),
    ];
    expect(only(rows, 100)).toMatchObject({ presentMs: (20 + 30 + 5 + 10) * 1_000, gaps: 1 });
  });

  test('what still lasts is measured to now, and to the end once the lesson has one', () => {
    const rows = [span('live', 10, null)];
    expect(only(rows, null, 40)).toMatchObject({ presentMs: 30_000, spans: [{ to: null }] });
    expect(only(rows, 25, 40)).toMatchObject({ presentMs: 15_000, spans: [{ to: at(25) }] });
  });

  test('what came after the end is no part of the lesson', () => {
    const rows = [span('live', 10, 70), span('agent_lost', 70, null)];
    expect(only(rows, 60)).toMatchObject({ presentMs: 50_000, gaps: 0, spans: [{ state: 'live', to: at(60) }] });
  });

  test('a server that starts again adds neither empty stretches nor a second gap', () => {
    const rows = [
      span('live', 0, 10),
      span('agent_lost', 10, 20),
      span('never_connected', 20, 20),
      span('agent_lost', 20, 30),
      span('live', 30, 40),
    ];
    const { gaps, spans = [] } = only(rows, 40) ?? {};
    expect(gaps).toBe(1);
    expect(spans.map(({ state, from, to }) => [state, from, to])).toEqual([
      ['live', at(0), at(10)],
      ['agent_lost', at(10), at(30)],
      ['live', at(30), at(40)],
    ]);
  });

  test('students are told apart and sorted as Korean names are', () => {
    const rows = [span('live', 0, 5, '하은'), span('live', 0, 9, '가람'), span('agent_lost', 5, 9, '하은')];
    const { students } = attendanceOf(lesson(9), rows, 0);
    expect(students.map(({ student, presentMs }) => [student.name, presentMs])).toEqual([
      ['가람', 9_000],
      ['하은', 5_000],
    ]);
  });

  test('nobody is present for longer than the lesson lasted, and stretches follow one another', () => {
    const states = fc.constantFrom<SpanRow['state']>('never_connected', 'live', 'unchanged', 'agent_lost', 'left');
    const lengths = fc.array(fc.record({ state: states, seconds: fc.nat(30) }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lengths, fc.nat(300), (parts, ends) => {
        let from = 0;
        const rows = parts.map(({ state, seconds }, i) => {
          const row = span(state, from, i === parts.length - 1 ? null : from + seconds);
          from += seconds;
          return row;
        });
        const { presentMs = 0, spans = [] } = only(rows, ends) ?? {};
        expect(presentMs).toBeLessThanOrEqual(ends * 1_000);
        for (const [i, { to }] of spans.entries()) {
          if (i + 1 < spans.length) expect(to).toBe(spans[i + 1]?.from);
          expect(to && ms(to)).toBeLessThanOrEqual(ms(at(ends)));
        }
        const names = spans.map(({ state }) => state);
        expect(names.some((state, i) => i > 0 && state === names[i - 1])).toBe(false);
      }),
    );
  });
});
