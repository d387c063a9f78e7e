import { randomBytes } from 'node:crypto';
import { createSocket } from '@didacto/sdk/realtime';
import fc from 'fast-check';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOwnAgent, type TestAgent } from '../testing/test-agent.js';
import { openClass, openWall, type TestClass, type TestWall } from '../testing/test-class.js';
import { testJpeg } from '../testing/test-pictures.js';
import { type Person, startTestServer, type TestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';

let school: TestServer;
let room: TestClass;
let student: Person;
let agent: TestAgent;
let wall: TestWall;
let sequence = 0;
const opened: { disconnect(): unknown }[] = [];

beforeAll(async () => {
  school = await startTestServer({ env: { ALLOWED_ORIGINS: 'https://class.example' } });
  room = await openClass(school, 1);
  await room.startLesson();
  const [first] = room.students;
  if (!first) throw new Error('there is no student');
  student = first;
  agent = await startOwnAgent(school, student.accessToken);
  wall = openWall(school, room.instructor, room.lectureId);
});
afterAll(async () => {
  for (const socket of opened) socket.disconnect();
  agent.close();
  wall.close();
  await school.stop();
});

/** A socket without the contract's types: it says what it likes. */
async function openStranger(token: string, headers: Record<string, string> = {}) {
  const socket = io(school.url, {
    path: '/v1/socket',
    transports: ['websocket'],
    auth: { token },
    extraHeaders: headers,
    reconnection: false,
    forceNew: true,
  });
  opened.push(socket);
  let refusal: unknown;
  socket.on('connect_error', (error) => {
    refusal = error;
  });
  await until('the socket is decided on', () => socket.connected || refusal !== undefined);
  return socket;
}

/** An agent and a wall that have nothing to do with it go on as if nothing had been. */
async function othersAreFine() {
  const picture = testJpeg(++sequence);
  expect(await agent.push(sequence, picture)).toBe('ok');
  await until('the wall shows it', () => Buffer.from(wall.of(student)?.bytes ?? []).equals(picture));
  expect([agent.assignments.length, agent.ended]).toEqual([1, []]);
}

describe('a handshake', () => {
  test('without a good token is refused with its code', async () => {
    for (const token of ['', 'nonsense']) {
      const codes: unknown[] = [];
      const socket = createSocket({ baseUrl: school.url, auth: async () => ({ token }) });
      opened.push(socket);
      socket.on('connect_error', (error) => codes.push('data' in error && error.data));
      socket.connect();
      await until('it is refused', () => codes.length > 0);
      expect(codes[0]).toEqual({ code: 'token_invalid' });
    }
  });

  test('of a page is taken from the institution’s own origins only; a program sends none', async () => {
    const connects = async (headers: Record<string, string>) =>
      (await openStranger(student.accessToken, headers)).connected;
    expect(await connects({ origin: 'https://evil.example' })).toBe(false);
    expect(await connects({ origin: 'null' })).toBe(false);
    expect(await connects({ origin: 'https://class.example' })).toBe(true);
    expect(await connects({})).toBe(true);
  });
});

describe('a message', () => {
  test('that is not of its event is answered with an error, and nothing else happens', async () => {
    const socket = await openStranger(student.accessToken);
    const names = ['screen.push', 'screen.report', 'agent.notice', 'wall.watch', 'wall.unwatch'];
    const wrong = [null, 7, 'text', [], {}, { lectureId: 1 }, { lectureId: 'lec_x', lessonId: {} }, new Uint8Array(9)];
    for (const name of names)
      for (const payload of wrong)
        expect(await socket.emitWithAck(name, payload)).toMatchObject({ ok: false, code: 'malformed_message' });
    await othersAreFine();
  });

  test('of no event is answered, whatever its name', async () => {
    const socket = await openStranger(student.accessToken);
    for (const name of [
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'error',
      'ping',
      '',
      'x'.repeat(10_000),
    ])
      expect(await socket.emitWithAck(name, {})).toMatchObject({ ok: false, code: 'malformed_message' });
    await othersAreFine();
  });

  test('without an acknowledgement, or with nothing at all, does no harm', async () => {
    const socket = await openStranger(student.accessToken);
    for (const name of ['screen.push', 'error', 'unknown']) socket.emit(name).emit(name, {}).emit(name, 1, 2, 3);
    expect(await socket.emitWithAck('wall.unwatch', { lectureId: room.lectureId })).toEqual({ ok: true });
    await othersAreFine();
  });

  test('of 2 MB ends the socket that sent it, and no other', async () => {
    const socket = await openStranger(student.accessToken);
    socket.emit('screen.push', { bytes: randomBytes(2_000_000) });
    await until('the socket is closed', () => !socket.connected);
    await othersAreFine();
  });

  test('of someone who may not is refused: the wall is for its instructor', async () => {
    const other = await school.person('instructor');
    for (const { accessToken } of [student, other]) {
      const socket = await openStranger(accessToken);
      const watch = { lectureId: room.lectureId, pictures: true };
      expect(await socket.emitWithAck('wall.watch', watch)).toMatchObject({ ok: false, code: 'forbidden' });
    }
    const socket = await openStranger(school.admin.accessToken);
    const taken = socket.emitWithAck('wall.watch', { lectureId: room.lectureId, pictures: false });
    expect(await taken).toEqual({ ok: true });
  });

  test('of a member’s socket that is no agent shows no screen', async () => {
    const socket = await openStranger(student.accessToken);
    const { lectureId } = room;
    const lessonId = agent.assignments[0]?.lessonId;
    const push = {
      lectureId,
      lessonId,
      sequence: 9,
      capturedAt: new Date().toISOString(),
      format: 'whole',
      bytes: testJpeg(9),
    };
    expect(await socket.emitWithAck('screen.push', push)).toMatchObject({ ok: false, code: 'no_active_lesson' });
  });

  test('that comes too often is refused, so that one socket cannot take the server', async () => {
    const socket = await openStranger(student.accessToken);
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => socket.emitWithAck('wall.unwatch', { lectureId: room.lectureId })),
    );
    expect(answers.filter(({ code }) => code === 'rate_limited').length).toBeGreaterThan(0);
  });
});

