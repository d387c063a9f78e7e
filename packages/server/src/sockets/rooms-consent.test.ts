import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWall } from '../testing/test-class.js';
import { abilities, pairUp, placeOf, reaches, roomScene, studentSide, viewerSide } from '../testing/test-rooms.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';

let school: TestServer;
beforeAll(async () => {
  school = await startTestServer();
  await school.admin.didacto.institution.update({ controlPolicy: 'always' });
});
afterAll(() => school.stop());

describe('consent', () => {
  test('is the screen only until the student says more, at their computer or elsewhere; both sides are told', async () => {
    const scene = await roomScene(school);
    const { lectureId, lessonId, studentId } = scene;
    const pair = await pairUp(school, scene);
    const { rooms } = scene.student.didacto;
    expect(await rooms.consent({ lectureId })).toEqual({ screen: true, voice: false, camera: false });
    const set = await pair.student.ask('consent.set', { lectureId, lessonId, voice: true });
    expect(set).toMatchObject({ screen: true, voice: true, camera: false });
    expect(await rooms.setConsent({ lectureId, camera: true })).toEqual({ screen: true, voice: true, camera: true });
    const wanted = [
      { screen: true, voice: true, camera: false },
      { screen: true, voice: true, camera: true },
    ];
    await until('both know', () => pair.student.consents.length === 2 && pair.instructor.consents.length === 2);
    expect([pair.student.consents, pair.instructor.consents]).toEqual([wanted, wanted]);
    const entries = await school.admin.didacto.audit
      .list({ subjectId: studentId, action: 'consent.changed' })
      .toArray();
    expect(entries.map(({ data }) => data)).toEqual([...wanted].reverse());
    pair.close();
  });

  test('is kept for its lesson, also when everyone has left the room, and not for the next', async () => {
    const scene = await roomScene(school);
    const { lectureId, lessonId } = scene;
    const { rooms } = scene.student.didacto;
    const pair = await pairUp(school, scene);
    await rooms.setConsent({ lectureId, voice: true });
    pair.close();
    const again = await studentSide(school, scene.student);
    expect((await again.attend(lectureId, lessonId)).consent).toMatchObject({ voice: true });
    await scene.instructor.didacto.lessons.end({ lessonId });
    await expect(rooms.consent({ lectureId })).rejects.toMatchObject({ code: 'no_active_lesson' });
    await scene.startLesson();
    expect(await rooms.consent({ lectureId })).toMatchObject({ voice: false });
    again.close();
  });

  test('is on the wall as soon as it is given or taken back, and after the server was asked anew', async () => {
    const scene = await roomScene(school);
    const { lectureId, lessonId, studentId } = scene;
    const wall = openWall(school, scene.instructor, lectureId);
    const shown = () => wall.feed.screens().find(({ student }) => student.id === studentId)?.consent;
    await until('the wall', () => shown()?.screen === true && shown()?.voice === false);
    const student = await studentSide(school, scene.student);
    await student.attend(lectureId, lessonId);
    await student.ask('consent.set', { lectureId, lessonId, voice: true });
    await until('the voice on the wall', () => shown()?.voice === true);
    await scene.student.didacto.rooms.setConsent({ lectureId, screen: false });
    await until('the screen on the wall', () => shown()?.screen === false);
    const { screens } = await scene.instructor.didacto.screens.list({ lectureId });
    expect(screens.map(({ consent }) => consent)).toEqual([{ screen: false, voice: true, camera: false }]);
    await scene.instructor.didacto.lessons.end({ lessonId });
    await scene.startLesson();
    await until('the next lesson', () => shown()?.screen === true && shown()?.voice === false);
    wall.close();
    student.close();
  });

  test('that is taken back ends what runs at once: the instructor is out, control with it, and none comes in', async () => {
    const scene = await roomScene(school);
    const { lectureId, lessonId, studentId } = scene;
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    expect(await instructor.send('control.take', { ...place, lectureId })).toBe('ok');
    expect(await student.send('consent.set', { lectureId, lessonId, screen: false })).toBe('ok');
    await until('the instructor is out', () => instructor.ended.length === 1);
    expect(instructor.ended).toEqual([{ ...place, code: 'consent_withdrawn' }]);
    await until('the student knows', () => student.controls.at(-1) === null && student.peers.at(-1) === null);
    expect(await reaches(instructor, place)).toBe('room_session_ended');
    expect(await instructor.send('room.join', { lectureId, studentId })).toBe('consent_missing');
    // The student's place is kept: it may be given again.
    expect(await student.send('room.renew', studentPlace)).toBe('ok');
    expect(await student.send('consent.set', { lectureId, lessonId, screen: true })).toBe('ok');
    const entry = await instructor.join(lectureId, studentId);
    expect(await reaches(student, studentPlace)).toBe('ok');
    expect(entry.control).toBeNull();
    close();
  });

  test('is of the student alone: no place in the room, and no other seat, speaks for them', async () => {
    const scene = await roomScene(school);
    const other = await roomScene(school);
    const { lectureId, lessonId } = scene;
    const pair = await pairUp(school, scene);
    const stranger = await studentSide(school, other.student);
    const change = { lectureId, lessonId, camera: true };
    expect(await pair.instructor.send('consent.set', change)).toBe('forbidden');
    expect(await stranger.send('consent.set', change)).toBe('forbidden');
    expect(await stranger.send('consent.set', { ...change, lectureId: other.lectureId })).toBe('no_active_lesson');
    expect(await scene.student.didacto.rooms.consent({ lectureId })).toMatchObject({ camera: false });
    stranger.close();
    pair.close();
  });
});

