import type { Relayed } from './outbound.js';
import type { RoomEnd } from './room.js';
import type { Refusal } from './wire.js';

type Code = Refusal['code'];

const passing: ReadonlySet<Code> = new Set<Code>([
  'connection_lost',
  'rate_limited',
  'internal_error',
  'database_busy',
  'shutting_down',
  'student_absent',
  'room_peer_absent',
]);

/** What may be otherwise in a moment. */
export const isPassing = (code: Code): boolean => passing.has(code);

/** A place that is gone is told by another message; until then there is nothing to give up. */
export const relayedOf = (answer: { ok: true } | Refusal): Relayed => {
  if (answer.ok) return 'taken';
  return isPassing(answer.code) || answer.code === 'room_session_ended' ? 'later' : 'refused';
};

const endings: Partial<Record<Code, RoomEnd>> = {
  student_absent: 'student_gone',
  room_taken_over: 'room_taken_over',
  room_session_ended: 'room_session_expired',
  no_active_lesson: 'lesson_ended',
  lesson_ended: 'lesson_ended',
  consent_missing: 'consent_withdrawn',
  session_ended: 'session_ended',
  unauthenticated: 'session_ended',
  token_expired: 'session_ended',
  token_invalid: 'session_ended',
};

/** How a room ends that the server refuses. */
export const endingOf = (code: Code): RoomEnd => endings[code] ?? 'forbidden';
