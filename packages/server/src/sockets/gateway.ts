import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import {
  type ClientEvents,
  type ClientToServer,
  clientEvents,
  type ErrorCode,
  errors,
  type ServerToClient,
  SocketAuth,
} from '@didacto/sdk/contract';
import { Server, type Socket } from 'socket.io';
import type * as z from 'zod';
import type { CallerAddress } from '../http/caller-address.js';
import { toProblem } from '../http/to-problem.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import { Problem } from '../platform/problem.js';
import type { Authenticated, Authenticator } from '../policy/authenticator.js';
import { anonymousCaller } from '../policy/caller.js';
import type { Policy, Subject } from '../policy/policy.js';

/** Who is at the other end of a socket; proven when it connected, and put out when that ends. */
export interface SocketIdentity {
  readonly caller: Authenticated;
  /** Set where the other end is an agent. */
  readonly agent: NonNullable<SocketAuth['agent']> | undefined;
  readonly address: string;
  readonly client: string;
}

export type ClassSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketIdentity>;
export type ClassServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketIdentity>;

type Payload<E extends keyof ClientEvents> = z.output<ClientEvents[E]['payload']>;
export type EventHandlers = {
  readonly [E in keyof ClientEvents]: (
    socket: ClassSocket,
    payload: Payload<E>,
  ) => Promise<z.input<ClientEvents[E]['reply']>>;
};

export interface GatewayOptions {
  readonly clock: Clock;
  readonly server: HttpServer | HttpsServer;
  readonly authenticator: Authenticator;
  readonly policy: Policy;
  readonly handlers: EventHandlers;
  readonly log: Logger;
  /** Whether an event with limits of its own may pass; undefined: it is counted with the rest. */
  readonly ownLimit?: (socket: ClassSocket, name: keyof ClientEvents, payload: unknown) => boolean | undefined;
  readonly addressOf: CallerAddress;
  /** Whether a page of this origin may open a socket. */
  readonly allowsOrigin: (origin: string) => boolean;
  readonly onConnect: (socket: ClassSocket) => void;
  readonly onDisconnect: (socket: ClassSocket) => void;
}

// A vanished PC shows within 5 s: a ping every 2.5 s, and 2.4 s to answer it. Pings are most of an idle agent's bytes.
const pingInterval = 2_500;
const pingTimeout = 2_400;
const mostMessageBytes = 1024 * 1024;
const eventsASecond = 50;

/** Binds the contract's socket events: authenticate, authorize, parse, handle, acknowledge. */
export function createGateway(options: GatewayOptions): ClassServer {
  const io: ClassServer = new Server(options.server, {
    path: '/v1/socket',
    transports: ['websocket'],
    serveClient: false,
    pingInterval,
    pingTimeout,
    maxHttpBufferSize: mostMessageBytes,
    connectTimeout: 10_000,
    allowRequest: ({ headers }, decide) =>
      decide(null, headers.origin === undefined || options.allowsOrigin(headers.origin)),
  });
  io.use((socket, next) => {
    identify(options, socket).then(
      () => next(),
      (error: unknown) => next(refusal(toProblem(error).code)),
    );
  });
  const stopLooking = options.clock.every(1_000, () => {
    const now = options.clock.now();
    for (const socket of io.sockets.sockets.values()) if (hasRunOut(socket, now)) putOut(socket, 'session_ended');
  });
  options.server.once('close', stopLooking);
  io.on('connection', (socket) => {
    bindEvents(socket, options);
    socket.on('disconnect', () => options.onDisconnect(socket));
    options.onConnect(socket);
  });
  return io;
}

