import type { SeatRow, SeatRowOutcome } from '@didacto/sdk/contract';

/** What a plan of seats is made from. */
export interface SeatFacts {
  readonly devices: readonly { readonly id: string; readonly name: string; readonly lab: string }[];
  readonly students: readonly { readonly id: string; readonly email: string; readonly onRoster: boolean }[];
  /** Device -> student, as they sit now. */
  readonly seats: ReadonlyMap<string, string>;
}

export interface SeatPlan {
  readonly outcomes: SeatRowOutcome[];
  readonly assignments: { readonly deviceId: string; readonly studentId: string }[];
}

type Found = { readonly id: string } | 'device_unknown' | 'device_ambiguous' | 'student_unknown' | 'not_on_roster';

/** Decides row by row what an import would do. Pure; the same rows again change nothing. */
export function planSeats(rows: readonly SeatRow[], facts: SeatFacts): SeatPlan {
  const findDevice = deviceFinder(facts);
  const findStudent = studentFinder(facts);
  const seatedAt = new Map([...facts.seats].map(([device, student]) => [student, device]));
  const usedDevices = new Set<string>();
  const usedStudents = new Set<string>();
  const plan: SeatPlan = { outcomes: [], assignments: [] };

  for (const row of rows) {
    const device = findDevice(row.device);
    const student = findStudent(row.student);
    const outcome = (): SeatRowOutcome['outcome'] => {
      if (typeof device === 'string') return device;
      if (typeof student === 'string') return student;
      if (usedDevices.has(device.id)) return 'device_twice';
      if (usedStudents.has(student.id)) return 'student_twice';
      usedDevices.add(device.id);
      usedStudents.add(student.id);
      if (facts.seats.get(device.id) === student.id) return 'unchanged';
      plan.assignments.push({ deviceId: device.id, studentId: student.id });
      return facts.seats.has(device.id) || seatedAt.has(student.id) ? 'moved' : 'created';
    };
    plan.outcomes.push({ line: row.line, outcome: outcome() });
  }
  return plan;
}

const folded = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/** By id, by `lab/name`, or by a name that only one device has. */
function deviceFinder({
  devices,
}: SeatFacts): (text: string) => Extract<Found, object> | 'device_unknown' | 'device_ambiguous' {
  const byText = new Map<string, Set<string>>();
  const add = (text: string, id: string) =>
    byText.set(folded(text), new Set([...(byText.get(folded(text)) ?? []), id]));
  for (const { id, name, lab } of devices) {
    add(id, id);
    add(`${lab}/${name}`, id);
    add(name, id);
  }
  return (text) => {
    const [id, another] = byText.get(folded(text)) ?? [];
    if (id === undefined) return 'device_unknown';
    return another === undefined ? { id } : 'device_ambiguous';
  };
}

/** By id or e-mail address. */
function studentFinder({
  students,
}: SeatFacts): (text: string) => Extract<Found, object> | 'student_unknown' | 'not_on_roster' {
  const byText = new Map(
    students.flatMap((student) => [[student.id, student] as const, [folded(student.email), student] as const]),
  );
  return (text) => {
    const student = byText.get(folded(text));
    if (!student) return 'student_unknown';
    return student.onRoster ? { id: student.id } : 'not_on_roster';
  };
}