describe('whoever may no longer', () => {
  test('teach is out of the room within the change: a co-instructor who is removed', async () => {
    const scene = await roomScene(school);
    const { lectureId } = scene;
    const helper = await school.person('instructor');
    await scene.instructor.didacto.staff.add({ lectureId, email: helper.member.email, role: 'co_instructor' });
    const pair = await pairUp(school, scene);
    const side = await viewerSide(school, helper);
    const place = placeOf(await side.join(lectureId, scene.studentId));
    await scene.instructor.didacto.staff.remove({ lectureId, memberId: helper.member.id });
    await until('they are out', () => side.ended.length === 1);
    expect(side.ended).toEqual([{ ...place, code: 'forbidden' }]);
    expect(await reaches(side, place)).toBe('room_session_ended');
    expect(await side.send('room.join', { lectureId, studentId: scene.studentId })).toBe('forbidden');
    await until('the student knows', () => pair.student.peers.at(-1) === null);
    side.close();
    pair.close();
  });

  test('be signed in is out of the room: an instructor who signs out', async () => {
    const scene = await roomScene(school);
    const { student, instructor, close } = await pairUp(school, scene);
    await scene.instructor.didacto.sessions.signOut();
    await until('they are out', () => !instructor.socket.connected);
    await until('the student knows', () => student.peers.at(-1) === null);
    close();
  });

  test('sit there takes the instructor along: a student who is taken off the roster', async () => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    const { lectureId, studentId: memberId } = scene;
    await scene.instructor.didacto.roster.remove({ lectureId, memberId });
    await until('both are out', () => student.ended.length === 1 && instructor.ended.length === 1);
    expect(student.ended).toEqual([{ ...studentPlace, code: 'forbidden' }]);
    expect(instructor.ended).toEqual([{ ...place, code: 'student_gone' }]);
    const { lessonId } = scene;
    expect(await student.ask('room.attend', { lectureId, lessonId, abilities })).toBe('forbidden');
    close();
  });

  test('go on because the lesson has ended: both are told so, and control with it', async () => {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace, close } = await pairUp(school, scene);
    const { lectureId, lessonId, studentId } = scene;
    expect(await instructor.send('control.take', { ...place, lectureId })).toBe('ok');
    await scene.instructor.didacto.lessons.end({ lessonId });
    await until('both are out', () => student.ended.length === 1 && instructor.ended.length === 1);
    expect(student.ended).toEqual([{ ...studentPlace, code: 'lesson_ended' }]);
    expect(instructor.ended).toEqual([{ ...place, code: 'lesson_ended' }]);
    expect(await instructor.send('room.join', { lectureId, studentId })).toBe('no_active_lesson');
    const wanted = { subjectId: lessonId, action: 'control.ended' } as const;
    await until('it is on record', async () => (await school.admin.didacto.audit.list(wanted).toArray()).length === 1);
    close();
  });

  test('or never could: a place shown from another socket has no effect, in one’s own room or elsewhere', async () => {
    const [scene, other] = [await roomScene(school), await roomScene(school)];
    const [pair, foreign] = [await pairUp(school, scene), await pairUp(school, other)];
    const signal = { candidate: { candidate: '', sdpMid: null, sdpMLineIndex: null, usernameFragment: null } };
    for (const thief of [foreign.student, foreign.instructor, pair.student]) {
      expect(await reaches(thief, pair.place)).toBe('room_session_ended');
      expect(await thief.send('room.signal', { ...pair.place, signal })).toBe('room_session_ended');
      expect(await thief.send('room.leave', pair.place)).toBe('room_session_ended');
      expect(await thief.send('control.end', { ...pair.place, controlId: 'x' })).toBe('room_session_ended');
    }
    expect([await reaches(pair.instructor, pair.place), await reaches(pair.student, pair.studentPlace)]).toEqual([
      'ok',
      'ok',
    ]);
    expect([pair.student.signals, pair.student.relayed.length, pair.instructor.ended]).toEqual([[], 1, []]);
    pair.close();
    foreign.close();
  });
});
