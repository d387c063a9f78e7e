import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type ClientEvents, clientEvents, type RoomPlace } from '@didacto/sdk/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded, spoilt, strangeValue } from '../testing/hostile.js';
import { shiftedClock } from '../testing/shifted-clock.js';
import { testJpeg } from '../testing/test-pictures.js';
import {
  abilities,
  emitAnything,
  pairUp,
  type RoomScene,
  reaches,
  roomScene,
  type sideOf,
} from '../testing/test-rooms.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';

const messages = 100_000;
const seed = Number(process.env.FUZZ_SEED ?? 20_261);
const rooms = 4;
/** Of one socket between two seconds of the server's clock: as many as the limits let through, and some more. */
const eachTurn = { ofAnyKind: 45, toThePeer: 30 };

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const clock = shiftedClock();
let school: TestServer;
beforeAll(async () => {
  school = await startTestServer({ effects: { clock } });
  await school.admin.didacto.institution.update({ controlPolicy: 'always' });
});
afterAll(() => school.stop());

const isEvent = (name: string): name is keyof ClientEvents => Object.hasOwn(clientEvents, name);
const kinds = Object.keys(clientEvents).filter(isEvent);
/** Those that write to the database are rarer, for time. */
const rare: ReadonlySet<string> = new Set(['consent.set', 'room.join', 'room.attend', 'control.take', 'wall.watch']);
const unknownKinds = ['room.unknown', 'toString', '__proto__', 'constructor', '', 'room.peer', 'session.ended'];

type Random = (below: number) => number;
type Side = ReturnType<typeof sideOf>;

/** A socket that sends anything, and what it knows of its room and of others. */
interface Fuzzer {
  readonly side: Side;
  readonly room: number;
  readonly scene: RoomScene;
  readonly entry: 'room.attend' | 'room.join';
  place: RoomPlace;
  controlId: string;
}

/** What a message of each kind could be, marked with the room that its sender is of. */
const payloadOf: { readonly [E in keyof ClientEvents]: (fuzzer: Fuzzer, place: RoomPlace, random: Random) => object } =
  {
    'screen.push': ({ scene: { lectureId, lessonId } }, _, random) => ({
      ...{ lectureId, lessonId, sequence: random(1_000), capturedAt: new Date(0).toISOString() },
      ...{ format: random(2) ? 'whole' : 'delta', bytes: random(2) ? testJpeg(random(9)) : new Uint8Array(random(64)) },
    }),
    'screen.report': ({ scene: { lectureId, lessonId } }) => ({ lectureId, lessonId, state: 'unchanged' }),
    'agent.notice': ({ scene: { lectureId, lessonId } }, _, random) => ({
      lectureId,
      lessonId,
      shown: random(2) === 0,
    }),
    'agent.leave': () => ({}),
    'wall.watch': ({ scene: { lectureId } }) => ({ lectureId, pictures: false }),
    'wall.unwatch': ({ scene: { lectureId } }) => ({ lectureId }),
    'room.attend': ({ scene: { lectureId, lessonId } }) => ({ lectureId, lessonId, abilities }),
    'room.join': ({ scene: { lectureId, studentId } }) => ({ lectureId, studentId }),
    'room.renew': (_, place) => place,
    'room.leave': (_, place, random) => (random(20) === 0 ? place : { ...place, fence: place.fence + 1 }),
    'room.signal': ({ room }, place) => ({ ...place, signal: { description: { type: 'offer', sdp: `room ${room}` } } }),
    'room.relay': ({ room }, place, random) => ({
      ...{ ...place, channel: ['input', 'tiles', 'messages'][random(3)], bytes: new Uint8Array([room, random(256)]) },
    }),
    'control.take': ({ scene: { lectureId } }, place) => ({ ...place, lectureId }),
    'control.answer': ({ controlId }, place, random) => ({ ...place, controlId, allowed: random(2) === 0 }),
    'control.end': ({ controlId }, place, random) => ({ ...place, controlId, inputs: random(100) }),
    'consent.set': ({ scene: { lectureId, lessonId } }, _, random) => ({
      ...{ lectureId, lessonId, voice: random(2) === 0, screen: random(10) !== 0 },
    }),
  };

