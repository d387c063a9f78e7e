import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '../../../testing/until.js';
import { ExchangeError, type ProviderCall, unknownOf } from './exchange.js';
import { type HttpSend, type HttpSendOptions, httpSend } from './http-send.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A provider that answers by HTTP; gives its address. */
async function http(answer: RequestListener): Promise<string> {
  const server = createHttpServer(answer);
  cleanUps.push(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${await portOf(server)}`;
}

/** A provider that does what it wants with the bytes; gives its port. */
async function tcp(meet: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    meet(socket);
  });
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return portOf(server);
}

function sender(options: HttpSendOptions): HttpSend {
  const made = httpSend(options);
  cleanUps.push(made.close);
  return made;
}

const call: ProviderCall = {
  method: 'POST',
  path: '/pay',
  headers: { 'content-type': 'application/json' },
  body: '{"원":1}',
};

/** What a call fails with. @throws when it does not */
const failure = async (made: HttpSend, what: ProviderCall = call): Promise<{ code: string; sent: boolean }> => {
  try {
    await made.send(what);
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    return { code: error.code, sent: error.sent };
  }
  throw new Error('A reply came');
};

describe('a call', () => {
  test('goes below the address, as it is, and its reply comes whole', async () => {
    const url = await http(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method, url: path, headers } = request;
      const seen = { method, path, type: headers['content-type'], body: Buffer.concat(chunks).toString() };
      response.writeHead(418, { 'X-Trace': 'a', 'Set-Cookie': ['b=1', 'c=2'] }).end(JSON.stringify(seen));
    });
    const reply = await sender({ url: `${url}/below/` }).send({ ...call, path: '/pay?x=1' });
    expect(reply.status).toBe(418);
    expect(reply.headers).toMatchObject({ 'x-trace': 'a', 'set-cookie': 'b=1, c=2' });
    expect(JSON.parse(reply.body)).toEqual({
      method: 'POST',
      path: '/below/pay?x=1',
      type: 'application/json',
      body: '{"원":1}',
    });
  });

  test('follows no redirect', async () => {
    let requests = 0;
    const url = await http((_, response) => {
      requests += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await sender({ url }).send(call)).toMatchObject({ status: 307, headers: { location: '/elsewhere' } });
    expect(requests).toBe(1);
  });

  test('uses the connections of those before', async () => {
    const ports = new Set<number | undefined>();
    const url = await http((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const made = sender({ url });
    for (let n = 0; n < 20; n++) await made.send(call);
    // One that just ended may still count as busy when the next begins.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test('waits where all connections are taken; none is opened beyond their number', async () => {
    const waiting: (() => void)[] = [];
    const sockets = new Set<Socket>();
    const url = await http((request, response) => {
      sockets.add(request.socket);
      waiting.push(() => response.end('done'));
    });
    const made = sender({ url, connections: 2 });
    const calls = Array.from({ length: 5 }, () => made.send(call));
    for (let answered = 0; answered < 5; answered++) {
      await until('a call arrives', () => waiting.length > 0);
      expect(waiting.length).toBeLessThanOrEqual(2);
      waiting.shift()?.();
    }
    expect((await Promise.all(calls)).map(({ body }) => body)).toEqual(Array(5).fill('done'));
    expect(sockets.size).toBe(2);
  });
});

describe('without a connection nothing was sent', () => {
  test('nobody listens', async () => {
    const server = createTcpServer();
    const port = await portOf(server);
    server.close();
    await once(server, 'close');
    expect(await failure(sender({ url: `http://127.0.0.1:${port}` }))).toEqual({
      code: 'connection_refused',
      sent: false,
    });
  });

  test('the other side breaks off while TLS is agreed on', async () => {
    const port = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const failed = await failure(sender({ url: `https://127.0.0.1:${port}` }));
    expect(failed).toEqual({ code: 'not_connected', sent: false });
  });

  test('the other side never agrees on TLS', async () => {
    const port = await tcp((socket) => socket.resume());
    const failed = await failure(sender({ url: `https://127.0.0.1:${port}`, connectTimeoutMs: 50 }));
    expect(failed).toEqual({ code: 'connect_timeout', sent: false });
  });

  test('its time is over before a connection is free; it is not sent later either', async () => {
    const bodies: string[] = [];
    let release = () => {};
    const url = await http(async (request, response) => {
      for await (const chunk of request) bodies.push(String(chunk));
      release = () => response.end();
    });
    const made = sender({ url, connections: 1 });
    const first = made.send({ ...call, body: 'first' });
    await until('the first arrives', () => bodies.length > 0);
    expect(await failure(made, { ...call, body: 'second', timeoutMs: 20 })).toEqual({ code: 'timeout', sent: false });
    release();
    await first;
    const third = made.send({ ...call, body: 'third' });
    await until('the third arrives', () => bodies.length > 1);
    release();
    await third;
    expect(bodies).toEqual(['first', 'third']);
  });

  test('the pool is closed', async () => {
    const made = httpSend({ url: await http((_, response) => void response.end()) });
    await made.close();
    expect(await failure(made)).toEqual({ code: 'not_connected', sent: false });
  });

  test('is an outcome that says so', () => {
    expect(unknownOf(new ExchangeError('connection_refused', false))).toMatchObject({
      outcome: 'unknown',
      code: 'not_sent',
    });
    expect(unknownOf(new ExchangeError('timeout', true))).toMatchObject({ outcome: 'unknown', code: 'timeout' });
    expect(() => unknownOf(new TypeError('ours'))).toThrow('ours');
  });
});

