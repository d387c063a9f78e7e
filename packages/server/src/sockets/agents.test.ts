import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frozenLine } from '../testing/frozen-line.js';
import {
  hostOf,
  newInstanceId,
  openAgent,
  pairDevice,
  signDeviceIn,
  startDeviceAgent,
  startOwnAgent,
  type TestAgent,
} from '../testing/test-agent.js';
import { openClass, openWall, type TestWall } from '../testing/test-class.js';
import { isTestJpeg, testJpeg } from '../testing/test-pictures.js';
import { type Person, startTestServer, type TestServer } from '../testing/test-server.js';
import { promised, until } from '../testing/until.js';

let school: TestServer;
const opened: { close(): void }[] = [];
const closing = <T extends { close(): void }>(thing: T): T => {
  opened.push(thing);
  return thing;
};
beforeAll(async () => {
  school = await startTestServer();
});
afterAll(async () => {
  for (const thing of opened) thing.close();
  await school.stop();
});

/** Students with a seated device each, and a wall over them. */
async function openRoom(students: number) {
  const room = await openClass(school, students);
  const devices = await Promise.all(room.students.map((_, n) => pairDevice(school, `PC-${n + 1}`)));
  for (const [n, { deviceId }] of devices.entries()) await seat(deviceId, n);
  async function seat(deviceId: string, n: number) {
    const studentId = room.students[n]?.member.id ?? '';
    await room.instructor.didacto.seats.assign({ lectureId: room.lectureId, deviceId, studentId });
  }
  const agentOf = async (n: number, options = {}) => {
    const device = devices[n];
    if (!device) throw new Error(`there is no device ${n}`);
    return closing(await startDeviceAgent(school, device, options));
  };
  const person = (n: number): Person => {
    const student = room.students[n];
    if (!student) throw new Error(`there is no student ${n}`);
    return student;
  };
  const wall = () => closing(openWall(school, room.instructor, room.lectureId));
  return { ...room, devices, seat, agentOf, person, wall };
}

const shows = (wall: TestWall, person: Person, state: string) =>
  until(`the wall shows ${state}`, () => wall.of(person)?.state === state);
const newest = (agent: TestAgent) => agent.assignments.at(-1);

describe('an assignment', () => {
  test('comes when the lesson starts, and its end takes it away', async () => {
    const room = await openRoom(1);
    const agent = await room.agentOf(0);
    expect(agent.assignments).toEqual([null]);
    const lesson = await room.startLesson();
    await until('the agent is assigned', () => newest(agent) !== null);
    expect(newest(agent)).toMatchObject({
      lectureId: room.lectureId,
      lessonId: lesson.id,
      studentName: room.person(0).member.name,
      instructorName: room.instructor.member.name,
    });
    expect(await agent.push(1, testJpeg(1))).toBe('ok');
    await room.instructor.didacto.lessons.end({ lessonId: lesson.id });
    await until('the assignment is taken away', () => newest(agent) === null);
    expect(await agent.push(2, testJpeg(2))).toBe('no_active_lesson');
    expect(agent.assignments).toHaveLength(3);
  });

  test('follows the seat in mid-lesson, and the former student is no longer shown from there', async () => {
    const room = await openRoom(2);
    await room.startLesson();
    const [agent, wall] = [await room.agentOf(0), room.wall()];
    await agent.push(1, testJpeg(1));
    await shows(wall, room.person(0), 'live');
    const device = room.devices[0]?.deviceId ?? '';
    await room.seat(device, 1);
    await until('the agent is assigned anew', () => newest(agent)?.studentName === room.person(1).member.name);
    await shows(wall, room.person(0), 'left');
    expect(wall.of(room.person(0))).toMatchObject({ picture: null });
    expect(await agent.push(2, testJpeg(2))).toBe('ok');
    await shows(wall, room.person(1), 'live');
    expect(wall.of(room.person(0))?.state).toBe('left');
    await room.instructor.didacto.seats.free({ lectureId: room.lectureId, deviceId: device });
    await until('the assignment is taken away', () => newest(agent) === null);
    await shows(wall, room.person(1), 'left');
  });

  test('ends when the student is removed from the roster', async () => {
    const room = await openRoom(1);
    await room.startLesson();
    const [agent, wall] = [await room.agentOf(0), room.wall()];
    await agent.push(1, testJpeg(1));
    await shows(wall, room.person(0), 'live');
    const memberId = room.person(0).member.id;
    await room.instructor.didacto.roster.remove({ lectureId: room.lectureId, memberId });
    await until('the assignment is taken away', () => newest(agent) === null);
    await shows(wall, room.person(0), 'left');
    expect(await agent.push(2, testJpeg(2))).toBe('no_active_lesson');
    await expect(
      room.instructor.didacto.screens.picture({ lectureId: room.lectureId, studentId: memberId }),
    ).rejects.toMatchObject({ code: 'no_picture' });
  });
});

