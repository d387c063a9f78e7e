import {
  type ClientEvents,
  type Consent,
  clientEvents,
  type ErrorCode,
  EventProblem,
  type RoomAbilities,
  type RoomControl,
  type RoomEntry,
  type RoomPeer,
  type RoomPlace,
  type ServerEvents,
} from '@didacto/sdk/contract';
import { createSocket, type DidactoSocket } from '@didacto/sdk/realtime';
import type { Socket } from 'socket.io-client';
import type * as z from 'zod';
import { startOwnAgent } from './test-agent.js';
import { openClass, type TestClass } from './test-class.js';
import { type Person, password, type TestServer } from './test-server.js';
import { until } from './until.js';

export const abilities: RoomAbilities = {
  track: true,
  tiles: true,
  control: { pointer: true, keys: true, text: true },
  microphone: false,
  speaker: false,
  window: false,
  screen: { width: 1280, height: 720 },
};

type Told<E extends keyof ServerEvents> = z.output<ServerEvents[E]['payload']>;
type RoomClientEvent = Extract<keyof ClientEvents, `room.${string}` | `control.${string}` | `consent.${string}`>;

type Payload<E extends keyof ClientEvents> = z.input<ClientEvents[E]['payload']>;

/** One socket of a room and all that it was told; relayed bytes are taken at once unless `takes` says otherwise. */
export interface TestSide {
  readonly socket: DidactoSocket;
  readonly ended: readonly Told<'room.ended'>[];
  readonly peers: readonly (RoomPeer | null)[];
  readonly controls: readonly (RoomControl | null)[];
  readonly consents: readonly Consent[];
  readonly signals: readonly Told<'room.signal'>[];
  readonly relayed: readonly Told<'room.relay'>[];
  takes: boolean;
  /** Forgets what it was told so far. */
  forget(): void;
  /** `ok`, or the code of the refusal. */
  send<E extends RoomClientEvent>(event: E, payload: Payload<E>): Promise<'ok' | ErrorCode>;
  /** The reply, or the code of the refusal. */
  ask<E extends RoomClientEvent>(
    event: E,
    payload: Payload<E>,
  ): Promise<z.output<ClientEvents[E]['reply']> | ErrorCode>;
  /** Comes in. @throws Error where it may not */
  join(lectureId: string, studentId: string): Promise<RoomEntry>;
  attend(lectureId: string, lessonId: string, change?: Partial<RoomAbilities>): Promise<RoomEntry>;
  close(): void;
}

/** Sends what no typed program would. */
export function emitAnything(socket: DidactoSocket, event: string, ...given: readonly unknown[]): void {
  // The types of the contract are what is left out here on purpose.
  const untyped: { emit(event: string, ...given: readonly unknown[]): unknown } = socket as unknown as Socket;
  untyped.emit(event, ...given);
}

