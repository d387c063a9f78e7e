import { createDidacto } from '@didacto/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from '../testing/server-process.js';
import { startOwnAgent } from '../testing/test-agent.js';
import { openClass, openWall, type TestClass } from '../testing/test-class.js';
import { isTestJpeg, testJpeg } from '../testing/test-pictures.js';
import { type Person, startTestServer, type TestServer } from '../testing/test-server.js';
import { promised, until } from '../testing/until.js';

let school: TestServer;
let room: TestClass;
let student: Person;
let lessonId: string;
let server: ServerProcess;

beforeEach(async () => {
  school = await startTestServer();
  room = await openClass(school, 2);
  ({ id: lessonId } = await room.startLesson());
  const [first] = room.students;
  if (!first) throw new Error('there is no student');
  student = first;
  await school.server.stop();
  server = await startServerProcess(school.dataDir);
});
afterEach(async () => {
  await server.stop();
  await school.stop();
});

/** A lesson with an agent and a wall, on the server in its own process. */
async function openLesson() {
  const agent = await startOwnAgent(server, student.accessToken);
  const wall = openWall(server, room.instructor, room.lectureId);
  expect(await agent.push(1, testJpeg(1))).toBe('ok');
  await until('the wall shows it', () => wall.of(student)?.bytes !== undefined);
  return { agent, wall, instructor: createDidacto({ baseUrl: server.url, auth: room.instructor.accessToken }) };
}

const startAgain = () => startServerProcess(school.dataDir, Number(new URL(server.url).port));

describe('a server', () => {
  test('killed in mid-lesson takes the lesson up again: all return within 10 s, and the gap is on record', async () => {
    const { agent, wall, instructor } = await openLesson();
    const versionBefore = wall.of(student)?.version ?? 0;
    const { lectureId } = room;
    const studentId = student.member.id;
    const etagBefore = (await instructor.screens.picture({ lectureId, studentId }))?.etag;
    await instructor.lessons.attendance({ lessonId });
    await server.kill();
    server = await startAgain();
    promised('agents return', await until('the agent is back', () => agent.assignments.length > 1), 10_000);
    expect(agent.assignments.at(-1)).toMatchObject({ lessonId });
    // Nothing was kept: a change alone cannot be taken, the whole picture can.
    expect(await agent.report({ state: 'unchanged' })).toBe('picture_base_missing');
    expect(await agent.push(2, testJpeg(2))).toBe('ok');
    await until('the wall shows it again', () => isTestJpeg(wall.of(student)?.bytes, 2));
    expect(wall.feed.lessonId()).toBe(lessonId);
    expect(wall.of(student)?.version).toBeGreaterThan(versionBefore);
    expect((await instructor.screens.picture({ lectureId, studentId }))?.etag).not.toBe(etagBefore);
    const { students } = await instructor.lessons.attendance({ lessonId });
    const statesOf = (person: Person | undefined) =>
      students.find((entry) => entry.student.id === person?.member.id)?.spans.map(({ state }) => state);
    expect(statesOf(student)).toEqual(['never_connected', 'live', 'agent_lost', 'live']);
    expect(statesOf(room.students[1])).toEqual(['never_connected']);
    agent.close();
    wall.close();
  });

  test('stopped and started again is come back to as well, for it said that it stops', async () => {
    const { agent, wall } = await openLesson();
    await server.stop();
    await until('the agent is told', () => agent.ended.length > 0);
    expect(agent.ended).toEqual(['shutting_down']);
    server = await startAgain();
    promised('agents return', await until('the agent is back', () => agent.assignments.length > 1), 10_000);
    expect(await agent.push(2, testJpeg(2))).toBe('ok');
    await until('the wall shows it again', () => isTestJpeg(wall.of(student)?.bytes, 2));
    expect(wall.events.filter(({ kind }) => kind === 'ended')).toEqual([]);
    agent.close();
    wall.close();
  });
});
