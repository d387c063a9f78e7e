import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError, createDidacto } from '@didacto/sdk';
import { nodeFetch } from '@didacto/sdk/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.js';
import { createLogger } from './platform/logger.js';
import { drainMs, startServer } from './server.js';
import { rawRequest } from './testing/raw-http.js';
import { selfSigned } from './testing/self-signed.js';
import { startTestServer, type TestServer, testEnvironment } from './testing/test-server.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'didacto-server-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a server that cannot start', () => {
  test.each(['PORT', 'METRICS_PORT'])('names the variable whose port is in use: %s', async (variable) => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const env = { ...testEnvironment(join(folder, variable)), [variable]: String(port) };
    const log = createLogger('silent');
    await expect(startServer(readConfig(env), { log })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use; choose another with ${variable}`,
    );
    await new Promise((resolve) => taken.close(resolve));
    // Nothing was left open: the same folder and port serve now.
    const server = await startServer(readConfig(env), { log });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await server.stop();
  });

  test('names the database that cannot be opened', async () => {
    const env = { ...testEnvironment(join(folder, 'nowhere')), DATABASE_FILE: join(folder, 'no', 'such', 'file') };
    await expect(startServer(readConfig(env), { log: createLogger('silent') })).rejects.toThrow(env.DATABASE_FILE);
  });
});

describe('a server that stops', () => {
  /** A connection, and everything that came back on it so far. */
  async function open(url: string): Promise<{ socket: Socket; heard: (text: string) => Promise<string> }> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    let all = '';
    socket.on('data', (chunk: Buffer) => {
      all += chunk.toString();
    });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const heard = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const look = () => all.includes(text) && resolve(all);
        socket.on('data', look).once('close', () => reject(new Error(`closed before ${text}: ${all}`)));
        look();
      });
    return { socket, heard };
  }

  test('is not ready any more, finishes what is under way, and takes nothing new', async () => {
    const school = await startTestServer();
    const body = JSON.stringify({ name: 'Under way' });
    const slow = await open(school.url);
    slow.socket.write(
      `POST /v1/labs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${school.admin.accessToken}\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n`,
    );
    await slow.heard('100 Continue');
    // The answer to the first tells that the beginning of the second has arrived.
    const probe = await open(school.url);
    probe.socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\nGET /readyz HTTP/1.1\r\nhost: x\r\n');
    await probe.heard('{"ok":true}');

    const stopped = school.server.stop();
    probe.socket.write('\r\n');
    expect(await probe.heard('{"ok":false}')).toContain('HTTP/1.1 503');
    await expect(open(school.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    slow.socket.write(body);
    expect(await slow.heard('Under way')).toContain('HTTP/1.1 201');
    // Not only when the server's patience ends: the clients may keep their connections for ever.
    const ended = Promise.race([stopped.then(() => 'stopped'), sleep(drainMs / 2, 'still waiting', { ref: false })]);
    expect(await ended).toBe('stopped');
    await school.stop();
  });

  test('stops once, however often it is asked', async () => {
    const school = await startTestServer();
    await Promise.all([school.server.stop(), school.server.stop()]);
    await school.stop();
  });
});

describe('metrics', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer({ env: { METRICS_TOKEN: 'a long enough token' } });
  });
  afterAll(() => school.stop());

  const scrape = (authorization?: string) =>
    fetch(school.server.metricsUrl, authorization === undefined ? {} : { headers: { authorization } });

  test('are on a port of their own, for who holds the token', async () => {
    expect((await fetch(`${school.url}/metrics`)).status).toBe(404);
    expect((await scrape()).status).toBe(401);
    expect((await scrape('Bearer another long token')).status).toBe(401);
    expect((await scrape('Bearer a long enough token')).status).toBe(200);
  });

  test('count by the pattern of a route, never by its ids', async () => {
    const labId = `lab_${'0'.repeat(26)}`;
    await expect(school.admin.didacto.labs.get({ labId })).rejects.toThrow();
    await fetch(`${school.url}/v1/made/up/${labId}`);
    const text = await (await scrape('Bearer a long enough token')).text();
    expect(text).toMatch(/didacto_http_seconds_count\{route="\/v1\/labs\/:labId",method="GET",status="404"\} 1/);
    expect(text).not.toContain(labId);
  });
});

test('over TLS it serves https and no plain http', async () => {
  const { cert, key } = selfSigned(folder, 'tls');
  const env = { ...testEnvironment(join(folder, 'tls')), TLS_CERT_FILE: cert, TLS_KEY_FILE: key };
  const server = await startServer(readConfig(env), { log: createLogger('silent') });
  const trusting = createDidacto({ baseUrl: server.url, fetch: nodeFetch({ ca: readFileSync(cert, 'utf8') }) });
  expect(await trusting.institution.get()).toMatchObject({ name: 'DIDACTO' });
  const careful = createDidacto({ baseUrl: server.url, retry: { retries: 0 } });
  await expect(careful.institution.get()).rejects.toThrow(ConnectionError);
  await expect(rawRequest(server.url.replace('https:', 'http:'))).rejects.toThrow();
  await server.stop();
});

describe('behind a proxy', () => {
  /** Statuses of wrong sign-ins to one account, each said to come from another address. */
  const tries = async (env: Record<string, string>, count: number): Promise<number[]> => {
    const school = await startTestServer({ env: { RATE_LIMITS: 'on', ...env } });
    const statuses: number[] = [];
    for (let n = 0; n < count; n++) {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${n}` };
      const body = JSON.stringify({ email: 'a@school.example', password: 'wrong' });
      statuses.push((await rawRequest(`${school.url}/v1/sessions`, { method: 'POST', headers, body })).status);
    }
    await school.stop();
    return statuses;
  };

  test('that is trusted, tries count for the address it names', async () => {
    expect(new Set(await tries({ TRUST_PROXY: 'loopback' }, 12))).toEqual(new Set([401]));
  });

  test('that is not, nobody escapes the limit by naming another address', async () => {
    const statuses = await tries({}, 12);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(statuses.slice(10)).toEqual([429, 429]);
  });
});
