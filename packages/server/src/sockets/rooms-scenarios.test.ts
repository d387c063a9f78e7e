import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServerProcess } from '../testing/server-process.js';
import { shiftedClock } from '../testing/shifted-clock.js';
import {
  elsewhere,
  emitAnything,
  pairUp,
  placeOf,
  reaches,
  roomScene,
  studentSide,
  viewerSide,
} from '../testing/test-rooms.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';

// What the predecessor did in each situation, made right: seed system B, scenario table.

const clock = shiftedClock();
let school: TestServer;
beforeAll(async () => {
  school = await startTestServer({ effects: { clock } });
});
afterAll(() => school.stop());

const socketsOf = () => [...school.server.sockets.sockets.sockets.values()];

describe('the room of a lesson-student pair', () => {
  test('a student comes into an empty room and is in', async () => {
    const scene = await roomScene(school);
    const student = await studentSide(school, scene.student);
    const entry = await student.attend(scene.lectureId, scene.lessonId);
    expect(entry).toMatchObject({ peer: null, control: null });
    expect(await student.send('room.renew', placeOf(entry))).toBe('ok');
    expect(await reaches(student, placeOf(entry))).toBe('room_peer_absent');
    student.close();
  });

  test('an instructor joins a student who is there, and both are told', async () => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, entry, studentEntry, close } = await pairUp(school, scene);
    expect([entry.peer?.fence, student.peers.at(-1)?.fence]).toEqual([studentEntry.fence, entry.fence]);
    expect([await reaches(instructor, place), await reaches(student, studentPlace)]).toEqual(['ok', 'ok']);
    close();
  });

  test('an instructor without a student is refused, and is not in when the student comes', async () => {
    const scene = await roomScene(school);
    const instructor = await viewerSide(school, scene.instructor);
    const { lectureId, studentId, lessonId } = scene;
    expect(await instructor.send('room.join', { lectureId, studentId })).toBe('student_absent');
    const student = await studentSide(school, scene.student);
    expect((await student.attend(lectureId, lessonId)).peer).toBeNull();
    expect(await instructor.send('room.join', { lectureId, studentId })).toBe('ok');
    for (const side of [student, instructor]) side.close();
  });

  test('a second instructor takes over: the first is told and has no effect any more, also by leaving', async () => {
    const scene = await roomScene(school);
    const { student, instructor: first, place, studentPlace, close } = await pairUp(school, scene);
    const second = await viewerSide(school, school.admin);
    const entry = await second.join(scene.lectureId, scene.studentId);
    await until('the first is out', () => first.ended.length === 1);
    expect(first.ended).toEqual([{ ...place, code: 'room_taken_over' }]);
    await until('the student knows', () => student.peers.at(-1)?.fence === entry.fence);
    expect(await reaches(first, place)).toBe('room_session_ended');
    expect(await first.send('room.leave', place)).toBe('room_session_ended');
    first.close();
    expect(await reaches(second, placeOf(entry))).toBe('ok');
    expect(await reaches(student, studentPlace)).toBe('ok');
    expect(second.ended).toEqual([]);
    second.close();
    close();
  });

  test('an instructor who was away, and comes back by itself, leaves the room to whoever came since', async () => {
    const scene = await roomScene(school);
    const { lectureId, studentId } = scene;
    const { place, instructor: first, close } = await pairUp(school, scene);
    first.close();
    const second = await viewerSide(school, school.admin);
    const entry = await second.join(lectureId, studentId);
    const again = await viewerSide(school, scene.instructor);
    const stay = { id: 'the stay of the first', left: place };
    expect(await again.send('room.join', { lectureId, studentId, stay })).toBe('room_taken_over');
    expect(await reaches(second, placeOf(entry))).toBe('ok');
    expect(second.ended).toEqual([]);
    // Whoever opens it anew takes over, as ever.
    expect(await again.send('room.join', { lectureId, studentId })).toBe('ok');
    await until('the second is out', () => second.ended.length === 1);
    for (const side of [again, second]) side.close();
    close();
  });

  test('a second instructor who comes when the student has gone is refused, and the first is out already', async () => {
    const scene = await roomScene(school);
    const { student, instructor: first, place, close } = await pairUp(school, scene);
    student.close();
    await until('the first is out', () => first.ended.length === 1);
    const second = await viewerSide(school, school.admin);
    const target = { lectureId: scene.lectureId, studentId: scene.studentId };
    expect(await second.send('room.join', target)).toBe('student_absent');
    expect(first.ended).toEqual([{ ...place, code: 'student_gone' }]);
    second.close();
    close();
  });

  test('a second student session takes over; the end of the first is no false alarm', async () => {
    const scene = await roomScene(school);
    const { student: first, instructor, place, studentPlace, close } = await pairUp(school, scene);
    const second = await studentSide(school, await elsewhere(school, scene.student));
    const entry = await second.attend(scene.lectureId, scene.lessonId);
    expect(entry.peer?.fence).toBe(place.fence);
    await until('the first is out', () => first.ended.length === 1);
    expect(first.ended).toEqual([{ ...studentPlace, code: 'room_taken_over' }]);
    await until('the instructor knows', () => instructor.peers.at(-1)?.fence === entry.fence);
    expect(await first.send('room.leave', studentPlace)).toBe('room_session_ended');
    first.close();
    await until('the server knows that it went', () => !socketsOf().some(({ id }) => id === first.socket.id));
    expect(await reaches(instructor, place)).toBe('ok');
    expect(await reaches(second, placeOf(entry))).toBe('ok');
    expect([instructor.ended, instructor.peers.length, second.ended]).toEqual([[], 1, []]);
    second.close();
    close();
  });

  test.each(['disconnects', 'leaves'])('a student %s: the instructor is put out', async (how) => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    if (how === 'leaves') expect(await student.send('room.leave', studentPlace)).toBe('ok');
    else student.close();
    await until('the instructor is out', () => instructor.ended.length === 1);
    expect(instructor.ended).toEqual([{ ...place, code: 'student_gone' }]);
    expect(await reaches(instructor, place)).toBe('room_session_ended');
    close();
  });

  test.each(['disconnects', 'leaves'])('an instructor %s: the student is told, and stays', async (how) => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    if (how === 'leaves') expect(await instructor.send('room.leave', place)).toBe('ok');
    else instructor.close();
    await until('the student knows', () => student.peers.at(-1) === null);
    expect(await student.send('room.renew', studentPlace)).toBe('ok');
    expect(await reaches(student, studentPlace)).toBe('room_peer_absent');
    expect(student.ended).toEqual([]);
    close();
  });

  test('a rejoin on one socket is a new place; the old one is void, and no listener is left behind', async () => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    const socket = socketsOf().find(({ id }) => id === student.socket.id);
    const listeners = () => [socket?.listenersAny().length, socket?.listenerCount('disconnect'), socket?.rooms.size];
    const before = listeners();
    const entries = [];
    for (let n = 0; n < 20; n++) entries.push(await student.attend(scene.lectureId, scene.lessonId));
    expect(listeners()).toEqual(before);
    const fences = entries.map(({ fence }) => fence);
    expect(fences).toEqual([...new Set(fences)].sort((one, other) => one - other));
    const newest = entries.at(-1);
    if (!newest) throw new Error('no entry');
    await until('the instructor knows', () => instructor.peers.at(-1)?.fence === newest.fence);
    expect(await reaches(student, studentPlace)).toBe('room_session_ended');
    expect(await reaches(student, placeOf(newest))).toBe('ok');
    expect(await reaches(instructor, place)).toBe('ok');
    // One end, told once.
    student.close();
    await until('the instructor is out', () => instructor.ended.length > 0);
    expect(instructor.ended).toEqual([{ ...place, code: 'student_gone' }]);
    close();
  });

  test('of instructors who join at the same instant exactly one is in, and every other is told', async () => {
    const scene = await roomScene(school);
    const student = await studentSide(school, scene.student);
    const studentEntry = await student.attend(scene.lectureId, scene.lessonId);
    const viewers = await Promise.all(
      [scene.instructor, school.admin, scene.instructor, school.admin].map((one) => viewerSide(school, one)),
    );
    const entries = await Promise.all(viewers.map((one) => one.join(scene.lectureId, scene.studentId)));
    const newest = Math.max(...entries.map(({ fence }) => fence));
    expect(new Set(entries.map(({ fence }) => fence)).size).toBe(viewers.length);
    await until('the others are out', () => viewers.filter(({ ended }) => ended.length === 1).length === 3);
    for (const [n, viewer] of viewers.entries()) {
      const place = placeOf(entries[n] ?? studentEntry);
      expect(viewer.ended).toEqual(place.fence === newest ? [] : [{ ...place, code: 'room_taken_over' }]);
      expect(await reaches(viewer, place)).toBe(place.fence === newest ? 'ok' : 'room_session_ended');
    }
    expect(student.peers.at(-1)?.fence).toBe(newest);
    for (const side of [student, ...viewers]) side.close();
  });

  test('of both sides that come at the same instant neither is in by half', async () => {
    const scene = await roomScene(school);
    const student = await studentSide(school, scene.student);
    const instructor = await viewerSide(school, scene.instructor);
    const { lectureId, studentId } = scene;
    const [entry, joined] = await Promise.all([
      student.attend(lectureId, scene.lessonId),
      instructor.ask('room.join', { lectureId, studentId }),
    ]);
    if (typeof joined === 'string') {
      expect(joined).toBe('student_absent');
      expect(await reaches(student, placeOf(entry))).toBe('room_peer_absent');
    } else {
      expect([await reaches(student, placeOf(entry)), await reaches(instructor, placeOf(joined))]).toEqual([
        'ok',
        'ok',
      ]);
    }
    for (const side of [student, instructor]) side.close();
  });

  test('a student whom nobody renews is out after its time, and the instructor with it', async () => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    clock.pass(10_000);
    expect(await instructor.send('room.renew', place)).toBe('ok');
    clock.pass(6_000);
    await until('both are out', () => student.ended.length === 1 && instructor.ended.length === 1);
    expect(student.ended).toEqual([{ ...studentPlace, code: 'room_session_expired' }]);
    expect(instructor.ended).toEqual([{ ...place, code: 'student_gone' }]);
    expect(await student.send('room.renew', studentPlace)).toBe('room_session_ended');
    const target = { lectureId: scene.lectureId, studentId: scene.studentId };
    expect(await instructor.send('room.join', target)).toBe('student_absent');
    close();
  });

  test('an instructor whom nobody renews is out after its time; a renewed student stays', async () => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    clock.pass(10_000);
    expect(await student.send('room.renew', studentPlace)).toBe('ok');
    clock.pass(6_000);
    await until('the instructor is out', () => instructor.ended.length === 1);
    expect(instructor.ended).toEqual([{ ...place, code: 'room_session_expired' }]);
    await until('the student knows', () => student.peers.at(-1) === null);
    expect([student.ended, await student.send('room.renew', studentPlace)]).toEqual([[], 'ok']);
    close();
  });

  test('a malformed message is answered with an error, and nothing else happens', async () => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    const hostile: unknown[] = [
      ...[undefined, null, 7, '{', '{"roomId":1}', [], {}, { ...place }, { ...place, fence: '1', signal: {} }],
      ...[
        { ...place, signal: { description: { type: 'x', sdp: '' } } },
        { roomId: '__proto__', fence: 1 },
      ],
    ];
    const answers = await Promise.all(
      hostile.map(
        (payload) =>
          new Promise((resolve) => {
            emitAnything(instructor.socket, 'room.signal', payload, resolve);
          }),
      ),
    );
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, code: 'malformed_message' });
    // Without somebody to answer, too.
    emitAnything(instructor.socket, 'room.signal', '{');
    expect(await reaches(instructor, place)).toBe('ok');
    expect(await reaches(student, studentPlace)).toBe('ok');
    expect([student.signals, student.ended, instructor.ended]).toEqual([[], [], []]);
    close();
  });
});

