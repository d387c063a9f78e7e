import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { plantedText } from './canary.js';

/** One call as it passed; the reply as the server was given it. */
export interface Passed {
  readonly path: string;
  /** Head and body. */
  readonly request: string;
  readonly reply: string;
}

/** A reply in the provider's place. */
export interface Refusal {
  /** Calls whose path contains it. */
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

export interface CanaryProxy {
  readonly url: string;
  readonly passed: readonly Passed[];
  /** Where the providers are. */
  lead(to: string): void;
  /** Answers such calls itself from now on, until `null`. */
  refuse(refusal: Refusal | null): void;
  close(): Promise<void>;
}

/** Stands between the server and its providers, and plants the canary into every JSON reply. */
export async function startCanaryProxy(): Promise<CanaryProxy> {
  const passed: Passed[] = [];
  let target = '';
  let refusal: Refusal | null = null;
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const path = request.url ?? '/';
    const asked = `${request.method} ${path}\n${JSON.stringify(request.headers)}\n${body.toString('utf8')}`;
    const { status, headers, text } =
      refusal !== null && path.includes(refusal.path)
        ? { ...{ status: refusal.status, headers: jsonHeaders }, text: JSON.stringify(refusal.body) }
        : await forward(new URL(target + path), request, body);
    const reply = plantedText(text) ?? text;
    passed.push({ path, request: asked, reply });
    response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(reply)) }).end(reply);
  };
  const server = createServer((request, response) => {
    // A reply that is lost behind us is lost before us.
    pass(request, response).catch(() => void request.socket.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy does not listen on a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    passed,
    lead: (to) => {
      target = to;
    },
    refuse: (given) => {
      refusal = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const jsonHeaders = { 'content-type': 'application/json' };

const forward = (url: URL, { method, headers }: IncomingMessage, body: Buffer) =>
  new Promise<{ status: number; headers: Record<string, string>; text: string }>((resolve, reject) => {
    const { host: _host, ...others } = headers;
    const onward = httpRequest(url, { method: method ?? 'GET', headers: others, agent: false }, (reply) => {
      const type = reply.headers['content-type'];
      buffer(reply).then((bytes) => {
        const given = {
          status: reply.statusCode ?? 500,
          headers: { ...(type !== undefined && { 'content-type': type }) },
        };
        resolve({ ...given, text: bytes.toString('utf8') });
      }, reject);
    });
    onward.on('error', reject);
    onward.end(body);
  });
