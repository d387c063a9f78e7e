import { backOffMs, isApiError } from '@didacto/sdk';
import type { Assignment, EventProblem } from '@didacto/sdk/contract';
import type { AttendRoom } from '@didacto/sdk/live';
import { type ClientToServer, createSocket, type DidactoSocket, refusalCode } from '@didacto/sdk/realtime';
import type { AgentClock } from './agent-clock.js';
import type { Answer } from './capture-cycle.js';
import { type Credentials, codeOf } from './credentials.js';
import { AgentFailure } from './failure.js';
import { serverClient } from './server-client.js';
import type { ServerClock } from './server-clock.js';
import { serverMessages } from './server-messages.js';

export interface ConnectionEvents {
  readonly linked: () => void;
  readonly assigned: (assignment: Assignment | null) => void;
  /** The connection ended or could not be made, and why. */
  readonly unlinked: (code: string) => void;
  /** The server, or what was learnt of it, ended this agent's right to be here. It still asks again, rarely. */
  readonly putOut: (code: string) => void;
}

export interface ConnectionOptions {
  readonly credentials: Credentials;
  readonly ca?: string | undefined;
  readonly clock: AgentClock;
  readonly serverClock: ServerClock;
  readonly random: () => number;
  readonly on: ConnectionEvents;
}

type Payload<K extends keyof ClientToServer> = Parameters<ClientToServer[K]>[0];

/** The agent's one connection, always outgoing. It comes back by itself and never gives up. */
export interface Connection {
  push(payload: Payload<'screen.push'>): Promise<Answer>;
  report(payload: Payload<'screen.report'>): Promise<Answer>;
  notice(payload: Payload<'agent.notice'>): Promise<Answer>;
  /** Enters the live room of the seat, over this connection. It ends with it. */
  readonly attend: AttendRoom;
  /** Says goodbye, where there is a connection, and ends. */
  leave(): Promise<void>;
}

/** With the 5 s a connecting attempt may take, an agent is back within 10 s of its server. */
const backOff = { firstDelayMs: 500, maxDelayMs: 4_000 };
/** These pass by a person's act only. */
const lastingCodes = new Set(['device_revoked', 'device_cloned', 'server_changed', 'signature_invalid', 'forbidden']);
const lastingPauseMs = 60_000;
const tokenCodes = new Set(['unauthenticated', 'token_expired', 'token_invalid', 'session_ended']);
const goodbyeMs = 1_000;

interface Ending {
  readonly code: string;
  readonly wasLinked: boolean;
  readonly isLasting?: boolean;
  /** What the server asked for. */
  readonly waitMs?: number;
}

export function connect(options: ConnectionOptions): Connection {
  const { clock, random, on } = options;
  let socket: DidactoSocket | undefined;
  const leaving = new AbortController();
  let failures = 0;
  let cancelPause = () => {};

  const again = () => {
    attempt(options, leaving.signal, (made) => {
      socket = made;
    }).then(ended, (error: unknown) => ended({ code: codeOf(error), wasLinked: false }));
  };
  const ended = ({ code, wasLinked, waitMs = 0, isLasting = lastingCodes.has(code) }: Ending) => {
    socket = undefined;
    if (leaving.signal.aborted) return;
    failures = wasLinked ? 0 : failures + 1;
    if (isLasting) on.putOut(code);
    else on.unlinked(code);
    const pause = isLasting ? lastingPauseMs : Math.max(waitMs, backOffMs(failures, { ...backOff, random }));
    cancelPause = clock.after(pause, again);
  };
  again();

  const ask: Ask = (send) => askOver(socket, send);
  let gone: Promise<void> | undefined;
  const goodbye = async (): Promise<void> => {
    leaving.abort();
    cancelPause();
    const last = socket;
    const said = ask((to, answer) => to.emit('agent.leave', {}, answer));
    let cancelWait = () => {};
    const waited = new Promise<void>((resolve) => {
      cancelWait = clock.after(goodbyeMs, resolve);
    });
    await Promise.race([said, waited]);
    cancelWait();
    last?.disconnect();
  };
  return {
    push: (payload) => ask((to, answer) => to.emit('screen.push', payload, answer)),
    report: (payload) => ask((to, answer) => to.emit('screen.report', payload, answer)),
    notice: (payload) => ask((to, answer) => to.emit('agent.notice', payload, answer)),
    attend: (seat, room) => attendOver(socket, options, seat, room),
    leave() {
      gone ??= goodbye();
      return gone;
    },
  };
}

