import { contract, type RouteDef } from '@didacto/sdk/contract';
import { refusalCode } from '@didacto/sdk/realtime';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailTo } from '../testing/mailbox.js';
import { rawRequest } from '../testing/raw-http.js';
import { type AnySample, routeSamples } from '../testing/route-samples.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { type World, worldMaker } from '../testing/world.js';

const publicUrl = 'https://didacto.school.example';
const routes = Object.values(contract).flatMap((group) => Object.values<RouteDef>(group));
const changing = routes.filter(({ method, body }) => method !== 'GET' && body !== undefined);

const tables = [
  ...['members', 'sessions', 'access_tokens', 'recovery_codes', 'device_codes', 'verifications', 'invitations'],
  ...['lectures', 'lecture_staff', 'lessons', 'enrollments', 'devices', 'seats', 'institution', 'audit_log'],
];

describe('a page of another site', () => {
  let school: TestServer;
  beforeAll(async () => {
    const env = { PUBLIC_URL: publicUrl, ALLOWED_ORIGINS: 'https://portal.school.example' };
    school = await startTestServer({ env });
  });
  afterAll(() => school.stop());

  const handshake = (origin: string | undefined): Promise<string> =>
    new Promise((resolve) => {
      const socket = io(school.url, {
        path: '/v1/socket',
        transports: ['websocket'],
        reconnection: false,
        auth: { token: school.admin.accessToken },
        ...(origin !== undefined && { extraHeaders: { origin } }),
      });
      const end = (how: string) => {
        socket.disconnect();
        resolve(how);
      };
      socket.once('connect', () => end('connected'));
      socket.once('connect_error', (error) => end(refusalCode(error) ?? 'refused'));
    });

  test.each([publicUrl, 'https://portal.school.example', undefined])(
    'that is ours opens sockets: %s',
    async (origin) => {
      expect(await handshake(origin)).toBe('connected');
    },
  );

  test.each([
    'https://evil.example',
    'null',
    'http://didacto.school.example',
    'https://didacto.school.example.evil.example',
    'https://didacto.school.example:8443',
    'https://evil-didacto.school.example',
    'https://DIDACTO.school.example.',
    'file://',
    '',
  ])('opens no socket from %j, whatever token it holds', async (origin) => {
    expect(await handshake(origin)).not.toBe('connected');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'changes nothing by a form of type %s, even with a token',
    async (type) => {
      const count = async () => Number((await school.server.db('audit_log').count('* as n').first())?.n);
      const before = await count();
      for (const { method, path } of changing) {
        const answer = await rawRequest(school.url + path.replace(/:\w+/g, 'x'), {
          method,
          headers: { 'content-type': type, authorization: `Bearer ${school.admin.accessToken}` },
          body: '{"name":"x"}',
        });
        expect(answer.status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
      expect(await count()).toBe(before);
    },
  );

  test('changes nothing by any form at all: a form carries no token, and what needs none takes no form', async () => {
    const makeWorld = await worldMaker(school.server);
    const samples: Readonly<Record<string, (world: World) => AnySample | Promise<AnySample>>> = {
      ...routeSamples(school),
    };
    const everything = () => Promise.all(tables.map((table) => school.server.db(table).select('*')));
    for (const [group, members] of Object.entries(contract)) {
      for (const [name, { method, path, access, accepts }] of Object.entries<RouteDef>(members)) {
        // The ways a form has. What it calls would be served if it came as it should.
        if (method !== 'POST') continue;
        const sample = (await samples[`${group}.${name}`]?.(await makeWorld())) ?? {};
        const url = school.url + path.replace(/:(\w+)/g, (_, part: string) => sample.params?.[part] ?? '');
        const before = await everything();
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
          const headers = { 'content-type': type, origin: 'https://evil.example' };
          const { status } = await rawRequest(url, { method, headers, body: JSON.stringify(sample.body ?? {}) });
          // A webhook may be a form: it is for a provider that is set up, and here is none.
          const open = accepts?.includes('application/x-www-form-urlencoded') ? 404 : 415;
          expect([name, status]).toEqual([name, access.includes('public') ? open : 401]);
        }
        expect(await everything(), name).toEqual(before);
      }
    }
  });

  test('is redirected nowhere by us, and given no leave to read', async () => {
    const targets = [
      '//evil.example',
      '/%2F%2Fevil.example',
      '/account/sign-up?next=https://evil.example',
      '/device?next=//x',
    ];
    for (const target of [...targets, '/docs', '/v1/institution']) {
      const answer = await rawRequest(school.url + target, { headers: { origin: 'https://evil.example' } });
      expect(answer.headers.location ?? '', target).not.toContain('evil');
      expect(answer.headers['access-control-allow-origin'], target).toBeUndefined();
    }
  });

  test('does not get into our links by naming another host', async () => {
    const headers = {
      'content-type': 'application/json',
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example',
    };
    const send = (path: string, body: object) =>
      rawRequest(school.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const begun = JSON.parse((await send('/v1/device-codes', { client: 'x' })).text);
    expect(begun.verificationUrl).toBe(`${publicUrl}/device`);
    await send('/v1/verifications', { email: 'victim@school.example', purpose: 'sign_up' });
    const { text } = await mailTo(school, 'victim@school.example', /\d{6}/);
    expect(text).toContain(`${publicUrl}/account/sign-up#`);
    expect(text).not.toContain('evil');
  });
});

test('without PUBLIC_URL, pages of the server’s own address open sockets, and no others', async () => {
  const school = await startTestServer();
  try {
    const attempt = (origin: string) =>
      new Promise<boolean>((resolve) => {
        const socket = io(school.url, {
          path: '/v1/socket',
          transports: ['websocket'],
          reconnection: false,
          auth: { token: school.admin.accessToken },
          extraHeaders: { origin },
        });
        socket.once('connect', () => {
          socket.disconnect();
          resolve(true);
        });
        socket.once('connect_error', () => resolve(false));
      });
    expect(await attempt(school.url)).toBe(true);
    expect(await attempt('http://127.0.0.1:1')).toBe(false);
  } finally {
    await school.stop();
  }
});