describe('a node', () => {
  test('that is killed and started again holds nobody’s old place; both come back by themselves', async () => {
    const own = await startTestServer();
    const scene = await roomScene(own);
    const { lectureId, lessonId, studentId } = scene;
    await own.server.stop();
    let node = await startServerProcess(own.dataDir);
    const { student, instructor, studentPlace, place } = await pairUp(node, scene);
    await node.kill();
    await until('both noticed', () => !student.socket.connected && !instructor.socket.connected);
    node = await startServerProcess(own.dataDir, Number(new URL(node.url).port));
    await until('both are back', () => student.socket.connected && instructor.socket.connected);
    // No stale student: who is not there yet is not there.
    expect(await instructor.send('room.join', { lectureId, studentId })).toBe('student_absent');
    expect(await student.send('room.renew', studentPlace)).toBe('room_session_ended');
    expect(await instructor.send('room.renew', place)).toBe('room_session_ended');
    await until('the student is in', async () => {
      const entry = await student.attend(lectureId, lessonId).catch(() => undefined);
      return entry !== undefined;
    });
    const entry = await instructor.join(lectureId, studentId);
    expect(await reaches(instructor, placeOf(entry))).toBe('ok');
    for (const side of [student, instructor]) side.close();
    await node.stop();
    await own.stop();
  }, 240_000);
});
