import { type ClientEvents, clientEvents } from '@didacto/sdk/contract';
import { createSocket, type DidactoSocket, refusalCode } from '@didacto/sdk/realtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type CallerKind, callers, instanceId, refusalOf, tokenSecret } from '../testing/callers.js';
import { host } from '../testing/lab-pc.js';
import { testJpeg } from '../testing/test-pictures.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { type World, worldMaker } from '../testing/world.js';

let school: TestServer;
let makeWorld: () => Promise<World>;
let secret: Uint8Array;
beforeAll(async () => {
  school = await startTestServer();
  await school.admin.didacto.institution.update({ secondFactorRoles: ['desk'] });
  makeWorld = await worldMaker(school.server);
  secret = tokenSecret(school.dataDir);
});
afterAll(() => school.stop());

/** A place that nobody holds: whoever may send it is told so. */
const place = { roomId: 'rom_01h2xcejqtf2nbrexx3vqjhp41', fence: 1 };
const abilities = {
  ...{ track: true, tiles: true, control: null, microphone: false, speaker: false, window: false, screen: null },
};

type Send = (socket: DidactoSocket, world: World) => Promise<unknown>;
const send: Readonly<Record<keyof ClientEvents, Send>> = {
  'screen.push': (socket, { lectureId, lessonId }) => {
    const capturedAt = new Date().toISOString();
    const pushed = { lectureId, lessonId, sequence: 1, capturedAt, format: 'whole', bytes: testJpeg(1) } as const;
    return socket.emitWithAck('screen.push', pushed);
  },
  'screen.report': (socket, { lectureId, lessonId }) =>
    socket.emitWithAck('screen.report', { lectureId, lessonId, state: 'no_display' }),
  'agent.notice': (socket, { lectureId, lessonId }) =>
    socket.emitWithAck('agent.notice', { lectureId, lessonId, shown: true }),
  'agent.leave': (socket) => socket.emitWithAck('agent.leave', {}),
  'wall.watch': (socket, { lectureId }) => socket.emitWithAck('wall.watch', { lectureId, pictures: false }),
  'wall.unwatch': (socket, { lectureId }) => socket.emitWithAck('wall.unwatch', { lectureId }),
  'room.attend': (socket, { lectureId, lessonId }) =>
    socket.emitWithAck('room.attend', { lectureId, lessonId, abilities }),
  'room.join': (socket, { lectureId, rostered }) =>
    socket.emitWithAck('room.join', { lectureId, studentId: rostered.id }),
  'room.renew': (socket) => socket.emitWithAck('room.renew', place),
  'room.leave': (socket) => socket.emitWithAck('room.leave', place),
  'room.signal': (socket) =>
    socket.emitWithAck('room.signal', { ...place, signal: { description: { type: 'offer', sdp: '' } } }),
  'room.relay': (socket) =>
    socket.emitWithAck('room.relay', { ...place, channel: 'messages', bytes: new Uint8Array([1]) }),
  'control.take': (socket, { lectureId }) => socket.emitWithAck('control.take', { ...place, lectureId }),
  'control.answer': (socket) => socket.emitWithAck('control.answer', { ...place, controlId: 'x', allowed: true }),
  'control.end': (socket) => socket.emitWithAck('control.end', { ...place, controlId: 'x' }),
  'consent.set': (socket, { lectureId, lessonId }) =>
    socket.emitWithAck('consent.set', { lectureId, lessonId, voice: true }),
};
/** What whoever may send it is answered, where that is not plainly yes: there is nobody to talk to. */
const letIn: Partial<Record<keyof ClientEvents, string>> = {
  'room.join': 'student_absent',
  'room.renew': 'room_session_ended',
  'room.leave': 'room_session_ended',
  'room.signal': 'room_session_ended',
  'room.relay': 'room_session_ended',
  'control.take': 'room_session_ended',
  'control.answer': 'room_session_ended',
  'control.end': 'room_session_ended',
};
const isEvent = (name: string): name is keyof ClientEvents => Object.hasOwn(clientEvents, name);
const events = Object.keys(send).filter(isEvent);

const agent = { instanceId, host };

/** A socket once the server has let it in, and said where its agent belongs; or the code it is refused with. */
function connect(token: string | undefined, shown: object = { agent }): Promise<DidactoSocket | string | undefined> {
  const auth = async () => ({ token: token ?? '', ...shown });
  const socket = createSocket({ baseUrl: school.url, auth });
  return new Promise((resolve) => {
    socket.once('agent' in shown ? 'agent.assignment' : 'connect', () => resolve(socket));
    socket.once('connect_error', (error) => {
      socket.disconnect();
      resolve(refusalCode(error));
    });
    socket.connect();
  });
}

const refusals = ['forbidden', 'no_active_lesson', 'scope_missing', 'second_factor_required'];
const Answer = z.object({ ok: z.boolean(), code: z.string().optional() });
const kinds = Object.entries<CallerKind>(callers);

describe('sockets', () => {
  test.each(kinds.filter(([, { grants }]) => grants === null))('refuse: %s', async (_, kind) => {
    expect(await connect(await kind.token(await makeWorld(), secret))).toBe(kind.refusal);
  });

  const identified = kinds.filter(([, { grants }]) => grants !== null);
  const isNoAgent = (kind: CallerKind) => refusalOf(kind, clientEvents['agent.leave']) !== undefined;

  test.each(identified.filter(([, kind]) => isNoAgent(kind)))('take no agent for: %s', async (_, kind) => {
    const code = kind.mustSetUp ? 'second_factor_required' : 'scope_missing';
    expect(await connect(await kind.token(await makeWorld(), secret))).toBe(code);
  });

  test.each(identified)('%s may send what its grants say', async (_, kind) => {
    for (const name of events) {
      const world = await makeWorld();
      const socket = await connect(await kind.token(world, secret), isNoAgent(kind) ? {} : { agent });
      if (typeof socket !== 'object') throw new Error(`refused: ${socket}`);
      const answer = Answer.parse(await send[name](socket, world));
      socket.disconnect();
      if (refusalOf(kind, clientEvents[name]) === undefined)
        expect(answer.code ?? 'ok', name).toBe(letIn[name] ?? 'ok');
      // An agent is held against the assignment it was given: without a seat it has none.
      else expect(refusals, name).toContain(answer.code);
    }
  });
});
