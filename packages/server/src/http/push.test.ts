import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outcomeOf } from '../testing/outcomes.js';
import { rawRequest } from '../testing/raw-http.js';
import { hostOf, newInstanceId, pairDevice, signDeviceIn } from '../testing/test-agent.js';
import { openClass, type TestClass } from '../testing/test-class.js';
import { isTestJpeg, testDelta, testJpeg, testPicture } from '../testing/test-pictures.js';
import { type Person, startTestServer, type TestServer } from '../testing/test-server.js';
import { promised, until } from '../testing/until.js';

let school: TestServer;
let room: TestClass;
let student: Person;
let lessonId: string;
let sequence = 0;

beforeAll(async () => {
  school = await startTestServer();
});
afterAll(() => school.stop());
beforeEach(async () => {
  room = await openClass(school, 1);
  ({ id: lessonId } = await room.startLesson());
  const [first] = room.students;
  if (!first) throw new Error('there is no student');
  student = first;
});

const pathOf = (query: Record<string, string> = {}) => {
  const search = { sequence: String(++sequence), capturedAt: new Date().toISOString(), lessonId, ...query };
  return `/v1/lectures/${room.lectureId}/screen?${new URLSearchParams(search)}`;
};
const push = (body: Uint8Array, headers: Record<string, string> = {}, query: Record<string, string> = {}) =>
  rawRequest(`${school.url}${pathOf(query)}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${student.accessToken}`,
      'content-type': 'image/jpeg',
      'content-length': String(body.length),
      ...headers,
    },
    body: Buffer.from(body),
  });
const codeOf = (answer: { text: string }): unknown => JSON.parse(answer.text).code;
const shown = async () => {
  const { screens } = await room.instructor.didacto.screens.list({ lectureId: room.lectureId });
  return screens[0];
};

describe('a push', () => {
  test('is taken whole, and as a delta on what was taken before', async () => {
    const { screens } = student.didacto;
    const at = { lectureId: room.lectureId, lessonId, capturedAt: new Date().toISOString() };
    const [before, after] = [testPicture(1), testPicture([1, 1, 9, 1, 1, 1, 1, 1])];
    await screens.push({ ...at, sequence: 1, mediaType: 'image/jpeg', bytes: before.bytes });
    const delta = { mediaType: 'application/vnd.didacto.picture-delta', bytes: testDelta(before, after, 1) } as const;
    expect(await outcomeOf(screens.push({ ...at, sequence: 1, ...delta }))).toBe('picture_stale');
    expect(await outcomeOf(screens.push({ ...at, sequence: 2, ...delta }))).toBe('ok');
    expect(await outcomeOf(screens.push({ ...at, sequence: 3, ...delta }))).toBe('picture_base_missing');
    const studentId = student.member.id;
    const picture = await room.instructor.didacto.screens.picture({ lectureId: room.lectureId, studentId });
    expect(Buffer.from(picture?.bytes ?? []).equals(after.bytes)).toBe(true);
  });

  test('is refused to anyone but a student of the lecture, and the refusal is a problem of the contract', async () => {
    const stranger = await school.person('student');
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    for (const [headers, code] of [
      [{ authorization: '' }, 'token_invalid'],
      [bearer('nonsense'), 'token_invalid'],
      [bearer(stranger.accessToken), 'forbidden'],
      [bearer(room.instructor.accessToken), 'forbidden'],
      [bearer(school.admin.accessToken), 'forbidden'],
    ] as const) {
      const answer = await push(testJpeg(1), headers);
      expect(codeOf(answer)).toBe(code);
      expect(answer.headers['content-type']).toBe('application/problem+json');
    }
    expect((await shown())?.state).toBe('never_connected');
  });

  test('of a device is for the student who sits there, and for no one when nobody does', async () => {
    const device = await pairDevice(school);
    const token = await signDeviceIn(school.visitor, device, newInstanceId(), hostOf('pc'));
    const headers = { authorization: `Bearer ${token}` };
    expect(codeOf(await push(testJpeg(1), headers))).toBe('forbidden');
    const seat = { lectureId: room.lectureId, deviceId: device.deviceId };
    await room.instructor.didacto.seats.assign({ ...seat, studentId: student.member.id });
    expect((await push(testJpeg(1), headers)).status).toBe(204);
    expect(await shown()).toMatchObject({ state: 'live', student: { id: student.member.id }, deviceName: 'PC-1' });
    await room.instructor.didacto.seats.free(seat);
    expect(codeOf(await push(testJpeg(2), headers))).toBe('forbidden');
    expect(await shown()).toMatchObject({ state: 'left', picture: null });
  });

  test('into a lesson that is over has no effect, in the next lesson either', async () => {
    await push(testJpeg(1));
    const { instructor, lectureId } = room;
    await instructor.didacto.lessons.end({ lessonId });
    expect(codeOf(await push(testJpeg(2)))).toBe('no_active_lesson');
    const next = await instructor.didacto.lessons.start({ lectureId });
    expect(codeOf(await push(testJpeg(3)))).toBe('no_active_lesson');
    expect(await shown()).toMatchObject({ state: 'never_connected', picture: null });
    lessonId = next.id;
    expect((await push(testJpeg(4))).status).toBe(204);
  });

  test('from a clock that is an hour off is taken; the future is not shown', async () => {
    const hour = 3_600_000;
    for (const ahead of [-hour, hour]) {
      const capturedAt = new Date(Date.now() + ahead).toISOString();
      expect((await push(testJpeg(1), {}, { capturedAt })).status).toBe(204);
      const screen = await shown();
      const told = Date.parse(screen?.picture?.capturedAt ?? '');
      expect(told).toBeLessThanOrEqual(Date.now());
      if (ahead < 0) expect(told).toBe(Date.parse(capturedAt));
      expect(Math.abs(Date.parse(screen?.since ?? '') - Date.now())).toBeLessThan(hour / 2);
    }
  });

  test('without a sign for long is lost, and its sign-out ends its rights at once', async () => {
    expect((await push(testJpeg(1))).status).toBe(204);
    await student.didacto.sessions.signOut();
    expect(codeOf(await push(testJpeg(2)))).toBe('session_ended');
    promised(
      'a silent agent shows',
      await until('it is lost', async () => (await shown())?.state === 'agent_lost'),
      5_000,
    );
  });
});

