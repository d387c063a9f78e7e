import type { Consent, Person, RoomAbilities, RoomStay, ServerEvents } from '@didacto/sdk/contract';
import type * as z from 'zod';

// The live room of one student in one lesson, as a value: each function gives the room after it, and who is out of it.

export type RoomEndCode = z.output<ServerEvents['room.ended']['payload']>['code'];
export type Side = 'student' | 'instructor';

/** A session that is in the room: a socket, on one of its sides. */
export interface RoomSession {
  readonly sessionId: string;
  readonly fence: number;
  readonly person: Person;
  /** When it is out, unless it is renewed; ms. */
  readonly until: number;
  /** Of the student's side. */
  readonly abilities: RoomAbilities | null;
  /** Of a client that may come back. */
  readonly stayId: string | null;
}

export interface Control {
  readonly id: string;
  readonly state: 'asked' | 'on';
  readonly by: Person;
  /** Of the instructor session that may send input. */
  readonly fence: number;
  readonly since: number;
}

export interface Room {
  readonly id: string;
  readonly lectureId: string;
  readonly lessonId: string;
  readonly student: Person;
  /** The newest that was given out; it only rises. */
  readonly fence: number;
  readonly consent: Consent;
  readonly sessions: Readonly<Record<Side, RoomSession | null>>;
  readonly control: Control | null;
}

/** A session that is out; without a code it went by itself, and is not told. */
export interface Out {
  readonly session: RoomSession;
  readonly code: RoomEndCode | null;
}

export interface Transition {
  readonly before: Room;
  readonly after: Room;
  readonly out: readonly Out[];
}

export interface Entrant extends Pick<RoomSession, 'sessionId' | 'person' | 'abilities'> {
  readonly stay?: RoomStay | undefined;
}
export type AttendRefusal = 'room_taken_over';
export type JoinRefusal = AttendRefusal | 'student_absent' | 'consent_missing';

/** A session that is not renewed for this long is out. */
export const roomTtlMs = 15_000;

/** Twice as long as an agent asks its student whether somebody may have control: then the answer is no. */
export const answerMs = 60_000;

export const otherSide = (side: Side): Side => (side === 'student' ? 'instructor' : 'student');

export const openRoom = (
  { id, lectureId, lessonId, student }: Pick<Room, 'id' | 'lectureId' | 'lessonId' | 'student'>,
  consent: Consent,
): Room => ({
  ...{ id, lectureId, lessonId, student, consent },
  fence: 0,
  sessions: { student: null, instructor: null },
  control: null,
});

/** The student's side comes in; an older session of it is taken over. */
export function attend(room: Room, entrant: Entrant, consent: Consent, now: number): Transition | AttendRefusal {
  const lively = expire(room, now);
  if (hasBeenTaken(lively.after, 'student', entrant.stay)) return 'room_taken_over';
  return both(lively, enter({ ...lively.after, consent }, 'student', entrant, now));
}

/** An instructor comes in, to a student who is there and lets their screen be seen. */
export function join(room: Room, entrant: Entrant, now: number): Transition | JoinRefusal {
  const lively = expire(room, now);
  const refusal = refusalOf(lively.after, entrant.stay);
  if (refusal) return refusal;
  return both(lively, enter(lively.after, 'instructor', entrant, now));
}

export const joinRefusal = (room: Room, stay: RoomStay | undefined, now: number): JoinRefusal | undefined =>
  refusalOf(expire(room, now).after, stay);

/** Of a room without anybody whose time is over. */
function refusalOf(lively: Room, stay: RoomStay | undefined): JoinRefusal | undefined {
  if (!lively.sessions.student) return 'student_absent';
  if (!lively.consent.screen) return 'consent_missing';
  return hasBeenTaken(lively, 'instructor', stay) ? 'room_taken_over' : undefined;
}

