import { createHmac } from 'node:crypto';
import { createDidacto } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenSecret } from '../../packages/server/src/testing/callers.js';
import { outcomeOf } from '../../packages/server/src/testing/outcomes.js';
import { rawRequest } from '../../packages/server/src/testing/raw-http.js';
import { password, startTestServer, type TestServer } from '../../packages/server/src/testing/test-server.js';

let school: TestServer;
let claims: { kind: string; sub: string; sid: string };
let secret: Uint8Array;
beforeAll(async () => {
  school = await startTestServer();
  secret = tokenSecret(school.dataDir);
  const { member, accessToken } = school.admin;
  const { sid } = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
  claims = { kind: 'member', sub: member.id, sid };
});
afterAll(() => school.stop());

const soon = () => Math.floor(Date.now() / 1_000) + 900;
const outcome = (token: string): Promise<string> =>
  outcomeOf(createDidacto({ baseUrl: school.url, auth: token }).labs.list());
const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
/** A token as anybody can make one who has a key. */
function signed(payload: object, { alg = 'HS256', key = secret } = {}): string {
  const body = `${encoded({ alg })}.${encoded({ iss: 'didacto', exp: soon(), ...payload })}`;
  return `${body}.${createHmac(alg.replace('HS', 'sha'), key).update(body).digest('base64url')}`;
}

test('what the server itself would sign is taken, so that the refusals below are of what is forged', async () => {
  expect(await outcome(signed(claims))).toBe('ok');
});

test('a sign-in begins a session of its own, with 256 random bits, whatever was sent with it', async () => {
  const { member } = await school.person('student');
  const signIn = async (sent: { headers?: object; body?: object } = {}) => {
    const body = JSON.stringify({ email: member.email, password, ...sent.body });
    const headers = { 'content-type': 'application/json', ...sent.headers };
    const answer = await rawRequest(`${school.url}/v1/sessions`, { method: 'POST', headers, body });
    const refreshToken: string = JSON.parse(answer.text).refreshToken;
    const [id = '', secret = ''] = refreshToken.split('.');
    return { id, secret };
  };
  const known = { sessionId: claims.sid, id: claims.sid, refreshToken: `${claims.sid}.x`, sid: claims.sid };
  const cookie = Object.entries(known).map(([name, value]) => `${name}=${value}`);
  const sessions = [
    await signIn(),
    await signIn({ body: known }),
    await signIn({ headers: { authorization: `Bearer ${school.admin.accessToken}`, cookie: cookie.join('; ') } }),
  ];
  expect(new Set([claims.sid, ...sessions.map(({ id }) => id)]).size).toBe(4);
  expect(new Set(sessions.map(({ secret }) => secret)).size).toBe(3);
  for (const { secret } of sessions) expect(Buffer.from(secret, 'base64url').length).toBe(32);
});

test('when who asks cannot be looked up, nothing is served', async () => {
  const other = await startTestServer();
  // A token that was not shown yet: nobody is remembered by it.
  const { accessToken } = await other.visitor.sessions.signIn({ email: other.admin.member.email, password });
  await other.server.db.schema.renameTable('sessions', 'sessions_gone');
  const { labs, members } = createDidacto({ baseUrl: other.url, auth: accessToken, retry: { retries: 0 } });
  expect([await outcomeOf(labs.list()), await outcomeOf(members.me())]).toEqual(['internal_error', 'internal_error']);
  await other.server.db.schema.renameTable('sessions_gone', 'sessions');
  expect(await outcomeOf(labs.list())).toBe('ok');
  await other.stop();
});

describe('a token is refused', () => {
  test.each(['HS384', 'HS512'])('of another algorithm, %s, though its key is the right one', async (alg) => {
    expect(await outcome(signed(claims, { alg }))).toBe('token_invalid');
  });

  test.each(['none', 'None', 'NONE', ''])('of no algorithm: %j', async (alg) => {
    const body = `${encoded({ alg })}.${encoded({ iss: 'didacto', exp: soon(), ...claims })}`;
    expect(await outcome(`${body}.`)).toBe('token_invalid');
    expect(await outcome(`${body}.${signed(claims).split('.')[2]}`)).toBe('token_invalid');
  });

  test('of another key, or of none', async () => {
    for (const key of [new Uint8Array(32), new Uint8Array(32).fill(7), secret.slice(1)])
      expect(await outcome(signed(claims, { key }))).toBe('token_invalid');
  });

  test('with its claims changed', async () => {
    const [head, , signature] = signed(claims).split('.');
    const other = await school.person('student');
    const changed = encoded({ iss: 'didacto', exp: soon(), ...claims, sub: other.member.id });
    expect(await outcome(`${head}.${changed}.${signature}`)).toBe('token_invalid');
  });

  test.each([
    ['of another issuer', { iss: 'elsewhere' }],
    ['of no issuer', { iss: undefined }],
    ['without an end', { exp: undefined }],
    ['of nobody', { sub: undefined }],
    ['of a kind that is not known', { kind: 'root' }],
    ['of a session that is none', { sid: 7 }],
  ])('%s', async (_, change) => {
    expect(await outcome(signed({ ...claims, ...change }))).toBe('token_invalid');
  });

  test('that has ended', async () => {
    expect(await outcome(signed({ ...claims, exp: soon() - 1_000 }))).toBe('token_expired');
  });

  test('that says it is a device’s', async () => {
    const { id: labId } = await school.admin.didacto.labs.create({ name: 'Lab' });
    const { device } = await school.admin.didacto.devices.create({ labId, name: 'PC' });
    const asDevice = { kind: 'device', sub: device.id, instance: 'x', key: 'A'.repeat(43) };
    expect(await outcome(signed(asDevice))).toBe('device_revoked');
  });
});