describe('a connection that was checked before', () => {
  test('is checked again when the student is removed', async () => {
    const socket = connect(Number(new URL(school.url).port), '127.0.0.1');
    let received = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      received += chunk;
    });
    const send = async () => {
      received = '';
      socket.write(requestBytes(testJpeg(1)));
      await until('it is answered', () => /\r\n\r\n/.test(received));
      return received.split(' ', 2)[1];
    };
    expect(await send()).toBe('204');
    expect(await send()).toBe('204');
    await room.instructor.didacto.roster.remove({ lectureId: room.lectureId, memberId: student.member.id });
    expect(await send()).toBe('403');
    socket.destroy();
  });

  test('serves requests in a row, also after one that was refused', async () => {
    const socket = connect(Number(new URL(school.url).port), '127.0.0.1');
    const good = () => requestBytes(testJpeg(1));
    const bad = () => requestBytes(new TextEncoder().encode('no picture'));
    socket.write(Buffer.concat([good(), bad(), good(), bad(), requestBytes(testJpeg(2), 'connection: close\r\n')]));
    const answers = await text(socket);
    expect([...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
      '204',
      '422',
      '204',
      '422',
      '204',
    ]);
  });
});

function requestBytes(body: Uint8Array, headers = ''): Buffer {
  const head =
    `PUT ${pathOf()} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${student.accessToken}\r\n` +
    `content-type: image/jpeg\r\ncontent-length: ${body.length}\r\n${headers}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

describe('hostile bytes', () => {
  test('are refused with their reason, and the former picture stays', async () => {
    await push(testJpeg(1));
    const random = Uint8Array.from({ length: 5_000 }, (_, n) => (n * 7919) & 0xff);
    expect(codeOf(await push(random))).toBe('picture_invalid');
    expect(codeOf(await push(testJpeg(2).slice(0, -9)))).toBe('picture_invalid');
    expect(codeOf(await push(testPicture(1, { width: 4_000, height: 8 }).bytes))).toBe('picture_too_large');
    expect(codeOf(await push(testJpeg(2), { 'content-type': 'image/png' }))).toBe('unsupported_media_type');
    expect(codeOf(await push(testJpeg(2), {}, { sequence: '-1' }))).toBe('validation_failed');
    expect(codeOf(await push(testJpeg(2), {}, { capturedAt: '2026-02-30T00:00:00.000Z' }))).toBe('validation_failed');
    expect(codeOf(await push(testJpeg(2), {}, { lessonId: 'les_other' }))).toBe('validation_failed');
    const studentId = student.member.id;
    const picture = await room.instructor.didacto.screens.picture({ lectureId: room.lectureId, studentId });
    expect(isTestJpeg(picture?.bytes, 1)).toBe(true);
  });

  test('without a length are refused, and the connection ends', async () => {
    const socket = connect(Number(new URL(school.url).port), '127.0.0.1');
    const head = `PUT ${pathOf()} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${student.accessToken}\r\n`;
    socket.write(`${head}content-type: image/jpeg\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 422 /);
    expect(answer).toContain('content-length');
  });

  test('of 50 MB are refused before they are read', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const socket = connect(Number(new URL(school.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    const head = `PUT ${pathOf()} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${student.accessToken}\r\n`;
    socket.write(`${head}content-type: image/jpeg\r\ncontent-length: ${50_000_000}\r\n\r\n`);
    const [first] = await once(socket.setEncoding('latin1'), 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 413 /);
    expect(String(first)).toContain('picture_too_large');
    socket.write(Buffer.alloc(1_000_000));
    await until('the connection is closed', () => socket.closed);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test('that come slowly hold up nobody and have no effect when they break off', async () => {
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(Number(new URL(school.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(requestBytes(testJpeg(7)).subarray(0, -1));
      return socket;
    });
    expect((await push(testJpeg(1))).status).toBe(204);
    // A length that promises more than comes.
    slow[0]?.end();
    for (const socket of slow) socket.destroy();
    expect((await push(testJpeg(2))).status).toBe(204);
    const studentId = student.member.id;
    const picture = await room.instructor.didacto.screens.picture({ lectureId: room.lectureId, studentId });
    expect(isTestJpeg(picture?.bytes, 2)).toBe(true);
  });

  test('after the announced length are not part of the picture', async () => {
    const socket = connect(Number(new URL(school.url).port), '127.0.0.1');
    socket.write(Buffer.concat([requestBytes(testJpeg(3)), Buffer.from('more than was announced\r\n\r\n')]));
    const answers = await text(socket);
    expect(answers).toContain('HTTP/1.1 400 ');
    const bytes = (await shown())?.picture?.bytes ?? testJpeg(3).length;
    expect(bytes).toBe(testJpeg(3).length);
  });
});