export function sideOf(socket: DidactoSocket): TestSide {
  const ended: Told<'room.ended'>[] = [];
  const peers: (RoomPeer | null)[] = [];
  const controls: (RoomControl | null)[] = [];
  const consents: Consent[] = [];
  const signals: Told<'room.signal'>[] = [];
  const relayed: Told<'room.relay'>[] = [];
  socket.on('room.ended', (told) => void ended.push(told));
  socket.on('room.peer', ({ peer }) => void peers.push(peer));
  socket.on('control.changed', ({ control }) => void controls.push(control));
  socket.on('consent.changed', ({ consent }) => void consents.push(consent));
  socket.on('room.signal', (told) => void signals.push(told));
  socket.on('room.relay', (told, taken) => {
    relayed.push(told);
    if (side.takes) taken();
  });
  const answerTo = async (event: RoomClientEvent, payload: object): Promise<unknown> =>
    await new Promise((resolve) => emitAnything(socket, event, payload, resolve));
  const ask = async <E extends RoomClientEvent>(event: E, payload: Payload<E>) => {
    const answer = await answerTo(event, payload);
    const problem = EventProblem.safeParse(answer);
    const reply: ClientEvents[E]['reply'] = clientEvents[event].reply;
    return problem.success ? problem.data.code : (reply.parse(answer) as z.output<ClientEvents[E]['reply']>);
  };
  const mustBeIn = (entry: RoomEntry | ErrorCode): RoomEntry => {
    if (typeof entry === 'string') throw new Error(`not let into the room: ${entry}`);
    return entry;
  };
  const side: TestSide = {
    ...{ socket, ended, peers, controls, consents, signals, relayed, ask },
    takes: true,
    forget: () => {
      for (const told of [ended, peers, controls, consents, signals, relayed]) told.length = 0;
    },
    send: async (event, payload) => {
      const answer = await ask(event, payload);
      return typeof answer === 'string' ? answer : 'ok';
    },
    join: async (lectureId, studentId) => mustBeIn(await ask('room.join', { lectureId, studentId })),
    attend: async (lectureId, lessonId, change = {}) =>
      mustBeIn(await ask('room.attend', { lectureId, lessonId, abilities: { ...abilities, ...change } })),
    close: () => void socket.disconnect(),
  };
  return side;
}

export const placeOf = ({ roomId, fence }: RoomEntry): RoomPlace => ({ roomId, fence });

/** A socket of a member who is no agent. */
export async function viewerSide({ url }: Pick<TestServer, 'url'>, { accessToken }: Pick<Person, 'accessToken'>) {
  const socket = createSocket({ baseUrl: url, auth: async () => ({ token: accessToken }) });
  socket.connect();
  await until('the viewer is connected', () => socket.connected);
  return sideOf(socket);
}

/** A student's own computer, with an agent of a start of its own. */
export const studentSide = async (server: Pick<TestServer, 'url'>, { accessToken }: Pick<Person, 'accessToken'>) =>
  sideOf((await startOwnAgent(server, accessToken)).socket);

export interface RoomScene extends TestClass {
  readonly lessonId: string;
  readonly student: Person;
  readonly studentId: string;
}

/** A lesson with one student, and nobody in the room yet. */
export async function roomScene(server: TestServer): Promise<RoomScene> {
  const opened = await openClass(server, 1);
  const { id: lessonId } = await opened.startLesson();
  const [student] = opened.students;
  if (!student) throw new Error('nobody is in class');
  return { ...opened, lessonId, student, studentId: student.member.id };
}

/** Someone signed in once more: another computer, with a socket of its own. */
export async function elsewhere(
  { visitor }: TestServer,
  { member }: Person,
): Promise<{ readonly accessToken: string }> {
  return visitor.sessions.signIn({ email: member.email, password });
}

export interface RoomPair {
  readonly student: TestSide;
  readonly instructor: TestSide;
  readonly studentEntry: RoomEntry;
  readonly entry: RoomEntry;
  readonly studentPlace: RoomPlace;
  readonly place: RoomPlace;
  close(): void;
}

/** A student and an instructor who are both in the room, and know it. */
export async function pairUp(server: Pick<TestServer, 'url'>, scene: RoomScene): Promise<RoomPair> {
  const student = await studentSide(server, scene.student);
  const studentEntry = await student.attend(scene.lectureId, scene.lessonId);
  const instructor = await viewerSide(server, scene.instructor);
  const entry = await instructor.join(scene.lectureId, scene.studentId);
  await until('the student knows', () => student.peers.at(-1)?.fence === entry.fence);
  const close = () => {
    for (const side of [student, instructor]) side.close();
  };
  return {
    student,
    instructor,
    studentEntry,
    entry,
    studentPlace: placeOf(studentEntry),
    place: placeOf(entry),
    close,
  };
}

/** Whether the other side of a room can still be reached from a place; or why not. */
export const reaches = (side: TestSide, place: RoomPlace) =>
  side.send('room.relay', { ...place, channel: 'messages', bytes: new Uint8Array([7]) });
