import { createRequire } from 'node:module';
import { liveRooms, type RoomEvents, type RtcImplementation } from '@didacto/sdk/live';
import { createSocket } from '@didacto/sdk/realtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOwnAgent } from '../testing/test-agent.js';
import { abilities, type RoomScene, roomScene } from '../testing/test-rooms.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';

const wrtc: RtcImplementation = createRequire(import.meta.url)('@roamhq/wrtc');

let school: TestServer;
beforeAll(async () => {
  school = await startTestServer();
});
afterAll(() => school.stop());

const ofScene = ({ lectureId, lessonId, studentId }: RoomScene) => ({
  seat: { lectureId, lessonId, abilities },
  target: { lectureId, studentId },
});

/** What came on a channel, as text. */
const listened = (room: { on(event: 'data', listener: RoomEvents['data']): () => void }) => {
  const came: string[] = [];
  room.on('data', (channel, bytes) => came.push(`${channel} ${new TextDecoder().decode(bytes)}`));
  return came;
};
const bytes = (text: string) => new TextEncoder().encode(text);

describe('a live room by the SDK', () => {
  test.each([
    ['relay', null],
    ['direct', wrtc],
  ] as const)('goes %s between a client and an agent with a socket of its own', async (route, rtc) => {
    const scene = await roomScene(school);
    const { seat, target } = ofScene(scene);
    const agent = await startOwnAgent(school, scene.student.accessToken);
    const { didacto } = scene.student;
    const student = await liveRooms({ socket: agent.socket, didacto }).attend(seat, { rtc });
    const instructor = await scene.instructor.didacto.rooms.join(target, { rtc });
    await until('they are connected', () => instructor.route === route && student.route === route && student.peer);
    const [atStudent, atInstructor] = [listened(student), listened(instructor)];
    for (let n = 0; n < 20; n++) {
      expect(await student.send('tiles', bytes(`${n}`))).toBe(true);
      expect(await instructor.send('messages', bytes(`${n}`))).toBe(true);
    }
    await until('all came', () => atStudent.length === 20 && atInstructor.length === 20);
    expect(atStudent).toEqual(Array.from({ length: 20 }, (_, n) => `messages ${n}`));
    expect(atInstructor).toEqual(Array.from({ length: 20 }, (_, n) => `tiles ${n}`));
    await instructor.close();
    await until('the student is alone', () => student.peer === null);
    await student.close();
    agent.close();
  });

  test('a student attends by a client alone; control is asked for, allowed and ended', async () => {
    const scene = await roomScene(school);
    const { seat, target } = ofScene(scene);
    const student = await scene.student.didacto.rooms.attend(seat, { rtc: null });
    const instructor = await scene.instructor.didacto.rooms.join(target, { rtc: null });
    const came = listened(student);
    expect(await instructor.send('input', bytes('early'))).toBe(false);
    expect(await instructor.takeControl()).toMatchObject({ state: 'asked', fence: instructor.entry.fence });
    await until('the student is asked', () => student.control?.state === 'asked');
    await student.answerControl(student.control?.id ?? '', true);
    await until('control is on', () => instructor.control?.state === 'on' && student.control?.state === 'on');
    expect(await instructor.send('input', bytes('in time'))).toBe(true);
    expect(came).toEqual(['input in time']);
    await instructor.endControl();
    await until('it is over', () => student.control === null);
    await student.endControl(1);
    const ended = new Promise((resolve) => instructor.on('ended', resolve));
    await student.close();
    expect(await ended).toBe('student_gone');
  });

  test('an instructor whose connection was lost comes back as a new session', async () => {
    const scene = await roomScene(school);
    const { seat, target } = ofScene(scene);
    const student = await scene.student.didacto.rooms.attend(seat, { rtc: null });
    const { accessToken } = scene.instructor;
    const socket = createSocket({ baseUrl: school.url, auth: async () => ({ token: accessToken }) });
    const instructor = await liveRooms({ socket }).join(target, { rtc: null });
    const { fence } = instructor.entry;
    const told: string[] = [];
    instructor.on('reconnecting', () => told.push('reconnecting'));
    instructor.on('reconnected', () => told.push('reconnected'));
    socket.io.engine.close();
    await until('it is back', () => told.length === 2);
    expect(told).toEqual(['reconnecting', 'reconnected']);
    expect(instructor.entry.fence).toBeGreaterThan(fence);
    await until('they meet', () => student.peer?.fence === instructor.entry.fence);
    expect(await student.send('tiles', bytes('x'))).toBe(true);
    await instructor.close();
    await student.close();
    socket.disconnect();
  });
});