type Ask = (send: (to: DidactoSocket, answer: (reply: { ok: true } | EventProblem) => void) => void) => Promise<Answer>;

const askOver = (socket: DidactoSocket | undefined, send: Parameters<Ask>[0]): Promise<Answer> =>
  new Promise((resolve) => {
    // Not connected, socket.io would keep it and send it late.
    if (!socket?.connected) return resolve('lost');
    send(socket, (reply) => resolve(reply.ok ? 'ok' : reply.code));
  });

/** @throws AgentFailure connection_lost; RefusedError where the server does not let it in */
async function attendOver(
  socket: DidactoSocket | undefined,
  { credentials, clock, serverClock, ca }: ConnectionOptions,
  ...[seat, room]: Parameters<AttendRoom>
): ReturnType<AttendRoom> {
  if (!socket?.connected) throw new AgentFailure('connection_lost', 'There is no connection to the server');
  const { liveRooms } = await import('@didacto/sdk/live');
  const iceServers = async (lectureId: string) => {
    const token = await credentials.token({ clock, serverClock });
    return serverClient(credentials.server, { ca }, token).rooms.iceServers({ lectureId });
  };
  return liveRooms({ socket, iceServers }).attend(seat, room);
}

/** Signs in, connects, and gives why that ended. */
async function attempt(
  options: ConnectionOptions,
  leaving: AbortSignal,
  made: (socket: DidactoSocket) => void,
): Promise<Ending> {
  const { credentials, clock, serverClock, ca } = options;
  let token: string;
  try {
    token = await credentials.token({ clock, serverClock });
  } catch (error) {
    const code = codeOf(error);
    const waitMs = isApiError(error) ? Math.min(error.retryAfterMs ?? 0, lastingPauseMs) : 0;
    // A member's session that cannot be renewed comes back by signing in only.
    return { code, wasLinked: false, waitMs, ...(code === 'session_ended' && { isLasting: true }) };
  }
  if (leaving.aborted) return { code: 'left', wasLinked: false };
  const socket = createSocket({
    baseUrl: credentials.server,
    auth: async () => ({ token, agent: credentials.agent }),
    ...(ca !== undefined && { ca }),
  });
  // Each connection signs in first, so the next attempt is ours to make.
  socket.io.reconnection(false);
  made(socket);
  const ending = await untilEnd(socket, options);
  if (tokenCodes.has(ending.code)) credentials.refused(token);
  return ending;
}

function untilEnd(socket: DidactoSocket, { on, serverClock }: ConnectionOptions): Promise<Ending> {
  return new Promise((resolve) => {
    let wasLinked = false;
    const end = (code: string) => {
      socket.removeAllListeners();
      socket.disconnect();
      resolve({ code, wasLinked });
    };
    socket.on('connect', () => {
      wasLinked = true;
      on.linked();
    });
    socket.on('agent.assignment', (message) => {
      const read = serverMessages['agent.assignment'].safeParse(message);
      if (!read.success) return end('malformed_message');
      serverClock.observe(read.data.serverTime);
      on.assigned(read.data.assignment);
    });
    // Another computer shows this key: whoever answers is still here, and stays.
    socket.on('agent.probe', (_message, answer) => answer());
    socket.on('session.ended', (message) => {
      const read = serverMessages['session.ended'].safeParse(message);
      end(read.success ? read.data.code : 'malformed_message');
    });
    socket.on('connect_error', (error) => end(refusalCode(error) ?? 'unreachable'));
    socket.on('disconnect', () => end('connection_lost'));
    socket.connect();
  });
}
