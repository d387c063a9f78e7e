import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { portOf } from '../tcp-meter.js';
import { closedLoop, sum } from './closed-loop.js';
import { Connection } from './connection.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return `http://127.0.0.1:${portOf(server)}`;
}

function connect(...args: ConstructorParameters<typeof Connection>): Connection {
  const connection = new Connection(...args);
  closing.push(() => connection.close());
  return connection;
}

test('calls of one connection come over one socket, with their headers and body, and give the status', async () => {
  const seen: { socket: IncomingMessage['socket']; line: string; token: string | undefined; body: string }[] = [];
  const url = await serve(async (request, response) => {
    const { socket, method, url: path, headers } = request;
    seen.push({ socket, line: `${method} ${path}`, token: headers.authorization, body: await text(request) });
    response.writeHead(method === 'POST' ? 201 : 403).end('body');
  });
  const connection = connect(url);
  expect(await connection.call({ method: 'POST', path: '/v1/sessions', body: { email: 'a@b.c' } })).toBe(201);
  expect(await connection.call({ method: 'GET', path: '/v1/x', headers: { authorization: 'Bearer t' } })).toBe(403);
  expect(seen.map(({ line, token, body }) => [line, token, body])).toEqual([
    ['POST /v1/sessions', undefined, '{"email":"a@b.c"}'],
    ['GET /v1/x', 'Bearer t', ''],
  ]);
  expect(seen[1]?.socket).toBe(seen[0]?.socket);
});

test.skipIf(process.platform !== 'linux')('a computer calls from its own address', async () => {
  let address: string | undefined;
  const url = await serve((request, response) => {
    address = request.socket.remoteAddress;
    response.end();
  });
  await connect(url, '127.0.1.7').call({ method: 'GET', path: '/' });
  expect(address).toBe('127.0.1.7');
});

test('a connection that breaks is an error, not a figure', async () => {
  const url = await serve((request) => request.destroy());
  await expect(connect(url).call({ method: 'GET', path: '/' })).rejects.toThrow();
});

test('a closed loop keeps so many at work and tells errors from what was done', async () => {
  let [now, most, turn] = [0, 0, 0];
  const tally = await closedLoop(3, 0.05, async () => {
    most = Math.max(most, ++now);
    const mine = turn++;
    await new Promise(setImmediate);
    now--;
    return mine % 2 === 0;
  });
  expect(most).toBe(3);
  expect(tally.done + tally.errors).toBe(turn);
  expect(tally.done).toBe(Math.ceil(turn / 2));
  expect(tally.latencies).toHaveLength(tally.done);
  expect(tally.seconds).toBeGreaterThanOrEqual(0.05);
});

test('rounds add up', () => {
  const [one, other] = [
    { done: 2, errors: 0, seconds: 1, latencies: [1, 2] },
    { done: 1, errors: 3, seconds: 2, latencies: [5] },
  ];
  expect(sum([one, other])).toEqual({ done: 3, errors: 3, seconds: 3, latencies: [1, 2, 5] });
});
