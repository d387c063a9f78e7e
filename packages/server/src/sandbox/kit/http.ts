import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to a fake party, the same over a socket and inside one process. */
export interface SandboxRequest {
  readonly method: string;
  /** Below the party's address, without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface SandboxReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export type SandboxHandler = (request: SandboxRequest) => Promise<SandboxReply>;

/** No reply reaches the caller. `before`: nothing was done. `partial`: some bytes came before the reset. */
export class LostReply extends Error {
  override name = 'LostReply';
  constructor(readonly how: 'before' | 'after' | 'partial' | 'refused') {
    super(`The sandbox answers nothing (${how})`);
  }
}

export const jsonReply = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): SandboxReply => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  body: JSON.stringify(value),
});

export const htmlReply = (body: string): SandboxReply => ({
  status: 200,
  headers: { 'content-type': 'text/html;charset=UTF-8', 'cache-control': 'no-store' },
  body,
});

export const scriptReply = (body: string): SandboxReply => ({
  status: 200,
  headers: { 'content-type': 'text/javascript;charset=UTF-8', 'cache-control': 'no-store' },
  body,
});

export const redirectReply = (location: string): SandboxReply => ({ status: 302, headers: { location }, body: '' });

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a handler on loopback; port 0 takes any free one. @throws when the port is in use */
export async function listen(handler: SandboxHandler, port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    void serve(handler, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closeNow(server) };
}

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox does not listen on a port');
  return address.port;
};

const closeNow = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

async function serve(handler: SandboxHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const reply = await handler(await toSandboxRequest(request));
    response.writeHead(reply.status, { ...reply.headers }).end(reply.body);
  } catch (error) {
    if (error instanceof LostReply && error.how === 'partial') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
      response.write('{"half":', () => response.destroy());
      return;
    }
    // A lost reply is a connection that breaks; so is a fault of the sandbox itself, which nobody must take for an answer.
    if (!(error instanceof LostReply))
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
    request.socket.destroy();
  }
}

async function toSandboxRequest(request: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