/** Newest wins: who was away, and comes back by itself, does not put out whoever came in the meantime. */
function hasBeenTaken({ id, sessions }: Room, side: Side, stay: RoomStay | undefined): boolean {
  const holder = sessions[side];
  if (holder === null || stay?.left?.roomId !== id) return false;
  // Its own, which it does not know of: the answer was lost.
  return holder.fence > stay.left.fence && holder.stayId !== stay.id;
}

function enter(room: Room, side: Side, { stay, ...entrant }: Entrant, now: number): Transition {
  const former = room.sessions[side];
  const fence = room.fence + 1;
  const next = {
    ...room,
    fence,
    sessions: { ...room.sessions, [side]: { ...entrant, stayId: stay?.id ?? null, fence, until: now + roomTtlMs } },
  };
  // A session that comes in a second time knows that it did.
  const code = former?.sessionId === entrant.sessionId ? null : ('room_taken_over' as const);
  return settle(room, next, former ? [{ session: former, code }] : []);
}

/** The side on which this session has this place; undefined: it has it no more, or never had. */
export function sideOf(room: Room, sessionId: string, fence: number, now: number): Side | undefined {
  return (['student', 'instructor'] as const).find((side) => {
    const session = room.sessions[side];
    return session?.fence === fence && session.sessionId === sessionId && session.until > now;
  });
}

export function renew(room: Room, side: Side, now: number): Transition {
  const session = room.sessions[side];
  const sessions = { ...room.sessions, [side]: session && { ...session, until: now + roomTtlMs } };
  return settle(room, { ...room, sessions });
}

/** Takes sessions out, each with the code it is told. */
export function remove(room: Room, codes: Readonly<Partial<Record<Side, RoomEndCode | null>>>): Transition {
  const { student, instructor } = room.sessions;
  const sessions = {
    student: codes.student === undefined ? student : null,
    instructor: codes.instructor === undefined ? instructor : null,
  };
  const out: Out[] = [];
  if (student && codes.student !== undefined) out.push({ session: student, code: codes.student });
  if (instructor && codes.instructor !== undefined) out.push({ session: instructor, code: codes.instructor });
  return settle(room, { ...room, sessions }, out);
}

/** Takes out whom nobody renewed, and a question that nobody answered. */
export function expire(room: Room, now: number): Transition {
  const { student, instructor } = room.sessions;
  const code = 'room_session_expired' as const;
  const { control } = room;
  const isUnanswered = control?.state === 'asked' && control.since + answerMs <= now;
  const { after, out } = remove(isUnanswered ? { ...room, control: null } : room, {
    ...(student && student.until <= now && { student: code }),
    ...(instructor && instructor.until <= now && { instructor: code }),
  });
  return { before: room, after, out };
}

export const setConsent = (room: Room, consent: Consent): Transition => settle(room, { ...room, consent });

/** Control for the instructor who is in the room; whoever has it keeps it. */
export function beginControl(room: Room, control: Control): Transition {
  const held = room.control;
  const goesOn = held?.id === control.id && held.state === 'asked';
  return settle(room, { ...room, control: held === null || goesOn ? control : held });
}

export const endControl = (room: Room, controlId: string): Transition =>
  settle(room, { ...room, control: room.control?.id === controlId ? null : room.control });

/** What follows by itself: no instructor without a student or against their will, no control but between the two. */
function settle(before: Room, draft: Room, out: readonly Out[] = []): Transition {
  const { student, instructor } = draft.sessions;
  const code = student === null ? 'student_gone' : draft.consent.screen ? undefined : 'consent_withdrawn';
  const isOut = instructor !== null && code !== undefined;
  const sessions = isOut ? { student, instructor: null } : draft.sessions;
  const stays = draft.control?.fence === sessions.instructor?.fence && isSame(before.sessions.student, student);
  return {
    before,
    after: { ...draft, sessions, control: stays ? draft.control : null },
    out: isOut ? [...out, { session: instructor, code }] : out,
  };
}

export const isSame = (one: RoomSession | null, other: RoomSession | null): boolean => one?.fence === other?.fence;

const both = (first: Transition, second: Transition): Transition => ({
  before: first.before,
  after: second.after,
  out: [...first.out, ...second.out],
});
