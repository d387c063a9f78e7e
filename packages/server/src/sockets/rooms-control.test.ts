import type { ControlPolicy } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shiftedClock } from '../testing/shifted-clock.js';
import {
  elsewhere,
  pairUp,
  placeOf,
  type RoomPair,
  type RoomScene,
  roomScene,
  viewerSide,
} from '../testing/test-rooms.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';

const clock = shiftedClock();
let school: TestServer;
beforeAll(async () => {
  school = await startTestServer({ effects: { clock } });
});
afterAll(() => school.stop());

const under = (controlPolicy: ControlPolicy) => school.admin.didacto.institution.update({ controlPolicy });
const take = async ({ instructor, place }: RoomPair, { lectureId }: RoomScene) => {
  const answer = await instructor.ask('control.take', { ...place, lectureId });
  return typeof answer === 'string' ? answer : answer.control;
};
/** Control that is on, by whatever policy. */
const taken = async (pair: RoomPair, scene: RoomScene) => {
  const control = await take(pair, scene);
  if (typeof control === 'string') throw new Error(control);
  if (control.state === 'asked')
    await pair.student.send('control.answer', { ...pair.studentPlace, controlId: control.id, allowed: true });
  await until('control is on', () => [control, ...pair.instructor.controls].at(-1)?.state === 'on');
  return control.id;
};
const recordsOf = async (controlId: string) => {
  const entries = await school.admin.didacto.audit.list({ subjectId: controlId, order: 'asc' }).toArray();
  return entries.map(({ action, actorId, data }) => ({ action, actorId, inputs: data.inputs }));
};
const kindsOf = async ({ student }: RoomScene) =>
  (await student.didacto.screens.viewsOfMe().toArray()).map(({ kind }) => kind).sort();

