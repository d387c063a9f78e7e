import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isApiError } from '@didacto/sdk';
import { newKey, sameKey } from './keys.js';
import type { PageFiles } from './page-files.js';

/** What the page is to show; nothing of it is secret. */
export interface PageTarget {
  readonly lectureId: string;
  readonly studentId: string;
}

export interface PageServerOptions {
  readonly files: PageFiles;
  readonly target: PageTarget;
  /** The one call of the API that the page makes. */
  readonly iceServers: () => Promise<unknown>;
  /** Renews the member's sign-in; false: it cannot be. */
  readonly renew: () => Promise<boolean>;
  /** Carries a page's socket to the server. */
  readonly openSocket: (request: IncomingMessage, socket: Duplex, isKey: (key: string) => boolean) => void;
  /** Told how many pages are open, at each change. */
  readonly onPages: (open: number) => void;
}

/** The page's own server: this machine only, for one page. */
export interface PageServer {
  /** With a ticket that is good once, where servers and logs do not see it. */
  readonly url: string;
  /** Asks the page to leave, gives it a moment, and ends. */
  close(): Promise<void>;
}

/** Starts it on a free port. The first page that shows the ticket is the only one that is served. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const state: State = {
    options,
    ticket: newKey(16),
    key: newKey(32),
    origin: '',
    presences: new Set(),
    sockets: new Set(),
  };
  const server = createServer((request, response) => void answer(state, request, response));
  server.on('upgrade', (request, socket: Duplex) => upgrade(state, request, socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page server has no port');
  state.origin = `http://127.0.0.1:${address.port}`;
  return { url: `${state.origin}/#${state.ticket}`, close: () => close(state, server) };
}

interface State {
  readonly options: PageServerOptions;
  /** What the address carries; undefined once it was used. */
  ticket: string | undefined;
  /** What the page got for it. */
  readonly key: string;
  origin: string;
  readonly presences: Set<ServerResponse>;
  readonly sockets: Set<Duplex>;
}

/** Nothing runs or is shown but our own files and what the student's computer sends. */
const headers = (origin: string): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${origin.replace('http', 'ws')}`,
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "require-trusted-types-for 'script'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), fullscreen=(self), geolocation=(), payment=(), usb=()',
});

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(headers(state.origin))) response.setHeader(name, value);
  try {
    await route(state, request, response);
  } catch (error) {
    // The server's own problem passes as it is; what goes wrong here is told by its code only.
    const { status, code } = error instanceof Refusal ? error : new Refusal(502, 'connection_failed');
    const problem = isApiError(error) ? error.problem : { title: code, status, code };
    send(response, problem.status, 'application/problem+json', JSON.stringify(problem));
  }
}

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body);
};
const sendJson = (response: ServerResponse, body: unknown) =>
  send(response, 200, 'application/json', JSON.stringify(body));

type Handler = (state: State, request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

const file =
  (name: keyof PageFiles, type: string): Handler =>
  ({ options }, _, response) =>
    send(response, 200, type, options.files[name]);

const open: Readonly<Record<string, Handler>> = {
  'GET /': file('html', 'text/html'),
  'GET /page.js': file('script', 'text/javascript'),
  'GET /style.css': file('style', 'text/css'),
  'POST /view/session': async (state, request, response) => {
    const shown = await readText(request);
    if (state.ticket === undefined || !sameKey(shown, state.ticket)) throw new Refusal(403, 'forbidden');
    state.ticket = undefined;
    sendJson(response, { key: state.key, ...state.options.target });
  },
};

/** For the page that has the key. */
const keyed: Readonly<Record<string, Handler>> = {
  'GET /view/session': ({ options }, _, response) => sendJson(response, options.target),
  'GET /view/presence': (state, _, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    response.write('here\n');
    state.presences.add(response);
    state.options.onPages(state.presences.size);
    response.once('close', () => {
      state.presences.delete(response);
      state.options.onPages(state.presences.size);
    });
  },
  'POST /view/renewal': async ({ options }, _, response) => {
    if (!(await options.renew())) throw new Refusal(401, 'session_ended');
    sendJson(response, {});
  },
};

async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { target, iceServers } = state.options;
  if (!isOurs(state, request)) throw new Refusal(403, 'forbidden');
  const line = `${request.method} ${request.url}`;
  const handler = open[line];
  if (handler) return handler(state, request, response);
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!sameKey(key, state.key)) throw new Refusal(403, 'forbidden');
  if (line === `GET /v1/lectures/${target.lectureId}/ice-servers`) return sendJson(response, await iceServers());
  const forKey = keyed[line];
  if (!forKey) throw new Refusal(404, 'not_found');
  return forKey(state, request, response);
}

/** Asked for by this address and by no other site: a name that another site points to this machine is not it. */
const isOurs = ({ origin }: State, { headers: { host, origin: from } }: IncomingMessage): boolean =>
  `http://${host}` === origin && (from === undefined || from === origin);

const mostBodyBytes = 1_024;

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > mostBodyBytes) throw new Refusal(413, 'too_large');
  }
  return text;
}

function upgrade(state: State, request: IncomingMessage, socket: Duplex): void {
  const isSocket = request.url?.startsWith('/v1/socket/?') && request.headers.origin === state.origin;
  if (!isSocket || !isOurs(state, request)) {
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
    return;
  }
  state.sockets.add(socket);
  socket.once('close', () => state.sockets.delete(socket));
  state.options.openSocket(request, socket, (key) => sameKey(key, state.key));
}

const leaveMs = 2_000;

async function close({ presences, sockets }: State, server: Server): Promise<void> {
  const ended = new Promise((resolve) => server.close(resolve));
  const told = [...presences].map((presence) => new Promise<void>((resolve) => presence.end('leave\n', resolve)));
  const left = [...sockets].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
  // The page leaves the room and then closes; who does not is cut off, which the server sees as well.
  await Promise.race([Promise.all([...told, ...left]), new Promise((resolve) => setTimeout(resolve, leaveMs).unref())]);
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await ended;
}
