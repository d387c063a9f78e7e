import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pairUp, roomScene } from '../testing/test-rooms.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';

let school: TestServer;
beforeAll(async () => {
  school = await startTestServer();
});
afterAll(() => school.stop());

const offer = { description: { type: 'offer', sdp: 'v=0' } } as const;

describe('a live room', () => {
  test('the student attends, the instructor joins, and each is told of the other', async () => {
    const scene = await roomScene(school);
    const { student, studentEntry, entry, close } = await pairUp(school, scene);
    expect(studentEntry).toMatchObject({
      ...{ lectureId: scene.lectureId, lessonId: scene.lessonId, peer: null, control: null },
      ...{ consent: { screen: true, voice: false, camera: false }, controlPolicy: 'ask', ttlMs: 15_000 },
      iceTransportPolicy: 'all',
    });
    expect(entry.roomId).toBe(studentEntry.roomId);
    expect(entry.fence).toBeGreaterThan(studentEntry.fence);
    expect(entry.peer).toMatchObject({ fence: studentEntry.fence, person: { id: scene.studentId } });
    expect(student.peers.at(-1)).toMatchObject({ fence: entry.fence, person: { id: scene.instructor.member.id } });
    close();
  });

  test('signals and bytes go to the other session, in order, and bytes are answered when they are taken', async () => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    expect(await instructor.send('room.signal', { ...place, signal: offer })).toBe('ok');
    await until('the signal', () => student.signals.length === 1);
    expect(student.signals).toEqual([{ ...studentPlace, from: place.fence, signal: offer }]);
    const sent = Array.from({ length: 40 }, (_, n) => new Uint8Array([n]));
    const answers = await Promise.all(
      sent.map((bytes) => student.send('room.relay', { ...studentPlace, channel: 'tiles', bytes })),
    );
    expect(new Set(answers)).toEqual(new Set(['ok']));
    expect(instructor.relayed.map(({ bytes }) => new Uint8Array(bytes)[0])).toEqual(sent.map(([n]) => n));
    close();
  });

  test('control is asked for, allowed, used, and ended', async () => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    const input = { ...place, channel: 'input', bytes: new Uint8Array([1]) } as const;
    expect(await instructor.send('room.relay', input)).toBe('control_not_held');
    const asked = await instructor.ask('control.take', { ...place, lectureId: scene.lectureId });
    if (typeof asked === 'string') throw new Error(asked);
    expect(asked.control).toMatchObject({ state: 'asked', fence: place.fence });
    await until('the student is asked', () => student.controls.length === 1);
    expect(await instructor.send('room.relay', input)).toBe('control_not_held');
    const controlId = asked.control.id;
    expect(await student.send('control.answer', { ...studentPlace, controlId, allowed: true })).toBe('ok');
    await until('control is on', () => instructor.controls.at(-1)?.state === 'on');
    expect(await instructor.send('room.relay', input)).toBe('ok');
    expect(await student.send('control.end', { ...studentPlace, controlId, inputs: 1 })).toBe('ok');
    await until('control is over', () => instructor.controls.at(-1) === null);
    expect(await instructor.send('room.renew', place)).toBe('ok');
    close();
  });
});
