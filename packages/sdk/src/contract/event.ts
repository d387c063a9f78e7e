import * as z from 'zod';
import { errorCodes } from './errors.js';
import type { Grant } from './route.js';
import type { Scope } from './scopes.js';

/** A socket message a client sends; every one is acknowledged with `{ ok: true, … }` or `{ ok: false, code, … }`. */
export interface ClientEventDef {
  readonly summary: string;
  readonly access: readonly [Grant, ...Grant[]];
  /** What an access token needs one of to send it; absent: no token may. */
  readonly scopes?: readonly [Scope, ...Scope[]];
  readonly payload: z.ZodType;
  readonly reply: z.ZodType;
}

/** A socket message the server sends; with `acknowledged`, the client answers when it is ready for the next. */
export interface ServerEventDef {
  readonly summary: string;
  readonly payload: z.ZodType;
  readonly acknowledged?: true;
}

export const clientEvent = <const E extends ClientEventDef>(definition: E): E => definition;
export const serverEvent = <const E extends ServerEventDef>(definition: E): E => definition;

/** An answer to a client's event that was not carried out. */
export const EventProblem = z.object({
  ok: z.literal(false),
  code: z.enum(errorCodes),
  title: z.string(),
  detail: z.string().optional(),
});
export type EventProblem = z.infer<typeof EventProblem>;

export type EventAnswer<E extends ClientEventDef> = ({ ok: true } & z.output<E['reply']>) | EventProblem;
