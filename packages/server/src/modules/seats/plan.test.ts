import type { SeatRow } from '@didacto/sdk/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planSeats, type SeatFacts } from './plan.js';

const device = (n: number) => ({ id: `dev_${n}`, name: `PC-${n % 4}`, lab: n < 4 ? '301호' : '302호' });
const student = (n: number) => ({ id: `mem_${n}`, email: `s${n}@school.example`, onRoster: n % 5 !== 4 });
const devices = Array.from({ length: 8 }, (_, n) => device(n));
const students = Array.from({ length: 8 }, (_, n) => student(n));
const facts = (seats: ReadonlyMap<string, string> = new Map()): SeatFacts => ({ devices, students, seats });
const row = (line: number, deviceText: string, studentText: string): SeatRow => ({
  line,
  device: deviceText,
  student: studentText,
});
const outcomes = (rows: SeatRow[], seats?: Map<string, string>) =>
  planSeats(rows, facts(seats)).outcomes.map(({ outcome }) => outcome);

/** What the database does with a plan: who sat there and where they sat is let go. */
function seated(seats: ReadonlyMap<string, string>, { assignments }: ReturnType<typeof planSeats>) {
  const next = new Map(seats);
  for (const { deviceId, studentId } of assignments) {
    for (const [held, by] of next) if (by === studentId) next.delete(held);
    next.set(deviceId, studentId);
  }
  return next;
}

const deviceTexts = fc.constantFrom(...devices.flatMap(({ id, name, lab }) => [id, `${lab}/${name}`]), 'PC-1', 'none');
const studentTexts = fc.constantFrom(...students.flatMap(({ id, email }) => [id, email]), 'nobody');
const plans = fc
  .array(fc.tuple(deviceTexts, studentTexts), { maxLength: 20 })
  .map((pairs) => pairs.map(([deviceText, studentText], i) => row(i + 1, deviceText, studentText)));
const seatings = fc
  .tuple(fc.shuffledSubarray(devices), fc.shuffledSubarray(students))
  .map(([some, sitting]) => new Map(some.flatMap(({ id }, i) => (sitting[i] ? [[id, sitting[i].id] as const] : []))));

describe('a plan of seats', () => {
  test('finds devices by id, lab and name, or a name that only one has; students by id or address', () => {
    expect(
      outcomes([
        row(1, 'dev_0', 'mem_0'),
        row(2, '302호/pc-0', 'S1@School.example'),
        row(3, 'PC-1', 'mem_2'),
        row(4, '303호/PC-1', 'mem_2'),
        row(5, 'dev_2', 'nobody'),
        row(6, 'dev_2', 'mem_4'),
      ]),
    ).toEqual(['created', 'created', 'device_ambiguous', 'device_unknown', 'student_unknown', 'not_on_roster']);
  });

  test('says what moves, what stays and what is named twice', () => {
    const seats = new Map([
      ['dev_0', 'mem_0'],
      ['dev_1', 'mem_1'],
    ]);
    expect(
      outcomes(
        [row(1, 'dev_0', 'mem_0'), row(2, 'dev_2', 'mem_1'), row(3, 'dev_0', 'mem_2'), row(4, 'dev_3', 'mem_1')],
        seats,
      ),
    ).toEqual(['unchanged', 'moved', 'device_twice', 'student_twice']);
  });

  test('answers every row, under its line', () => {
    fc.assert(
      fc.property(plans, seatings, (rows, seats) => {
        expect(planSeats(rows, facts(seats)).outcomes.map(({ line }) => line)).toEqual(rows.map(({ line }) => line));
      }),
    );
  });

  test('seats no device and no student twice, and only who is on the roster', () => {
    fc.assert(
      fc.property(plans, seatings, (rows, seats) => {
        const { assignments } = planSeats(rows, facts(seats));
        expect(new Set(assignments.map(({ deviceId }) => deviceId)).size).toBe(assignments.length);
        expect(new Set(assignments.map(({ studentId }) => studentId)).size).toBe(assignments.length);
        const allowed = new Set(students.filter(({ onRoster }) => onRoster).map(({ id }) => id));
        expect(assignments.every(({ studentId }) => allowed.has(studentId))).toBe(true);
      }),
    );
  });

  test('the same rows again change nothing', () => {
    fc.assert(
      fc.property(plans, seatings, (rows, seats) => {
        const after = seated(seats, planSeats(rows, facts(seats)));
        const again = planSeats(rows, facts(after));
        expect(again.assignments).toEqual([]);
        expect(again.outcomes.map(({ outcome }) => outcome)).not.toContain('moved');
      }),
    );
  });

  test('what was seated by a row sits there when all rows are done', () => {
    fc.assert(
      fc.property(plans, seatings, (rows, seats) => {
        const plan = planSeats(rows, facts(seats));
        const after = seated(seats, plan);
        for (const { deviceId, studentId } of plan.assignments) expect(after.get(deviceId)).toBe(studentId);
      }),
    );
  });
});
