import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alarmStore } from '../modules/alarms/store.js';
import { startOwnAgent } from '../testing/test-agent.js';
import { openClass, openWall } from '../testing/test-class.js';
import { isTestJpeg, testJpeg } from '../testing/test-pictures.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';

let school: TestServer;
beforeAll(async () => {
  school = await startTestServer();
});
afterAll(() => school.stop());

async function openLesson() {
  const room = await openClass(school, 1);
  const lesson = await room.startLesson();
  const [student] = room.students;
  if (!student) throw new Error('there is no student');
  const agent = await startOwnAgent(school, student.accessToken);
  return { ...room, lesson, student, agent };
}

interface Update {
  version: number;
  screens: { version: number }[];
  pictures: Uint8Array;
}

test('a wall that is slow gets the newest picture next, and what came between is kept for no one', async () => {
  const { instructor, lectureId, agent } = await openLesson();
  const socket = io(school.url, {
    path: '/v1/socket',
    transports: ['websocket'],
    auth: { token: instructor.accessToken },
    forceNew: true,
  });
  const updates: { update: Update; ready: () => void }[] = [];
  socket.on('wall.update', (update: Update, ready: () => void) => void updates.push({ update, ready }));
  await agent.push(1, testJpeg(1));
  expect(await socket.emitWithAck('wall.watch', { lectureId, pictures: true })).toEqual({ ok: true });
  await until('the first update', () => updates.length === 1);
  const before = process.memoryUsage().arrayBuffers;
  for (let sequence = 2; sequence <= 40; sequence++) expect(await agent.push(sequence, testJpeg(sequence))).toBe('ok');
  expect(updates).toHaveLength(1);
  updates[0]?.ready();
  await until('the second update', () => updates.length === 2);
  expect(updates[1]?.update.screens).toHaveLength(1);
  expect(isTestJpeg(updates[1]?.update.pictures, 40)).toBe(true);
  updates[1]?.ready();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  // All is told: the next thing to come is the next change.
  await agent.push(41, testJpeg(41));
  await until('the third update', () => updates.length === 3);
  expect(updates[2]?.update.screens).toHaveLength(1);
  socket.disconnect();
  agent.close();
});

test('a wall gets the pictures of a whole room in its first update, each under its own name', async () => {
  const room = await openClass(school, 15);
  await room.startLesson();
  const agents = await Promise.all(room.students.map(({ accessToken }) => startOwnAgent(school, accessToken)));
  for (const [n, agent] of agents.entries()) expect(await agent.push(n + 1, testJpeg(n + 1))).toBe('ok');
  const wall = openWall(school, room.instructor, room.lectureId);
  await until('all pictures', () => wall.feed.screens().filter(({ bytes }) => bytes !== undefined).length === 15);
  for (const [n, student] of room.students.entries()) expect(isTestJpeg(wall.of(student)?.bytes, n + 1)).toBe(true);
  wall.close();
  for (const agent of agents) agent.close();
});

test('a wall is told of the lesson’s end and of the next lesson, each time anew', async () => {
  const { instructor, lectureId, lesson, student, agent } = await openLesson();
  const wall = openWall(school, instructor, lectureId);
  await agent.push(1, testJpeg(1));
  await until('the picture', () => wall.of(student)?.bytes !== undefined);
  await instructor.didacto.lessons.end({ lessonId: lesson.id });
  await until('the end', () => wall.feed.lessonId() === null);
  expect(wall.feed.screens()).toEqual([]);
  const next = await instructor.didacto.lessons.start({ lectureId });
  await until('the next lesson', () => wall.feed.lessonId() === next.id);
  await until('the student', () => wall.of(student) !== undefined);
  expect(wall.of(student)).toMatchObject({ state: 'never_connected', picture: null });
  expect(wall.of(student)?.bytes).toBeUndefined();
  wall.close();
  agent.close();
});

test('a wall without pictures is told of states, gets no bytes and looks at no one', async () => {
  const { instructor, lectureId, student, agent } = await openLesson();
  const wall = openWall(school, instructor, lectureId, false);
  await agent.push(1, testJpeg(1));
  await until('it is live', () => wall.of(student)?.state === 'live');
  expect(wall.of(student)?.bytes).toBeUndefined();
  expect(await student.didacto.screens.viewsOfMe().toArray()).toEqual([]);
  wall.close();
  agent.close();
});

test('a wall is told how many wait for a decision', async () => {
  const { instructor, lectureId, agent } = await openLesson();
  const wall = openWall(school, instructor, lectureId);
  await until('the wall is open', () => wall.feed.lessonId() !== null);
  const other = await school.person('student');
  await other.didacto.enrollments.request({ lectureId });
  await until('one waits', () => wall.feed.waiting() === 1);
  await instructor.didacto.enrollments.decideMany({ lectureId, decision: 'accept', enrollmentIds: 'all_waiting' });
  await until('none waits', () => wall.feed.waiting() === 0 && wall.of(other)?.state === 'never_connected');
  wall.close();
  agent.close();
});

test('a wall of an administrator is told of alarms as they come and go, and nobody else’s', async () => {
  const { instructor, lectureId, agent } = await openLesson();
  const alarmId = 'alm_01h2xcejqtf2nbrexx3vqjhp41';
  const [mine, theirs] = [openWall(school, school.admin, lectureId), openWall(school, instructor, lectureId)];
  await until('both are open', () => mine.feed.lessonId() !== null && theirs.feed.lessonId() !== null);
  expect([mine.feed.alarms(), theirs.feed.alarms()]).toEqual([{ count: 0, codes: [] }, null]);
  const { db, modules } = school.server;
  const openedAt = new Date().toISOString();
  await alarmStore(db).open({ id: alarmId, code: 'refund_failed', subject: 'pay_1', detail: '', openedAt });
  modules.walls.alarmsChanged();
  await until('the alarm', () => mine.feed.alarms()?.count === 1);
  expect([mine.feed.alarms()?.codes, theirs.feed.alarms()]).toEqual([['refund_failed'], null]);
  await school.admin.didacto.alarms.acknowledge({ alarmId });
  await until('none that is open', () => mine.feed.alarms()?.count === 0);
  mine.close();
  theirs.close();
  agent.close();
});