describe('once it was begun, a failed call may have had its effect', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

  test('the connection is reset before the reply', async () => {
    const port = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await failure(sender({ url: `http://127.0.0.1:${port}` }))).toEqual({ code: 'connection_lost', sent: true });
  });

  test('the connection is reset in the middle of the reply', async () => {
    const port = await tcp((socket) =>
      socket.once('data', () =>
        socket.write(`${head}content-length: 4096\r\n\r\n{"half":`, () => socket.resetAndDestroy()),
      ),
    );
    expect(await failure(sender({ url: `http://127.0.0.1:${port}` }))).toEqual({ code: 'connection_lost', sent: true });
  });

  test('the reply ends before its length', async () => {
    const port = await tcp((socket) =>
      socket.once('data', () => socket.end(`${head}content-length: 4096\r\n\r\n{"half":`)),
    );
    expect(await failure(sender({ url: `http://127.0.0.1:${port}` }))).toEqual({ code: 'connection_lost', sent: true });
  });

  test('the reply is no HTTP', async () => {
    const port = await tcp((socket) => socket.once('data', () => socket.end('{"status":"DONE"}')));
    expect(await failure(sender({ url: `http://127.0.0.1:${port}` }))).toEqual({ code: 'connection_lost', sent: true });
  });

  test('no reply comes in its time', async () => {
    const port = await tcp((socket) => socket.resume());
    const made = sender({ url: `http://127.0.0.1:${port}`, timeoutMs: 60_000 });
    expect(await failure(made, { ...call, timeoutMs: 30 })).toEqual({ code: 'timeout', sent: true });
  });

  test('the other side falls silent within the reply', async () => {
    const port = await tcp((socket) =>
      socket.once('data', () => socket.write(`${head}content-length: 4096\r\n\r\n{"half":`)),
    );
    const made = sender({ url: `http://127.0.0.1:${port}`, silenceTimeoutMs: 30, timeoutMs: 60_000 });
    expect(await failure(made)).toEqual({ code: 'timeout', sent: true });
  });

  test('the reply drips: never silent, never whole', async () => {
    const dripping = new Set<NodeJS.Timeout>();
    cleanUps.push(() => dripping.forEach(clearInterval));
    const port = await tcp((socket) =>
      socket.once('data', () => {
        socket.write(`${head}content-length: 1000000\r\n\r\n`);
        dripping.add(setInterval(() => socket.write(' '), 5));
      }),
    );
    const made = sender({ url: `http://127.0.0.1:${port}`, silenceTimeoutMs: 60_000, timeoutMs: 100 });
    expect(await failure(made)).toEqual({ code: 'timeout', sent: true });
  });

  test('the reply is larger than anything a provider says; up to that it is read', async () => {
    const url = await http((request, response) => void response.end('x'.repeat(Number(request.headers['x-size']))));
    const made = sender({ url, maxReplyBytes: 100_000 });
    const sized = (size: number): ProviderCall => ({ ...call, headers: { 'x-size': String(size) } });
    expect((await made.send(sized(100_000))).body).toHaveLength(100_000);
    expect(await failure(made, sized(100_001))).toEqual({ code: 'reply_too_large', sent: true });
  });

  test('it is not sent again, and the next one has a connection of its own', async () => {
    const seen: string[] = [];
    const port = await tcp((socket) =>
      socket.on('data', (bytes) => {
        seen.push(bytes.toString());
        if (seen.length === 1) socket.resetAndDestroy();
        else socket.write(`${head}content-length: 2\r\n\r\n{}`);
      }),
    );
    const made = sender({ url: `http://127.0.0.1:${port}`, connections: 1 });
    const [first, second] = await Promise.all([
      failure(made, { ...call, path: '/first' }),
      made.send({ ...call, path: '/second' }),
    ]);
    expect(first).toEqual({ code: 'connection_lost', sent: true });
    expect(second.body).toBe('{}');
    const requests = seen.join('');
    expect(requests.split('POST /first ')).toHaveLength(2);
    expect(requests.split('POST /second ')).toHaveLength(2);
  });
});