async function identify({ authenticator, policy, addressOf }: GatewayOptions, socket: ClassSocket): Promise<void> {
  const auth = SocketAuth.safeParse(socket.handshake.auth);
  if (!auth.success) throw new Problem('unauthenticated');
  const caller = await authenticator.fromToken(auth.data.token);
  // A device speaks for the instance that signed in, whatever it says now.
  if (caller.kind === 'device' && auth.data.agent?.instanceId !== caller.instanceId) throw new Problem('token_invalid');
  // An agent's later messages are held against its seat, so what its token is good for is asked here.
  if (auth.data.agent) await policy.authorize(caller, clientEvents['agent.leave'], {});
  const { headers } = socket.handshake;
  const address = addressOf(socket.handshake.address, headers['x-forwarded-for']);
  const client = headers['user-agent'] ?? '';
  Object.assign(socket.data, { caller, agent: auth.data.agent, address, client });
}

const refusal = (code: ErrorCode): Error => Object.assign(new Error(errors[code].title.en), { data: { code } });

/** An access token ends at its time. A session's short token is renewed; the session's own end puts the socket out. */
function hasRunOut({ data: { caller } }: ClassSocket, now: number): boolean {
  return caller.kind === 'member' && caller.scopes !== null && caller.expiresAt <= now;
}

/** Ends a socket and says why first. */
export function putOut(
  socket: ClassSocket,
  code: 'session_ended' | 'device_revoked' | 'device_cloned' | 'shutting_down',
): void {
  socket.emit('session.ended', { code });
  socket.disconnect(true);
}

function bindEvents(socket: ClassSocket, { clock, policy, handlers, log, ownLimit }: GatewayOptions): void {
  const allowed = perSecond(eventsASecond);
  const handle = async (name: string, payload: unknown): Promise<object> => {
    if (!isEvent(name)) throw new Problem('malformed_message', { detail: `There is no event ${name.slice(0, 40)}` });
    if (!(ownLimit?.(socket, name, payload) ?? allowed(clock.now())))
      throw new Problem('rate_limited', { retryAfterSeconds: 1 });
    return dispatch(name, socket, payload, policy, handlers);
  };
  // One listener for all: an unknown event is answered too, and nothing is ever thrown into socket.io.
  socket.onAny((name: unknown, ...rest: unknown[]) => {
    const answer = rest.at(-1);
    const reply = (body: object) => {
      if (typeof answer === 'function') answer(body);
    };
    handle(String(name), rest[0]).then(
      (body) => reply({ ok: true, ...body }),
      (error: unknown) => {
        const { code, status, options } = toProblem(error);
        if (status >= 500) log.error({ err: options.cause ?? error, event: name }, 'event failed');
        reply({
          ok: false,
          code,
          title: errors[code].title.en,
          ...(options.detail !== undefined && { detail: options.detail }),
        });
      },
    );
  });
}

const isEvent = (name: string): name is keyof ClientEvents => Object.hasOwn(clientEvents, name);

async function dispatch<E extends keyof ClientEvents>(
  name: E,
  socket: ClassSocket,
  payload: unknown,
  policy: Policy,
  handlers: EventHandlers,
): Promise<object> {
  const event: ClientEvents[E] = clientEvents[name];
  const parsed = event.payload.safeParse(payload);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Problem('malformed_message', { detail: issue ? `${issue.path.join('.')}: ${issue.message}` : '' });
  }
  const handler: EventHandlers[E] = handlers[name];
  const data = parsed.data as Payload<E>;
  if (!remembers(name)) await policy.authorize(socket.data.caller ?? anonymousCaller, event, subjectOf(data));
  return handler(socket, data);
}

/** Agents' events are held against the seat found when their assignment was given, which each change of rights renews. */
const remembers = (name: keyof ClientEvents): boolean => name.startsWith('screen.') || name === 'agent.notice';

const subjectOf = (payload: unknown): Subject => (typeof payload === 'object' && payload !== null ? payload : {});

/** A bucket that refills each second. */
export function perSecond(limit: number): (now: number, cost?: number) => boolean {
  let [second, used] = [0, 0];
  return (now, cost = 1) => {
    const current = Math.floor(now / 1_000);
    if (current !== second) [second, used] = [current, 0];
    used += cost;
    return used <= limit;
  };
}