describe('a state', () => {
  test('is live, unchanged, no display with its reason, and left on a clean stop', async () => {
    const room = await openRoom(2);
    await room.startLesson();
    const [agent, wall] = [await room.agentOf(0), room.wall()];
    const student = room.person(0);
    await shows(wall, student, 'never_connected');
    expect(await agent.report({ state: 'unchanged' })).toBe('picture_base_missing');
    await agent.notice(true);
    await agent.push(1, testJpeg(1));
    await shows(wall, student, 'live');
    expect(wall.of(student)).toMatchObject({ noticeShown: true, deviceName: 'PC-1' });
    await agent.report({ state: 'unchanged' });
    await shows(wall, student, 'unchanged');
    expect(isTestJpeg(wall.of(student)?.bytes, 1)).toBe(true);
    await agent.report({ state: 'no_display', reason: 'locked' });
    await shows(wall, student, 'no_display');
    expect(wall.of(student)).toMatchObject({ reason: 'locked', picture: null });
    await agent.leave();
    await shows(wall, student, 'left');
    expect(wall.of(room.person(1))?.state).toBe('never_connected');
  });

  test('is agent_lost within 5 s of a computer that vanished, and goes on when it comes back', async () => {
    const room = await openRoom(1);
    await room.startLesson();
    const line = closing(await frozenLine(school.url));
    const [agent, wall] = [await room.agentOf(0, { url: line.url }), room.wall()];
    await agent.push(1, testJpeg(1));
    await shows(wall, room.person(0), 'live');
    line.freeze();
    promised('a vanished computer shows', await shows(wall, room.person(0), 'agent_lost'), 5_000);
    expect(isTestJpeg(wall.of(room.person(0))?.bytes, 1)).toBe(true);
    line.close();
    const again = await room.agentOf(0);
    await again.push(1, testJpeg(2));
    await shows(wall, room.person(0), 'live');
    const { lectureId } = room;
    const { lessonId } = await room.instructor.didacto.screens.list({ lectureId });
    const { students } = await room.instructor.didacto.lessons.attendance({ lessonId: lessonId ?? '' });
    expect(students[0]?.spans.map(({ state }) => state)).toEqual(['never_connected', 'live', 'agent_lost', 'live']);
    expect(students[0]?.gaps).toBe(1);
    expect(students[0]?.spans.map(({ to }) => to).slice(0, 3)).toEqual(
      students[0]?.spans.map(({ from }) => from).slice(1),
    );
  });
});

describe('one student', () => {
  test('has one screen: an own computer is refused while the seated one lives', async () => {
    const room = await openRoom(1);
    await room.startLesson();
    const seated = await room.agentOf(0);
    const own = closing(await startOwnAgent(school, room.person(0).accessToken));
    expect(newest(own)).toMatchObject({ lectureId: room.lectureId });
    expect(await seated.push(1, testJpeg(1))).toBe('ok');
    expect(await own.push(1, testJpeg(2))).toBe('screen_source_taken');
    await seated.leave();
    await until('the own computer is taken', async () => (await own.push(2, testJpeg(2))) === 'ok');
  });

  test('may sign in twice: the second computer is refused, and is no clone', async () => {
    const room = await openClass(school, 1);
    await room.startLesson();
    const [student] = room.students;
    if (!student) throw new Error('there is no student');
    const second = await school.visitor.sessions.signIn({
      email: student.member.email,
      password: 'correct horse battery',
    });
    const first = closing(await startOwnAgent(school, student.accessToken));
    const other = closing(await startOwnAgent(school, second.accessToken));
    expect(await first.push(1, testJpeg(1))).toBe('ok');
    expect(await other.push(1, testJpeg(2))).toBe('screen_source_taken');
    expect([first.ended, other.ended]).toEqual([[], []]);
  });
});

