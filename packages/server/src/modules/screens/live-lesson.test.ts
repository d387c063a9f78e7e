import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsOfTestPicture, testDelta, testJpeg, testPicture } from '../../testing/test-pictures.js';
import { defaultConsent } from '../consents/consent.js';
import { LiveLesson, type ScreenEntry, type ScreenSource } from './live-lesson.js';

const student = (n: number, deviceId: string | null = `dev_${n}`) => ({
  id: `mem_${n}`,
  name: `학생 ${n}`,
  deviceId,
  deviceName: deviceId,
  consent: defaultConsent,
});
const source = (n: number, instance = 1, attached = true): ScreenSource => ({
  holder: `dev_${n}`,
  instanceId: `instance-${instance}`,
  attached,
});
const whole = (sequence: number, bytes = testJpeg(sequence)) => ({
  sequence,
  capturedAt: 0,
  format: 'whole' as const,
  bytes,
});
const unchanged = { state: 'unchanged', reason: null } as const;
const noDisplay = { state: 'no_display', reason: 'locked' } as const;

function lessonOf(...students: ReturnType<typeof student>[]) {
  const told: { entry: ScreenEntry; stateChanged: boolean }[] = [];
  const lesson = new LiveLesson('lec', 'les', '', (entry, stateChanged) => told.push({ entry, stateChanged }));
  lesson.setStudents(students, 0);
  return { lesson, told };
}

