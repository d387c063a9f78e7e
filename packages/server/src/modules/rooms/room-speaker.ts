import type { RoomPlace } from '@didacto/sdk/contract';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { HeldPlace } from './registry.js';

/** Who speaks in a room: a socket, and whoever is at its other end. */
export interface RoomSpeaker {
  readonly sessionId: string;
  readonly actor: Actor;
}

/** The place that a speaker shows and has. @throws Problem room_session_ended */
export type FindHeld = (speaker: RoomSpeaker, place: RoomPlace) => Promise<HeldPlace>;

/** @throws Problem room_session_ended */
export function mustHold<T>(held: T | undefined): T {
  if (held === undefined) throw new Problem('room_session_ended');
  return held;
}
