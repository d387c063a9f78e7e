import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest } from '../../packages/server/src/testing/raw-http.js';
import { startTestServer, type TestServer } from '../../packages/server/src/testing/test-server.js';

let school: TestServer;
let bearer: { authorization: string };
beforeAll(async () => {
  school = await startTestServer();
  bearer = { authorization: `Bearer ${school.admin.accessToken}` };
});
afterAll(() => school.stop());

const get = (path: string, headers: Record<string, string> = bearer) => rawRequest(school.url + path, { headers });

const replies = [
  ['data', '/v1/labs', 200],
  ['a refusal', '/v1/labs/x', 422],
  ['nothing', '/v1/nothing', 404],
  ['a page', '/docs', 200],
  ['a script', '/docs/start.js', 200],
  ['the description', '/openapi.json', 200],
] as const;

describe.each(replies)('a reply with %s', (_, path, status) => {
  test('says what it is, with its character set, and forbids guessing', async () => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    // JSON is UTF-8 by itself, and its media types know no charset.
    expect(answer.headers['content-type']).toMatch(/^(text\/\w+; charset=utf-8|application\/(problem\+)?json(;|$))/i);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  test('allows no code but the server’s own, and no page of others around it', async () => {
    const { headers } = await get(path);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/default-src '(self|none)'/);
    expect(policy).toMatch(/frame-ancestors '(self|none)'/);
    expect(policy).not.toMatch(/script-src[^;]*('unsafe-|\*|https?:)/);
    expect(headers['x-frame-options']).toMatch(/^(SAMEORIGIN|DENY)$/);
  });

  test('keeps browsers to TLS, and its address to itself', async () => {
    const { headers } = await get(path);
    const [, seconds] = /^max-age=(\d+); includeSubDomains/i.exec(String(headers['strict-transport-security'])) ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(15_724_800);
    expect(headers['referrer-policy']).toMatch(/^(no-referrer|same-origin|strict-origin)$/);
  });

  test.each(['https://evil.example', 'null'])('is given to no page of origin %s', async (origin) => {
    const { headers } = await get(path, { ...bearer, origin });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});

test('a preflight of another origin is allowed nothing', async () => {
  const asked = { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' };
  const { headers } = await rawRequest(`${school.url}/v1/labs`, { method: 'OPTIONS', headers: asked });
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
});

test('no reply sets a cookie, and none is an identity', async () => {
  for (const [, path] of replies) expect((await get(path)).headers).not.toHaveProperty('set-cookie');
  const { accessToken } = school.admin;
  const cookie = ['token', 'access_token', 'accessToken', 'session'].map((name) => `${name}=${accessToken}`).join('; ');
  expect((await get('/v1/labs', { cookie })).status).toBe(401);
});

test('a token in the address is no identity', async () => {
  const { accessToken } = school.admin;
  const query = ['token', 'access_token', 'accessToken', 'authorization'].map((name) => `${name}=${accessToken}`);
  expect((await get(`/v1/labs?${query.join('&')}`, {})).status).toBe(401);
});

test('other methods than HTTP’s usual ones are refused', async () => {
  for (const method of ['TRACE', 'PROPFIND', 'MKCOL', 'PURGE'])
    expect([405, 404]).toContain((await rawRequest(`${school.url}/v1/labs`, { method, headers: bearer })).status);
});
