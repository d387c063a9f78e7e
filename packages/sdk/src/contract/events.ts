import * as z from 'zod';
import { LectureId, LessonId, Time } from './common.js';
import { HostFacts, InstanceId } from './devices.js';
import { clientEvent, type EventAnswer, serverEvent } from './event.js';
import { ScreenPolicy } from './institution.js';
import { assisting } from './lecture-access.js';
import { roomClientEvents, roomServerEvents } from './room-events.js';
import { Screen, ScreenReport, Screens } from './screens.js';

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes');
const Nothing = z.looseObject({});

/** What a socket shows when it connects. Members: the token of a sign-in, or an access token. Agents: token, instance and host as well. */
export const SocketAuth = z.object({
  token: z.string().max(4096),
  agent: z.object({ instanceId: InstanceId, host: HostFacts }).optional(),
});
export type SocketAuth = z.infer<typeof SocketAuth>;

/** The lesson an agent is seated in, and how it is to show the screen there. */
export const Assignment = z
  .object({
    lectureId: LectureId,
    lectureTitle: z.string(),
    lessonId: LessonId,
    instructorName: z.string(),
    studentName: z.string(),
    policy: ScreenPolicy,
  })
  .meta({ id: 'Assignment' });
export type Assignment = z.infer<typeof Assignment>;

export const clientEvents = {
  'screen.push': clientEvent({
    summary: "An agent's newest picture, whole or as a delta",
    access: ['seated'],
    scopes: ['screens:write'],
    payload: z.object({
      lectureId: LectureId,
      lessonId: LessonId,
      sequence: z.int().min(0).max(0xffff_ffff),
      capturedAt: Time,
      format: z.enum(['whole', 'delta']),
      bytes: Bytes,
    }),
    reply: Nothing,
  }),
  'screen.report': clientEvent({
    summary: 'An agent has no new picture: unchanged, or no display and why',
    access: ['seated'],
    scopes: ['screens:write'],
    payload: ScreenReport.extend({ lectureId: LectureId, lessonId: LessonId }),
    reply: Nothing,
  }),
  'agent.notice': clientEvent({
    summary: 'Whether the student has been shown that they are watched',
    access: ['seated'],
    scopes: ['screens:write'],
    payload: z.object({ lectureId: LectureId, lessonId: LessonId, shown: z.boolean() }),
    reply: Nothing,
  }),
  'agent.leave': clientEvent({
    summary: 'An agent stops on purpose',
    access: ['device', 'member'],
    scopes: ['screens:write'],
    payload: Nothing,
    reply: Nothing,
  }),
  'wall.watch': clientEvent({
    summary: 'Follow the screens of a lecture; with pictures, each look is recorded',
    access: assisting,
    scopes: ['screens:read', 'screens:write'],
    payload: z.object({ lectureId: LectureId, pictures: z.boolean() }),
    reply: Nothing,
  }),
  'wall.unwatch': clientEvent({
    summary: 'Stop following a lecture',
    access: ['member'],
    scopes: ['screens:read', 'screens:write'],
    payload: z.object({ lectureId: LectureId }),
    reply: Nothing,
  }),
  ...roomClientEvents,
} as const;

export const serverEvents = {
  'agent.assignment': serverEvent({
    summary: 'The lesson the agent now belongs to, or null: stop capturing',
    payload: z.object({ assignment: Assignment.nullable(), serverTime: Time }),
  }),
  'wall.update': serverEvent({
    summary: 'Screens that changed; the next update waits for the acknowledgement, so the newest wins',
    payload: Screens.extend({
      lectureId: LectureId,
      /** Alarms that nobody has acknowledged, with the codes of the newest; null for who does not see to them. */
      alarms: z.object({ count: z.int(), codes: z.array(z.string()) }).nullable(),
      /** True for the first update and after a lesson began or ended: forget what was before. */
      full: z.boolean(),
      screens: z.array(Screen.extend({ pictureSent: z.boolean() })),
      /**
       * The pictures of the screens marked `pictureSent`, one after the other, each `picture.bytes` long. One blob,
       * for socket.io's parser ends a connection over more than ten attachments in a message.
       */
      pictures: Bytes,
    }),
    acknowledged: true,
  }),
  'agent.probe': serverEvent({
    summary: 'Is this agent still there? Sent when another one shows the same key; answer by acknowledging',
    payload: Nothing,
    acknowledged: true,
  }),
  'session.ended': serverEvent({
    summary: 'The sign-in behind this socket has ended; the server closes it',
    payload: z.object({ code: z.enum(['session_ended', 'device_revoked', 'device_cloned', 'shutting_down']) }),
  }),
  ...roomServerEvents,
} as const;

export type ClientEvents = typeof clientEvents;
export type ServerEvents = typeof serverEvents;

/** socket.io's typed maps, from the contract. */
export type ClientToServer = {
  [K in keyof ClientEvents]: (
    payload: z.input<ClientEvents[K]['payload']>,
    answer: (reply: EventAnswer<ClientEvents[K]>) => void,
  ) => void;
};
export type ServerToClient = {
  [K in keyof ServerEvents]: ServerEvents[K] extends { acknowledged: true }
    ? (payload: z.output<ServerEvents[K]['payload']>, ready: () => void) => void
    : (payload: z.output<ServerEvents[K]['payload']>) => void;
};

export type WallUpdate = z.output<ServerEvents['wall.update']['payload']>;