test('10,000 made-up messages crash nothing and reach no one', async () => {
  const names = fc.oneof(
    fc.constantFrom(
      'screen.push',
      'screen.report',
      'agent.notice',
      'agent.leave',
      'wall.watch',
      'wall.unwatch',
      'error',
    ),
    fc.string().filter((name) => !reserved.has(name)),
  );
  const payload = fc.oneof(
    fc.anything({ withBigInt: false }).filter(isSendable),
    fc.record(
      {
        lectureId: fc.oneof(fc.constant(room.lectureId), fc.string()),
        lessonId: fc.oneof(fc.constant(agent.assignments[0]?.lessonId), fc.string()),
        sequence: fc.oneof(fc.integer(), fc.double(), fc.string()),
        capturedAt: fc.oneof(fc.constant('2026-01-01T00:00:00.000Z'), fc.string()),
        format: fc.oneof(fc.constantFrom('whole', 'delta'), fc.string()),
        bytes: fc.oneof(fc.uint8Array(), fc.string()),
        state: fc.constantFrom('unchanged', 'no_display', 'live', 7),
        pictures: fc.oneof(fc.boolean(), fc.string()),
      },
      { requiredKeys: [] },
    ),
  );
  const messages = fc.sample(fc.tuple(names, payload, fc.boolean()), 10_000);
  let socket = await openStranger(student.accessToken);
  for (const [index, [name, content, acknowledged]] of messages.entries()) {
    // A socket takes so many a second; a new one, so that each message is looked at and not only counted.
    if (index % messagesASocket === 0 || !socket.connected) {
      if (socket.connected)
        await socket
          .timeout(5_000)
          .emitWithAck('wall.unwatch', {})
          .catch(() => undefined);
      socket.disconnect();
      socket = await openStranger(student.accessToken);
    }
    if (acknowledged) socket.emit(name, content, () => undefined);
    else socket.emit(name, content);
  }
  await othersAreFine();
});

const messagesASocket = 45;
/** Names that the client itself refuses to send. */
const reserved = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']);

/** What JSON can carry: the client throws on the rest. */
function isSendable(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}