test(`${messages} messages of every kind: no crash, no effect outside the sender’s room, memory flat`, async () => {
  const random = seeded(seed);
  process.stdout.write(`seed ${seed}\n`);
  const quietScene = await roomScene(school);
  const quiet = await pairUp(school, quietScene);
  const fuzzers: Fuzzer[] = [];
  for (let room = 0; room < rooms; room++) {
    const scene = await roomScene(school);
    const { student, instructor, place, studentPlace } = await pairUp(school, scene);
    fuzzers.push({ side: student, room, scene, entry: 'room.attend', place: studentPlace, controlId: 'x' });
    fuzzers.push({ side: instructor, room, scene, entry: 'room.join', place, controlId: 'x' });
  }
  const places = (): RoomPlace[] => [quiet.place, quiet.studentPlace, ...fuzzers.map(({ place }) => place)];
  const scenes = [quietScene, ...fuzzers.map(({ scene }) => scene)];
  const strayed: string[] = [];
  for (const fuzzer of fuzzers) {
    const { side, room } = fuzzer;
    // A wall that takes no update is put out after half a minute.
    side.socket.on('wall.update', (_, taken) => taken());
    side.socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') strayed.push(`room ${room} was put out`);
    });
    side.socket.on('control.changed', ({ control }) => {
      fuzzer.controlId = control?.id ?? fuzzer.controlId;
    });
    // Where the mark itself was spoilt, it is of no room.
    const others = Array.from({ length: rooms }, (_, other) => `room ${other}`).filter((_, other) => other !== room);
    const check = (mark: string) => others.includes(mark) && strayed.push(`${mark} came to room ${room}`);
    side.socket.on('room.signal', ({ signal }) => void check('description' in signal ? signal.description.sdp : '?'));
    side.socket.on('room.relay', ({ bytes }) => void check(`room ${new Uint8Array(bytes)[0]}`));
  }
  const answers: Record<string, number> = {};
  const count = (code: string) => {
    answers[code] = (answers[code] ?? 0) + 1;
  };

  /** One message; resolves when it is answered, at once where it asks for no answer. */
  const send = (fuzzer: Fuzzer, name: string, asItShould = false): Promise<void> => {
    const how = asItShould ? 0 : random(10);
    const place = how < 6 ? fuzzer.place : (places()[random(places().length)] ?? fuzzer.place);
    // Its own, another's seat or lecture by its own hand, or the like.
    const scene = how < 7 ? fuzzer.scene : (scenes[random(scenes.length)] ?? fuzzer.scene);
    const right = isEvent(name) ? payloadOf[name]({ ...fuzzer, scene }, place, random) : strangeValue(random);
    const payload = !asItShould && random(3) === 0 ? spoilt(right, random) : right;
    const { socket } = fuzzer.side;
    if (!asItShould && random(20) === 0) {
      emitAnything(socket, name, payload, strangeValue(random));
      count('not asked');
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const lost = () => resolve(count('lost'));
      socket.once('disconnect', lost);
      emitAnything(socket, name, payload, (answer: { ok: boolean; code?: string; roomId?: string; fence?: number }) => {
        socket.off('disconnect', lost);
        count(answer.ok ? `${name} ok` : String(answer.code));
        const { roomId, fence } = answer;
        if (roomId !== undefined && fence !== undefined) fuzzer.place = { roomId, fence };
        resolve();
      });
    });
  };
  const anyKind = (): string => {
    const name = random(40) === 0 ? unknownKinds[random(unknownKinds.length)] : kinds[random(kinds.length)];
    return name !== undefined && rare.has(name) && random(4) > 0 ? 'room.renew' : (name ?? '');
  };

  let sent = 0;
  let turns = 0;
  let heapAtFirst = 0;
  let heapAtLast = 0;
  const began = { at: performance.now(), cpu: process.cpuUsage() };
  while (sent < messages) {
    const turn: Promise<void>[] = [];
    for (const fuzzer of fuzzers) {
      // Whoever was put out comes in again, or the messages would soon be of nobody who is in a room.
      if (random(2)) turn.push(send(fuzzer, fuzzer.entry, true));
      for (let n = 0; n < eachTurn.ofAnyKind; n++) turn.push(send(fuzzer, anyKind()));
      for (let n = 0; n < eachTurn.toThePeer; n++) turn.push(send(fuzzer, random(2) ? 'room.relay' : 'room.signal'));
    }
    sent += turn.length;
    await Promise.all(turn);
    clock.pass(1_000);
    turns++;
    await school.admin.didacto.institution.update({ controlPolicy: turns % 2 ? 'ask' : 'always' });
    if (turns % 5 === 0) {
      expect(await quiet.student.send('room.renew', quiet.studentPlace)).toBe('ok');
      expect(await quiet.instructor.send('room.renew', quiet.place)).toBe('ok');
    }
    // What was received is not kept, or it would be the tests' own memory that grows.
    for (const { side } of fuzzers) side.forget();
    if (heapAtFirst === 0 && sent > messages / 5) heapAtFirst = heapUsed();
  }
  heapAtLast = heapUsed();

  const { user, system } = process.cpuUsage(began.cpu);
  const [seconds, cpu] = [(performance.now() - began.at) / 1_000, (user + system) / 1e6];
  const grown = (heapAtLast - heapAtFirst) / 1e6;
  process.stdout.write(`${sent} in ${seconds.toFixed(1)} s, CPU ${cpu.toFixed(1)} s, heap ${grown.toFixed(1)} MB\n`);
  process.stdout.write(`${JSON.stringify(answers)}\n`);
  // Each kind was carried out at times, so that it was more than the door that was tried.
  for (const kind of kinds) expect(Object.keys(answers), kind).toContain(`${kind} ok`);
  expect(answers).not.toHaveProperty('internal_error');
  expect(strayed).toEqual([]);
  const { student, instructor, place, studentPlace } = quiet;
  expect([student.signals, student.relayed, student.controls, student.consents, student.ended]).toEqual([
    [],
    [],
    [],
    [],
    [],
  ]);
  expect([instructor.signals, instructor.relayed, instructor.controls, instructor.ended]).toEqual([[], [], [], []]);
  expect(student.peers).toHaveLength(1);
  expect([await reaches(instructor, place), await reaches(student, studentPlace)]).toEqual(['ok', 'ok']);
  expect(await quietScene.student.didacto.rooms.consent({ lectureId: quietScene.lectureId })).toMatchObject({
    voice: false,
  });
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  expect(grown).toBeLessThan(40);
  for (const { side } of fuzzers) side.close();
  quiet.close();
}, 600_000);

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
