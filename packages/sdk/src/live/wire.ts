import type { ErrorCode } from '../contract/errors.js';
import type { ClientToServer, ServerToClient } from '../contract/events.js';

/** The server did not do it; `connection_lost`: nobody knows whether it did. */
export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode | 'connection_lost';
  readonly title: string;
  readonly detail?: string | undefined;
}

type Asked<E extends keyof ClientToServer> = Parameters<ClientToServer[E]>[0];
type Reply<E extends keyof ClientToServer> = Parameters<Parameters<ClientToServer[E]>[1]>[0];
export type Granted<E extends keyof ClientToServer> = Extract<Reply<E>, { ok: true }>;
type Ask<E extends keyof ClientToServer> = (payload: Asked<E>) => Promise<Granted<E> | Refusal>;
export type Told<E extends keyof ServerToClient> = Parameters<ServerToClient[E]>[0];

/** What a room says to its server: one method an event. Refusals and lost connections are values. */
export interface RoomWire {
  readonly connected: () => boolean;
  readonly attend: Ask<'room.attend'>;
  readonly join: Ask<'room.join'>;
  readonly renew: Ask<'room.renew'>;
  readonly leave: Ask<'room.leave'>;
  readonly signal: Ask<'room.signal'>;
  readonly relay: Ask<'room.relay'>;
  readonly takeControl: Ask<'control.take'>;
  readonly answerControl: Ask<'control.answer'>;
  readonly endControl: Ask<'control.end'>;
  readonly setConsent: Ask<'consent.set'>;
  /** Hears the server. Returns how to stop. */
  readonly listen: (listener: WireListener) => () => void;
}

/** What a room hears from its server; it may be for another room or an older session. */
export interface WireListener {
  readonly connected: () => void;
  readonly lost: () => void;
  /** The sign-in ended, or the server refuses it for good. */
  readonly refused: (code: string) => void;
  readonly peer: (told: Told<'room.peer'>) => void;
  readonly signal: (told: Told<'room.signal'>) => void;
  readonly relay: (told: Told<'room.relay'>, ready: () => void) => void;
  readonly ended: (told: Told<'room.ended'>) => void;
  readonly control: (told: Told<'control.changed'>) => void;
  readonly consent: (told: Told<'consent.changed'>) => void;
}
