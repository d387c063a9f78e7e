import * as z from 'zod';
import { LectureId, LessonId } from './common.js';
import { clientEvent, serverEvent } from './event.js';
import { assisting, teaching } from './lecture-access.js';
import {
  Consent,
  Fence,
  RoomAbilities,
  RoomChannel,
  RoomControl,
  RoomEntry,
  RoomId,
  RoomPeer,
  RoomPlace,
  RoomStay,
  RoomTarget,
} from './rooms.js';

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes');
const Nothing = z.looseObject({});

/** Offers, answers and candidates of WebRTC, as RTCPeerConnection gives them. Relayed to the peer's session, never read. */
export const RoomSignal = z.union([
  z.object({
    description: z.object({ type: z.enum(['offer', 'answer', 'pranswer', 'rollback']), sdp: z.string().max(60_000) }),
  }),
  z.object({
    candidate: z.object({
      candidate: z.string().max(2_000),
      sdpMid: z.string().max(200).nullable(),
      sdpMLineIndex: z.int().min(0).max(1_000).nullable(),
      usernameFragment: z.string().max(300).nullable(),
    }),
  }),
]);
export type RoomSignal = z.infer<typeof RoomSignal>;

/** Who is in a room is known by the socket; a place only says which of its sessions speaks. */
const inRoom = ['member', 'device'] as const;
/** Of an access token: an agent's, or a viewer's. */
const scopes = ['screens:write', 'rooms:write'] as const;
const viewing = ['rooms:write'] as const;

export const roomClientEvents = {
  'room.attend': clientEvent({
    summary: "The student's side enters the room of its seat",
    access: ['seated'],
    scopes,
    payload: z.object({
      ...{ lectureId: LectureId, lessonId: LessonId, abilities: RoomAbilities },
      stay: RoomStay.optional(),
    }),
    reply: RoomEntry,
  }),
  'room.join': clientEvent({
    summary: 'An instructor enters the room of a student who is there',
    access: assisting,
    scopes: viewing,
    payload: RoomTarget.extend({ stay: RoomStay.optional() }),
    reply: RoomEntry,
  }),
  'room.renew': clientEvent({
    summary: 'Keeps a place; without it the session is out after its time',
    access: inRoom,
    scopes,
    payload: RoomPlace,
    reply: Nothing,
  }),
  'room.leave': clientEvent({
    summary: 'Gives a place up',
    access: inRoom,
    scopes,
    payload: RoomPlace,
    reply: Nothing,
  }),
  'room.signal': clientEvent({
    summary: 'SDP and ICE for the other session of the room',
    access: inRoom,
    scopes,
    payload: RoomPlace.extend({ signal: RoomSignal }),
    reply: Nothing,
  }),
  'room.relay': clientEvent({
    summary: 'Bytes of a channel, while there is no data channel; answered when the other side has taken them',
    access: inRoom,
    scopes,
    payload: RoomPlace.extend({ channel: RoomChannel, bytes: Bytes }),
    reply: Nothing,
  }),
  'control.take': clientEvent({
    summary: "Asks for the student's mouse and keyboard",
    access: teaching,
    scopes: viewing,
    payload: RoomPlace.extend({ lectureId: LectureId }),
    reply: z.object({ control: RoomControl }),
  }),
  'control.answer': clientEvent({
    summary: 'The student allows control, or does not',
    access: inRoom,
    scopes,
    payload: RoomPlace.extend({ controlId: z.string(), allowed: z.boolean() }),
    reply: Nothing,
  }),
  'control.end': clientEvent({
    summary: 'Either side ends control; the student side says how many inputs it played',
    access: inRoom,
    scopes,
    payload: RoomPlace.extend({ controlId: z.string(), inputs: z.int().min(0).optional() }),
    reply: Nothing,
  }),
  'consent.set': clientEvent({
    summary: 'What the student allows in this lesson, said at their own computer',
    access: ['seated'],
    scopes,
    payload: Consent.partial().extend({ lectureId: LectureId, lessonId: LessonId }),
    reply: Consent,
  }),
} as const;

const Place = { roomId: RoomId, fence: Fence };

export const roomServerEvents = {
  'room.peer': serverEvent({
    summary: 'Who is on the other side now; null: nobody. Another fence is another session: begin anew with it',
    payload: z.object({ ...Place, peer: RoomPeer.nullable() }),
  }),
  'room.signal': serverEvent({
    summary: 'SDP and ICE of the session on the other side',
    payload: z.object({ ...Place, from: Fence, signal: RoomSignal }),
  }),
  'room.relay': serverEvent({
    summary: 'Bytes of a channel; the sender is answered when this is acknowledged',
    payload: z.object({ ...Place, from: Fence, channel: RoomChannel, bytes: Bytes }),
    acknowledged: true,
  }),
  'room.ended': serverEvent({
    summary: 'This session is out of the room',
    payload: z.object({
      ...Place,
      code: z.enum([
        'room_taken_over',
        'student_gone',
        'lesson_ended',
        'room_session_expired',
        'consent_withdrawn',
        'forbidden',
      ]),
    }),
  }),
  'control.changed': serverEvent({
    summary: 'Control as it is now; null: there is none',
    payload: z.object({ ...Place, control: RoomControl.nullable() }),
  }),
  'consent.changed': serverEvent({
    summary: 'What the student allows now',
    payload: z.object({ ...Place, consent: Consent }),
  }),
} as const;