describe('control', () => {
  test('begins when the student has said yes, where the institution asks; it is on record with its inputs', async () => {
    await under('ask');
    const scene = await roomScene(school);
    const pair = await pairUp(school, scene);
    expect(await take(pair, scene)).toMatchObject({ state: 'asked' });
    expect(await kindsOf(scene)).toEqual(['live']);
    const id = await taken(pair, scene);
    expect(await kindsOf(scene)).toEqual(['control', 'live']);
    const end = { ...pair.studentPlace, controlId: id, inputs: 7 };
    expect(await pair.student.send('control.end', end)).toBe('ok');
    const by = { actorId: scene.instructor.member.id };
    await until('it is on record', async () => (await recordsOf(id)).length === 2);
    expect(await recordsOf(id)).toEqual([
      { action: 'control.started', ...by, inputs: undefined },
      { action: 'control.ended', ...by, inputs: 7 },
    ]);
    expect(await pair.student.send('control.end', end)).toBe('control_not_held');
    pair.close();
  });

  test('that the student refuses never began', async () => {
    await under('ask');
    const scene = await roomScene(school);
    const pair = await pairUp(school, scene);
    const control = await take(pair, scene);
    if (typeof control === 'string') throw new Error(control);
    const answer = { ...pair.studentPlace, controlId: control.id, allowed: false };
    expect(await pair.instructor.send('control.answer', { ...answer, ...pair.place, allowed: true })).toBe('forbidden');
    expect(await pair.student.send('control.answer', answer)).toBe('ok');
    await until('the instructor knows', () => pair.instructor.controls.at(-1) === null);
    expect(await pair.student.send('control.answer', { ...answer, allowed: true })).toBe('control_not_held');
    expect([await recordsOf(control.id), await kindsOf(scene)]).toEqual([[], ['live']]);
    pair.close();
  });

  test('that nobody answers within a minute is refused, and may be asked for again', async () => {
    await under('ask');
    const scene = await roomScene(school);
    const pair = await pairUp(school, scene);
    const control = await take(pair, scene);
    if (typeof control === 'string') throw new Error(control);
    for (let waited = 0; waited <= 60_000; waited += 10_000) {
      clock.pass(10_000);
      const renewed = [
        pair.student.send('room.renew', pair.studentPlace),
        pair.instructor.send('room.renew', pair.place),
      ];
      expect(await Promise.all(renewed)).toEqual(['ok', 'ok']);
    }
    await until('both know', () => pair.instructor.controls.at(-1) === null && pair.student.controls.at(-1) === null);
    const late = { ...pair.studentPlace, controlId: control.id, allowed: true };
    expect(await pair.student.send('control.answer', late)).toBe('control_not_held');
    expect([await recordsOf(control.id), await kindsOf(scene)]).toEqual([[], ['live']]);
    expect(await take(pair, scene)).toMatchObject({ state: 'asked' });
    pair.close();
  });

  test('begins at once where it always may, and only where the student can be shown it where it is to be told', async () => {
    const scene = await roomScene(school);
    const pair = await pairUp(school, scene);
    await under('notify');
    expect(await take(pair, scene)).toBe('control_refused');
    const { lectureId, lessonId } = scene;
    await pair.student.socket.emitWithAck('agent.notice', { lectureId, lessonId, shown: true });
    const first = await take(pair, scene);
    expect(first).toMatchObject({ state: 'on', fence: pair.place.fence });
    // Asked for once more, it is the same.
    expect(await take(pair, scene)).toEqual(first);
    pair.close();
    await under('always');
    const other = await roomScene(school);
    const otherPair = await pairUp(school, other);
    expect(await take(otherPair, other)).toMatchObject({ state: 'on' });
    otherPair.close();
  });

  test('is refused where the student’s computer plays no input', async () => {
    await under('always');
    const scene = await roomScene(school);
    const pair = await pairUp(school, scene);
    await pair.student.attend(scene.lectureId, scene.lessonId, { control: null });
    expect(await take(pair, scene)).toBe('control_refused');
    pair.close();
  });

  test('is for whoever teaches, in their own lecture: an assistant may look, and no more', async () => {
    await under('always');
    const scene = await roomScene(school);
    const pair = await pairUp(school, scene);
    const helper = await school.person('student');
    const add = { lectureId: scene.lectureId, email: helper.member.email, role: 'assistant' } as const;
    await scene.instructor.didacto.staff.add(add);
    const assistant = await viewerSide(school, helper);
    const place = placeOf(await assistant.join(scene.lectureId, scene.studentId));
    expect(await assistant.send('control.take', { ...place, lectureId: scene.lectureId })).toBe('forbidden');
    // Another lecture, which they do teach, is not where the room is.
    const { id: lectureId } = await scene.instructor.didacto.lectures.create({ title: 'Another' });
    const viewer = await viewerSide(school, scene.instructor);
    const own = placeOf(await viewer.join(scene.lectureId, scene.studentId));
    expect(await viewer.send('control.take', { ...own, lectureId })).toBe('forbidden');
    expect(await viewer.send('control.take', { ...own, lectureId: scene.lectureId })).toBe('ok');
    for (const side of [assistant, viewer]) side.close();
    pair.close();
  });

  test('ends with the place of its instructor: the one who takes over has none, and the old one plays nothing', async () => {
    await under('always');
    const scene = await roomScene(school);
    const pair = await pairUp(school, scene);
    const id = await taken(pair, scene);
    const second = await viewerSide(school, await elsewhere(school, scene.instructor));
    const entry = await second.join(scene.lectureId, scene.studentId);
    expect(entry.control).toBeNull();
    await until('the student knows', () => pair.student.controls.at(-1) === null);
    const input = { channel: 'input', bytes: new Uint8Array([1]) } as const;
    expect(await pair.instructor.send('room.relay', { ...pair.place, ...input })).toBe('room_session_ended');
    expect(await second.send('room.relay', { ...placeOf(entry), ...input })).toBe('control_not_held');
    expect(await pair.instructor.send('control.end', { ...pair.place, controlId: id })).toBe('room_session_ended');
    // The student's side says afterwards how many inputs there were.
    expect(await pair.student.send('control.end', { ...pair.studentPlace, controlId: id, inputs: 3 })).toBe('ok');
    await until('it is on record', async () => (await recordsOf(id)).length === 2);
    expect((await recordsOf(id)).at(-1)).toMatchObject({ action: 'control.ended', inputs: 3 });
    second.close();
    pair.close();
  });

  test('whose student’s side says no count is on record without one', async () => {
    await under('always');
    const scene = await roomScene(school);
    const pair = await pairUp(school, scene);
    const id = await taken(pair, scene);
    expect(await pair.instructor.send('control.end', { ...pair.place, controlId: id, inputs: 99 })).toBe('ok');
    clock.pass(5_001);
    await until('it is on record', async () => (await recordsOf(id)).length === 2);
    expect((await recordsOf(id)).at(-1)).toMatchObject({ action: 'control.ended', inputs: null });
    pair.close();
  });
});