describe('a key', () => {
  test('used by two live agents is reported with both computers, and the newcomer is put out', async () => {
    const room = await openRoom(1);
    await room.startLesson();
    const first = await room.agentOf(0, { host: hostOf('original', 'machine-1') });
    await first.push(1, testJpeg(1));
    const second = await room.agentOf(0, { host: hostOf('copy', 'machine-2') });
    expect(second.ended).toEqual(['device_cloned']);
    expect(await first.push(2, testJpeg(2))).toBe('ok');
    const deviceId = room.devices[0]?.deviceId ?? '';
    const { clone } = await school.admin.didacto.devices.get({ deviceId });
    expect(clone?.hosts).toMatchObject([
      { hostname: 'original', machineId: 'machine-1' },
      { hostname: 'copy', machineId: 'machine-2' },
    ]);
  });

  test('is no clone when the agent restarts, reconnects, or its computer vanished without a word', async () => {
    const room = await openRoom(1);
    await room.startLesson();
    const deviceId = room.devices[0]?.deviceId ?? '';
    const line = closing(await frozenLine(school.url));
    const instanceId = newInstanceId();
    const first = await room.agentOf(0, { url: line.url, instanceId });
    expect(await first.push(1, testJpeg(1))).toBe('ok');
    first.socket.io.reconnection(false);
    // The same start on a new connection goes on from its own picture, though the old connection still stands.
    const reconnected = await room.agentOf(0, { url: line.url, instanceId });
    expect(await reconnected.report({ state: 'unchanged' })).toBe('ok');
    line.freeze();
    const restarted = await room.agentOf(0);
    expect(restarted.ended).toEqual([]);
    expect(await restarted.push(1, testJpeg(2))).toBe('ok');
    expect((await school.admin.didacto.devices.get({ deviceId })).clone).toBeNull();
  });

  test('taken away puts its agent out within a second', async () => {
    const room = await openRoom(1);
    await room.startLesson();
    const agent = await room.agentOf(0);
    const begin = performance.now();
    await school.admin.didacto.devices.revoke({ deviceId: room.devices[0]?.deviceId ?? '' });
    await until('the agent is out', () => !agent.socket.connected);
    promised('a revoked device is out', performance.now() - begin, 1_000);
    expect(agent.ended).toEqual(['device_revoked']);
    expect(agent.socket.active).toBe(false);
  });
});

test('a sign-out puts the session’s sockets out within a second, and no other’s', async () => {
  const room = await openClass(school, 1);
  await room.startLesson();
  const [student] = room.students;
  if (!student) throw new Error('there is no student');
  const agent = closing(await startOwnAgent(school, student.accessToken));
  const wall = closing(openWall(school, room.instructor, room.lectureId));
  await until('the wall is open', () => wall.feed.lessonId() !== null);
  const begin = performance.now();
  await student.didacto.sessions.signOut();
  await until('the agent is out', () => !agent.socket.connected);
  promised('an ended session is out', performance.now() - begin, 1_000);
  expect(agent.ended).toEqual(['session_ended']);
  expect(wall.socket.connected).toBe(true);
});

test('a device cannot show another start than the one that signed in', async () => {
  const device = await pairDevice(school);
  const token = await signDeviceIn(school.visitor, device, 'instance-one', hostOf('pc'));
  const codes: unknown[] = [];
  const agent = closing(
    openAgent(school.url, async () => ({ token, agent: { instanceId: 'instance-two', host: hostOf('pc') } })),
  );
  agent.socket.on('connect_error', (error) => codes.push('data' in error ? error.data : undefined));
  await until('the socket is refused', () => codes.length > 0);
  expect(codes[0]).toEqual({ code: 'token_invalid' });
});
