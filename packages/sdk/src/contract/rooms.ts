import * as z from 'zod';
import { id, LectureId, LessonId, MemberId, Person, Time } from './common.js';
import { ControlPolicy } from './institution.js';
import { assisting } from './lecture-access.js';
import { route } from './route.js';

/** The live room of one student in one lesson. */
export const RoomId = id('rom', 'RoomId');
export const ControlId = id('ctl', 'ControlId');

/** Rises with every session that enters a room, on either side; what an older session still says has no effect. */
export const Fence = z.int().min(1);

/** A place in a room: what a session shows with every message. */
export const RoomPlace = z.object({ roomId: RoomId, fence: Fence }).meta({ id: 'RoomPlace' });
export type RoomPlace = z.infer<typeof RoomPlace>;

/**
 * One client's stay in a room. A client that was away comes back with its id and the place it had: then it is let in
 * unless another has come to that side since (`room_taken_over`). Without, whoever enters takes over.
 */
export const RoomStay = z
  .object({ id: z.string().min(16).max(64), left: RoomPlace.optional() })
  .meta({ id: 'RoomStay' });
export type RoomStay = z.infer<typeof RoomStay>;

/** What a student lets the instructor have in this lesson. Without `screen` there is no live picture and no control. */
export const Consent = z
  .object({ screen: z.boolean(), voice: z.boolean(), camera: z.boolean() })
  .meta({ id: 'Consent' });
export type Consent = z.infer<typeof Consent>;

/** What a student's machine can do in a room. */
export const RoomAbilities = z
  .object({
    /** Picture transports it has: a WebRTC track; changed tiles. */
    track: z.boolean(),
    tiles: z.boolean(),
    /** Whether it plays input, and what of it it can. */
    control: z.object({ pointer: z.boolean(), keys: z.boolean(), text: z.boolean() }).nullable(),
    microphone: z.boolean(),
    speaker: z.boolean(),
    /** A window that shows the instructor's picture. */
    window: z.boolean(),
    /** Pixels of its screen; null where it has none now. */
    screen: z.object({ width: z.int().min(1), height: z.int().min(1) }).nullable(),
  })
  .meta({ id: 'RoomAbilities' });
export type RoomAbilities = z.infer<typeof RoomAbilities>;

/** What flows in a room beside media; a data channel of that name, or the server's relay while there is none. */
export const RoomChannel = z.enum(['input', 'tiles', 'messages']);
export type RoomChannel = z.infer<typeof RoomChannel>;

/** Control of a student's mouse and keyboard, as both sides see it. */
export const RoomControl = z
  .object({
    id: ControlId,
    state: z.enum(['asked', 'on']),
    by: Person,
    /** The instructor session that may send input. */
    fence: Fence,
    since: Time,
  })
  .meta({ id: 'RoomControl' });
export type RoomControl = z.infer<typeof RoomControl>;

/** The session on the other side. */
export const RoomPeer = z
  .object({
    fence: Fence,
    person: Person,
    /** Of a student's session. */
    abilities: RoomAbilities.nullable(),
  })
  .meta({ id: 'RoomPeer' });
export type RoomPeer = z.infer<typeof RoomPeer>;

/** `relay`: by TURN only, so that neither side learns the other's address. */
const IceTransportPolicy = z.enum(['all', 'relay']);

/** What a session is told when it is in. */
export const RoomEntry = z
  .object({
    roomId: RoomId,
    fence: Fence,
    lectureId: LectureId,
    lessonId: LessonId,
    student: Person,
    peer: RoomPeer.nullable(),
    consent: Consent,
    control: RoomControl.nullable(),
    controlPolicy: ControlPolicy,
    /** `relay`: addresses are told to nobody, also where a session does not get the list of ICE servers. */
    iceTransportPolicy: IceTransportPolicy,
    /** A session that is not renewed for this long is out, ms. */
    ttlMs: z.int(),
  })
  .meta({ id: 'RoomEntry' });
export type RoomEntry = z.infer<typeof RoomEntry>;

export const IceServers = z
  .object({
    iceServers: z.array(
      z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() }),
    ),
    iceTransportPolicy: IceTransportPolicy,
    /** When the credentials end. */
    expiresAt: Time.nullable(),
  })
  .meta({ id: 'IceServers' });
export type IceServers = z.infer<typeof IceServers>;

const ofLecture = z.object({ lectureId: LectureId });

export const rooms = {
  /** STUN and TURN servers, with credentials for a short time (the REST scheme of coturn). */
  iceServers: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId/ice-servers',
    summary: 'Get ICE servers for a live room',
    access: [...assisting, 'seated'],
    params: ofLecture,
    errors: ['no_active_lesson'],
    response: IceServers,
  }),
  /** What I let the instructor have in the active lesson. */
  consent: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId/consent',
    summary: 'Get my consent',
    access: ['on_roster'],
    params: ofLecture,
    errors: ['no_active_lesson'],
    response: Consent,
  }),
  /** Allows or takes back; what is taken back ends at once. */
  setConsent: route({
    method: 'PATCH',
    path: '/v1/lectures/:lectureId/consent',
    summary: 'Change my consent',
    access: ['on_roster'],
    params: ofLecture,
    body: Consent.partial(),
    errors: ['no_active_lesson'],
    response: Consent,
    repeatable: true,
  }),
} as const;

export const RoomTarget = z.object({ lectureId: LectureId, studentId: MemberId });
