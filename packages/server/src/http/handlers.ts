import type { Contract, HandlerInput, ReplyInput, RouteDef } from '@didacto/sdk/contract';
import type { Actor } from '../modules/audit/actor.js';
import type { Logger } from '../platform/logger.js';
import type { Language } from '../platform/problem.js';
import type { Caller } from '../policy/caller.js';

/** What a handler knows of the call besides its input. */
export interface CallContext {
  readonly caller: Caller;
  /** The same, as the audit log names them. */
  readonly actor: Actor;
  /** The caller's, for what is mailed to them. */
  readonly language: Language;
  readonly requestId: string;
  /** The caller's address, behind a trusted proxy the one it names. */
  readonly address: string;
  readonly log: Logger;
  /** Of a route that happens once for each key: what it makes carries this, so that it is made once. Null elsewhere. */
  readonly idempotencyKey: string | null;
}

export type Handler<R extends RouteDef> = (input: HandlerInput<R>, context: CallContext) => Promise<ReplyInput<R>>;

type IsRaw<R> = R extends { readonly accepts: readonly string[] } ? true : false;

/** One handler for each route of a noun; a missing one does not compile. Raw bodies are served before express: `http/push.ts`. */
export type HandlersOf<G extends keyof Contract> = {
  readonly [K in keyof Contract[G] as IsRaw<Contract[G][K]> extends true ? never : K]: Contract[G][K] extends RouteDef
    ? Handler<Contract[G][K]>
    : never;
};

export type Handlers = { readonly [G in keyof Contract]: HandlersOf<G> };
