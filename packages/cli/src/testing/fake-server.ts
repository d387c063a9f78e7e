import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contract, type ErrorCode, errors, type RouteDef } from '@didacto/sdk/contract';

/** One request as the fake server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly token: string | undefined;
  /** What the program calls itself. */
  readonly client: string | undefined;
  readonly idempotencyKey: string | undefined;
}

/** A refusal by the table of errors. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly fields?: readonly { path: string; message: string }[],
    readonly retryAfterSeconds?: number,
  ) {
    super(code);
  }
}

type Answer = (request: SeenRequest) => unknown;

export interface FakeServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

const routes: readonly RouteDef[] = Object.values(contract).flatMap((group) => Object.values(group));

/** Answers by the contract over loopback: `{ 'GET /v1/lectures': () => … }`. Replies are held to the route's schema. */
export async function fakeServer(answers: Readonly<Record<string, Answer>>): Promise<FakeServer> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const asked = await readRequest(request);
    seen.push(asked);
    const answer = answers[`${asked.method} ${asked.path}`];
    try {
      if (!answer) throw new Refusal('not_found');
      send(response, asked, await answer(asked));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(response, error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const text = Buffer.concat(parts).toString('utf8');
  const url = new URL(request.url ?? '/', 'http://fake');
  return {
    method: request.method ?? '',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    body: text === '' ? undefined : JSON.parse(text),
    token: request.headers.authorization?.replace('Bearer ', ''),
    client: request.headers['user-agent'],
    idempotencyKey: request.headers['idempotency-key']?.toString(),
  };
}

function routeOf({ method, path }: SeenRequest): RouteDef {
  const fits = (route: RouteDef) =>
    route.method === method && new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(path);
  // A fixed path such as /v1/members/me comes before one with a parameter.
  const found = routes.filter(fits).sort((a, b) => a.path.split(':').length - b.path.split(':').length)[0];
  if (!found) throw new Error(`${method} ${path} is not in the contract`);
  return found;
}

function send(response: ServerResponse, asked: SeenRequest, reply: unknown): void {
  const route = routeOf(asked);
  if (reply instanceof Uint8Array) {
    response.writeHead(200, { 'content-type': route.returns ?? 'image/jpeg', etag: '"1"' }).end(reply);
  } else if (route.response === undefined) {
    response.writeHead(204).end();
  } else {
    response
      .writeHead(route.status ?? 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(route.response.parse(reply)));
  }
}

function refuse(response: ServerResponse, { code, fields, retryAfterSeconds }: Refusal): void {
  const { status, title } = errors[code];
  const problem = {
    type: 'about:blank',
    title: title.en,
    status,
    code,
    requestId: 'req_test',
    ...(fields && { errors: fields }),
  };
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  response.writeHead(status, { 'content-type': 'application/problem+json', ...wait }).end(JSON.stringify(problem));
}
