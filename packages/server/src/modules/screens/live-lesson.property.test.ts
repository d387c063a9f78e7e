import fc from 'fast-check';
import { expect, it } from 'vitest';
import { testJpeg } from '../../testing/test-pictures.js';
import { defaultConsent } from '../consents/consent.js';
import { LiveLesson, type ScreenEntry, type ScreenSource } from './live-lesson.js';

const students = ['a', 'b', 'c'];
const devices = ['dev_1', 'dev_2', 'ses_1'];

const anyStudent = fc.constantFrom(...students);
const anySource: fc.Arbitrary<ScreenSource> = fc.record({
  holder: fc.constantFrom(...devices),
  instanceId: fc.constantFrom('first', 'second'),
  attached: fc.boolean(),
});
const anyStep = fc.oneof(
  fc.record({
    kind: fc.constant('students' as const),
    seats: fc
      .subarray(students)
      .chain((ids) => fc.tuple(...ids.map((id) => fc.tuple(fc.constant(id), fc.constantFrom(...devices, null))))),
  }),
  fc.record({ kind: fc.constant('push' as const), student: anyStudent, source: anySource, sequence: fc.nat(8) }),
  fc.record({
    kind: fc.constant('report' as const),
    student: anyStudent,
    source: anySource,
    state: fc.constantFrom('unchanged' as const, 'no_display' as const),
  }),
  fc.record({
    kind: fc.constant('ended' as const),
    student: anyStudent,
    source: anySource,
    how: fc.constantFrom('left' as const, 'agent_lost' as const),
  }),
  fc.record({ kind: fc.constant('silence' as const) }),
  fc.record({ kind: fc.constant('notice' as const), student: anyStudent, source: anySource, shown: fc.boolean() }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** A picture that says who pushed it: the reader of the wall must never see another's. */
const pictureOf = ({ holder, instanceId }: ScreenSource, sequence: number) =>
  testJpeg(devices.indexOf(holder) * 20 + (instanceId === 'first' ? 0 : 10) + sequence);

function take(lesson: LiveLesson, step: Step, now: number): string | undefined {
  switch (step.kind) {
    case 'students':
      lesson.setStudents(
        step.seats.map(([id, deviceId]) => ({ id, name: id, deviceId, deviceName: deviceId, consent: defaultConsent })),
        now,
      );
      return undefined;
    case 'push': {
      const { sequence } = step;
      const bytes = pictureOf(step.source, sequence);
      return lesson.push(step.student, step.source, { sequence, capturedAt: now, format: 'whole', bytes }, now);
    }
    case 'report':
      return lesson.report(step.student, step.source, { state: step.state, reason: null }, now);
    case 'ended':
      lesson.sourceEnded(step.student, step.source, step.how, now);
      return undefined;
    case 'silence':
      lesson.dropSilent(now);
      return undefined;
    case 'notice':
      return lesson.noticeShown(step.student, step.source, step.shown, now);
  }
}

/** What must hold of every screen at any time. */
function check({ state, enrolled, picture, source }: ScreenEntry): void {
  if (!enrolled) expect(state).toBe('left');
  if (state === 'left' || state === 'never_connected') expect([picture, source]).toEqual([null, null]);
  if (state === 'no_display') expect(picture).toBeNull();
  if (state === 'live' || state === 'unchanged' || state === 'no_display') expect(source?.live).toBe(true);
  if (state === 'live' || state === 'unchanged') expect(picture).not.toBeNull();
  if (state === 'agent_lost') expect(source?.live).toBe(false);
  if (picture) {
    // The picture is its source's own, and that source's newest.
    if (!source) throw new Error('a picture without its source');
    expect(picture.tiled.bytes).toEqual(pictureOf(source, picture.sequence));
    expect(source.sequence).toBe(picture.sequence);
  }
}

it('whatever happens in whatever order: versions grow, readers miss nothing, no screen shows another’s picture', () => {
  const steps = fc.array(fc.tuple(anyStep, fc.nat(3_000), fc.boolean()), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (sequence) => {
      let newest = 0;
      const lesson: LiveLesson = new LiveLesson('lec', 'les', '', (entry) => {
        expect(entry.version).toBeGreaterThan(newest);
        newest = entry.version;
      });
      lesson.setStudents(
        students.map((id, n) => ({
          id,
          name: id,
          deviceId: devices[n] ?? null,
          deviceName: null,
          consent: defaultConsent,
        })),
        0,
      );
      // One reader who asks now and then for what changed, and so must come to know everything.
      const reader = new Map<string, ScreenEntry>();
      let read = 0;
      const catchUp = () => {
        for (const entry of lesson.changedSince(read)) reader.set(entry.student.id, entry);
        read = lesson.version;
      };
      let now = 0;
      for (const [step, pause, reads] of sequence) {
        now += pause;
        const before = new Map(students.map((id) => [id, lesson.entry(id)]));
        const versionBefore = lesson.version;
        const refusal = take(lesson, step, now);
        if (refusal !== undefined) {
          expect(lesson.version).toBe(versionBefore);
          for (const id of students) expect(lesson.entry(id)).toBe(before.get(id));
        }
        for (const id of students) {
          const entry = lesson.entry(id);
          if (entry) check(entry);
          const held = before.get(id);
          // While a source lives no other takes its place.
          if (step.kind === 'push' && refusal === undefined && step.student === id && held?.source?.live) {
            const silent = !held.source.attached && now - held.source.lastSeen > 4_000;
            const { holder, instanceId } = held.source;
            if (!silent) expect([step.source.holder, step.source.instanceId]).toEqual([holder, instanceId]);
          }
        }
        if (reads) catchUp();
      }
      catchUp();
      for (const id of students) {
        const strip = (entry: ScreenEntry | undefined) => entry && { ...entry, source: null };
        expect(strip(reader.get(id))).toEqual(strip(lesson.entry(id)));
      }
    }),
    { numRuns: 1_000 },
  );
});
