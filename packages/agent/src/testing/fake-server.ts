import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Assignment, ClientToServer, EventProblem, ServerToClient } from '@didacto/sdk/contract';
import { type Socket, Server as SocketServer } from 'socket.io';
import { fakeRoutes, titled } from './fake-routes.js';
import type { Script, Seen } from './fake-script.js';

/** The routes and the gateway that an agent meets, small and scriptable. */
export interface FakeServer {
  readonly url: string;
  readonly serverKey: string;
  readonly script: Script;
  readonly seen: Seen;
  assign(assignment: Assignment | null): void;
  endSessions(code: 'session_ended' | 'device_revoked' | 'device_cloned'): void;
  /** Resolves when the condition holds; looked at after each thing that happened here. */
  until(condition: () => boolean): Promise<void>;
  /** Brings the server back at the same address after `close`. */
  open(): Promise<void>;
  close(): Promise<void>;
}

type Heard = {
  [K in keyof ClientToServer]: (
    payload: Parameters<ClientToServer[K]>[0],
    answer: (reply: { ok: true } | EventProblem) => void,
  ) => void;
};
type Gateway = SocketServer<Heard, ServerToClient>;

export async function fakeServer(): Promise<FakeServer> {
  const script: Script = { answer: 'ok', isImpostor: false, refusal: undefined, tokenSeconds: 900 };
  const seen: Seen = { pairings: [], pushes: [], reports: [], notices: [], signIns: 0, connections: 0, leaves: 0 };
  const routes = fakeRoutes(script, seen);
  const { until, happened } = watching();
  const assigned = { assignment: null as Assignment | null };
  const message = () => ({ ...assigned, serverTime: new Date().toISOString() });
  let io: Gateway | undefined;
  let http: HttpServer | undefined;
  let port = 0;

  const open = async () => {
    http = createServer((request, response) => void routes.handle(request, response).then(happened));
    io = new SocketServer(http, { path: '/v1/socket', transports: ['websocket'] });
    io.use((socket, next) => next(refusalOf(script, socket.handshake.auth.token)));
    io.on('connection', (socket) => {
      listen(socket, script, seen, happened);
      socket.emit('agent.assignment', message());
      happened();
    });
    await new Promise<void>((resolve) => http?.listen(port, '127.0.0.1', resolve));
    port = (http.address() as AddressInfo).port;
  };
  await open();
  return {
    url: `http://127.0.0.1:${port}`,
    serverKey: routes.serverKey,
    script,
    seen,
    assign(assignment) {
      assigned.assignment = assignment;
      io?.emit('agent.assignment', message());
    },
    endSessions(code) {
      io?.emit('session.ended', { code });
      io?.disconnectSockets();
    },
    until,
    open,
    async close() {
      http?.closeAllConnections();
      await io?.close();
    },
  };
}

function watching(): Pick<FakeServer, 'until'> & { happened: () => void } {
  const waiting = new Set<() => void>();
  return {
    happened() {
      for (const look of waiting) look();
    },
    until: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (!condition()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

function refusalOf(script: Script, token: unknown): Error | undefined {
  const code = script.refusal ?? (token === 'access-first' ? 'token_expired' : undefined);
  return code && Object.assign(new Error(code), { data: { code } });
}

function listen(socket: Socket<Heard, ServerToClient>, script: Script, seen: Seen, happened: () => void): void {
  seen.connections += 1;
  socket.on('screen.push', (payload, answer) => {
    seen.pushes.push(payload);
    const { answer: code } = script;
    if (code !== 'hold') answer(code === 'ok' ? { ok: true } : { ok: false, ...titled(code) });
    happened();
  });
  socket.on('screen.report', (payload, answer) => {
    seen.reports.push(payload);
    answer({ ok: true });
    happened();
  });
  socket.on('agent.notice', ({ shown }, answer) => {
    seen.notices.push(shown);
    answer({ ok: true });
    happened();
  });
  socket.on('agent.leave', (_, answer) => {
    seen.leaves += 1;
    answer({ ok: true });
    happened();
  });
}