describe('a screen', () => {
  it('goes on from its picture when the same agent comes back after it was lost', () => {
    const { lesson } = lessonOf(student(1));
    lesson.push('mem_1', source(1), whole(1), 0);
    lesson.sourceEnded('mem_1', source(1), 'agent_lost', 10);
    expect(lesson.entry('mem_1')).toMatchObject({ state: 'agent_lost', since: 10, picture: { sequence: 1 } });
    expect(lesson.report('mem_1', source(1), unchanged, 20)).toBeUndefined();
    expect(lesson.entry('mem_1')).toMatchObject({ state: 'unchanged', picture: { sequence: 1 } });
  });

  it('is not unchanged for another agent, or without a picture: the whole picture is asked for', () => {
    const { lesson } = lessonOf(student(1));
    expect(lesson.report('mem_1', source(1), unchanged, 0)).toBe('picture_base_missing');
    lesson.push('mem_1', source(1), whole(1), 0);
    lesson.sourceEnded('mem_1', source(1), 'agent_lost', 10);
    expect(lesson.report('mem_1', source(2), unchanged, 20)).toBe('picture_base_missing');
    expect(lesson.entry('mem_1')?.state).toBe('agent_lost');
  });

  it('loses its picture when there is no display, and then takes a whole one only, and no older one', () => {
    const { lesson } = lessonOf(student(1));
    const [before, after] = [testPicture(1), testPicture(2)];
    lesson.push('mem_1', source(1), whole(5, before.bytes), 0);
    lesson.report('mem_1', source(1), noDisplay, 10);
    expect(lesson.entry('mem_1')).toMatchObject({ state: 'no_display', reason: 'locked', since: 10, picture: null });
    const delta = { ...whole(6, testDelta(before, after, 5)), format: 'delta' as const };
    expect(lesson.push('mem_1', source(1), delta, 20)).toBe('picture_base_missing');
    expect(lesson.push('mem_1', source(1), whole(5), 20)).toBe('picture_stale');
    expect(lesson.push('mem_1', source(1), whole(6), 30)).toBeUndefined();
    expect(lesson.entry('mem_1')).toMatchObject({ state: 'live', reason: null, since: 30 });
  });

  it('is no longer shown from the former device once the student is seated elsewhere', () => {
    for (const attached of [true, false]) {
      const { lesson } = lessonOf(student(1));
      lesson.push('mem_1', source(1, 1, attached), whole(1), 0);
      lesson.setStudents([student(1, 'dev_2')], 10);
      expect(lesson.entry('mem_1')).toMatchObject({ state: 'left', picture: null, source: null });
      expect(lesson.push('mem_1', source(2), whole(1), 20)).toBeUndefined();
    }
  });

  it('stays with an own computer when only the seat changes', () => {
    const { lesson } = lessonOf(student(1));
    lesson.push('mem_1', { ...source(1), holder: 'ses_1' }, whole(1), 0);
    lesson.setStudents([student(1, 'dev_2')], 10);
    expect(lesson.entry('mem_1')).toMatchObject({ state: 'live', student: { deviceId: 'dev_2' } });
  });

  it('counts as lost after 4 s without a sign, since that sign, unless a socket holds it', () => {
    const { lesson } = lessonOf(student(1), student(2));
    lesson.push('mem_1', source(1, 1, false), whole(1), 1_000);
    lesson.push('mem_2', source(2), whole(1), 1_000);
    lesson.dropSilent(5_000);
    expect(lesson.entry('mem_1')?.state).toBe('live');
    lesson.dropSilent(5_001);
    expect(lesson.entry('mem_1')).toMatchObject({ state: 'agent_lost', since: 1_000 });
    expect(lesson.entry('mem_2')?.state).toBe('live');
    // One that has a socket stays, whatever it sends besides.
    lesson.push('mem_2', source(2, 1, false), whole(2), 6_000);
    lesson.dropSilent(60_000);
    expect(lesson.entry('mem_2')?.state).toBe('live');
  });

  it('has one source: another device is refused, the same key in another start is a clone', () => {
    const { lesson } = lessonOf(student(1));
    lesson.push('mem_1', source(1), whole(1), 0);
    expect(lesson.push('mem_1', source(2), whole(1), 1)).toBe('screen_source_taken');
    expect(lesson.push('mem_1', source(1, 2), whole(1), 1)).toBe('device_cloned');
    expect(lesson.report('mem_1', source(2), noDisplay, 1)).toBe('screen_source_taken');
    expect(lesson.noticeShown('mem_1', source(2), true, 1)).toBe('screen_source_taken');
    expect(lesson.entry('mem_1')).toMatchObject({ state: 'live', noticeShown: null });
  });

  it('keeps the former picture when hostile bytes come', () => {
    const { lesson } = lessonOf(student(1));
    const first = testPicture(1);
    lesson.push('mem_1', source(1), whole(1, first.bytes), 0);
    const version = lesson.version;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.nat(first.bytes.length - 1).map((length) => first.bytes.slice(0, length)),
          fc.tuple(fc.nat(first.bytes.length - 1), fc.nat(255)).map(([at, byte]) => first.bytes.with(at, byte)),
        ),
        fc.constantFrom('whole' as const, 'delta' as const),
        (bytes, format) => {
          const refusal = lesson.push('mem_1', source(1), { sequence: 2, capturedAt: 0, format, bytes }, 0);
          // A changed byte within a segment is another picture, not a broken one.
          if (refusal === undefined) {
            lesson.sourceEnded('mem_1', source(1), 'left', 0);
            lesson.push('mem_1', source(1), whole(1, first.bytes), 0);
          } else {
            expect(['picture_invalid', 'picture_too_large']).toContain(refusal);
          }
          expect(lesson.entry('mem_1')?.picture?.tiled.bytes).toEqual(first.bytes);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(lesson.version).toBeGreaterThanOrEqual(version);
  });

  it('refuses what is larger than a tile may be', () => {
    const { lesson } = lessonOf(student(1));
    expect(lesson.push('mem_1', source(1), whole(1, new Uint8Array(512 * 1024 + 1)), 0)).toBe('picture_too_large');
    const wide = testPicture(1, { width: 1288, height: 8 }).bytes;
    expect(lesson.push('mem_1', source(1), whole(1, wide), 0)).toBe('picture_too_large');
    expect(lesson.entry('mem_1')?.state).toBe('never_connected');
  });

  it('begins after a restart of the server as lost where it was there, and as it was where not', () => {
    const told: [string, boolean][] = [];
    const lesson = new LiveLesson('lec', 'les', '', (entry, changed) => told.push([entry.state, changed]));
    const known = (state: ScreenEntry['state']) => ({ state, reason: null, since: 5 });
    lesson.setStudents(
      [student(1), student(2), student(3), student(4)],
      100,
      new Map([
        ['mem_1', known('live')],
        ['mem_2', known('never_connected')],
        ['mem_3', known('agent_lost')],
      ]),
    );
    expect(lesson.entry('mem_1')).toMatchObject({ state: 'agent_lost', since: 100 });
    expect(lesson.entry('mem_2')).toMatchObject({ state: 'never_connected', since: 5 });
    expect(lesson.entry('mem_3')).toMatchObject({ state: 'agent_lost', since: 5 });
    // Only what is new goes on record.
    expect(told.map(([, changed]) => changed)).toEqual([true, false, false, true]);
  });
});

describe('a delta', () => {
  it('makes of the right base what would have been sent whole, and is refused on any other', () => {
    const seeds = fc.array(fc.nat(250), { minLength: segmentsOfTestPicture, maxLength: segmentsOfTestPicture });
    fc.assert(
      fc.property(seeds, seeds, fc.nat(1_000), fc.nat(1_000), (before, after, sequence, claimed) => {
        const { lesson } = lessonOf(student(1));
        const [base, next] = [testPicture(before), testPicture(after)];
        lesson.push('mem_1', source(1), whole(sequence, base.bytes), 0);
        const delta = { ...whole(sequence + 1, testDelta(base, next, claimed)), format: 'delta' as const };
        const refusal = lesson.push('mem_1', source(1), delta, 1);
        expect(refusal).toBe(claimed === sequence ? undefined : 'picture_base_missing');
        const shown = claimed === sequence ? next : base;
        expect(lesson.entry('mem_1')?.picture?.tiled).toEqual(shown);
      }),
    );
  });
});
