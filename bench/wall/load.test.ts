import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { portOf } from '../tcp-meter.js';
import { Load } from './load.js';
import { makePictures } from './pictures.js';
import { pollWall } from './poll.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return `127.0.0.1:${portOf(server)}`;
}

const agents = ['a', 'b'].map((name) => ({
  path: `/${name}?lessonId=les`,
  headers: { authorization: `Bearer ${name}` },
}));
const pictures = [Buffer.alloc(15_000, 1), Buffer.alloc(15_000, 2)];

test('each push is a whole request with growing sequence, time and picture', async () => {
  const seen: { url: URL; type: string | undefined; bytes: number }[] = [];
  const host = await serve((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    let bytes = 0;
    request.on('data', (chunk) => {
      bytes += chunk.length;
    });
    request.on('end', () => {
      seen.push({ url, type: request.headers['content-type'], bytes });
      expect(request.headers.authorization).toBe(`Bearer ${url.pathname.slice(1)}`);
      response.writeHead(204).end();
    });
  });
  const tally = await new Load(host, agents, pictures).run({ seconds: 0.3, connections: 2, pace: 'closed' });
  expect(tally.pushes).toBeGreaterThan(2);
  expect(tally.errors).toBe(0);
  expect(tally.p99Ms).toBeGreaterThanOrEqual(tally.p50Ms);
  const ofOne = seen.filter(({ url }) => url.pathname === '/a');
  expect(ofOne.map(({ url }) => Number(url.searchParams.get('sequence')))).toEqual(ofOne.map((_, index) => index + 1));
  for (const { url, type, bytes } of seen) {
    expect([type, bytes, url.searchParams.get('lessonId')]).toEqual(['image/jpeg', 15_000, 'les']);
    expect(new Date(url.searchParams.get('capturedAt') ?? '').getTime()).not.toBeNaN();
  }
});

test('paced agents push once a second each', async () => {
  const host = await serve((request, response) => request.resume().on('end', () => response.writeHead(204).end()));
  const tally = await new Load(host, agents, pictures).run({ seconds: 2.5, connections: 2, pace: 'paced' });
  expect(tally.pushes).toBeGreaterThanOrEqual(2);
  expect(tally.pushes).toBeLessThanOrEqual(6);
  expect(tally.errors).toBe(0);
});

test('a refusal is an error with its status, and its body is read', async () => {
  const host = await serve((request, response) =>
    request.resume().on('end', () => response.writeHead(409, { 'content-length': 5 }).end('later')),
  );
  const tally = await new Load(host, agents, pictures).run({ seconds: 0.2, connections: 1, pace: 'closed' });
  expect(tally).toMatchObject({ pushes: 0, firstError: 409 });
  expect(tally.errors).toBeGreaterThan(1);
});

test('a connection that breaks is an error without status', async () => {
  const host = await serve((request) => request.destroy());
  const tally = await new Load(host, agents, pictures).run({ seconds: 0.2, connections: 2, pace: 'closed' });
  expect(tally).toMatchObject({ pushes: 0, errors: 2, firstError: 0 });
});

test('a wall poll counts what is neither 200 nor 304 as an error', async () => {
  let status = 304;
  const host = await serve((_, response) => response.writeHead(status).end());
  const poll = () => pollWall(`http://${host}`, { path: '/screens?since=3', headers: {} }, 5);
  expect(await poll()).toMatchObject({ polls: 5, errors: 0, bytes: 0 });
  status = 500;
  expect(await poll()).toMatchObject({ errors: 5 });
});

test('the pictures are JPEGs of about the wanted length', () => {
  for (const picture of makePictures(2, 15_000)) {
    expect(picture.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
    expect(picture.subarray(-2)).toEqual(Buffer.of(0xff, 0xd9));
    expect(picture.length).toBeGreaterThan(13_500);
    expect(picture.length).toBeLessThan(16_500);
  }
});
