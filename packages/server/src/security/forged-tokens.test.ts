import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDidacto } from '@didacto/sdk';
import { refusalCode } from '@didacto/sdk/realtime';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenSecret } from '../testing/callers.js';
import { outcomeOf } from '../testing/outcomes.js';
import { rawRequest } from '../testing/raw-http.js';
import { hostOf, newInstanceId, pairDevice, signDeviceIn } from '../testing/test-agent.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { atBoth, tokenOutcomes } from '../testing/token-outcomes.js';

type Part = Readonly<Record<string, unknown>>;
const encoded = (part: Part): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decoded = (token: string): Part => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

let school: TestServer;
let own: Part;
beforeAll(async () => {
  school = await startTestServer();
  own = decoded(school.admin.accessToken);
});
afterAll(() => school.stop());

const as = (token: string) => createDidacto({ baseUrl: school.url, auth: token, retry: { retries: 0 } });
const outcomes = (token: string) => tokenOutcomes(school, token);

/** A token with the server's own key, as only the server can make one: what is refused of it is refused for what it says. */
function byServer(payload: Part, header: Part = { alg: 'HS256' }): string {
  const body = `${encoded(header)}.${encoded(payload)}`;
  return `${body}.${createHmac('sha256', tokenSecret(school.dataDir)).update(body).digest('base64url')}`;
}
const hmac = (key: string | Uint8Array) => (body: string) => createHmac('sha256', key).update(body).digest('base64url');
function made(header: Part, signed: (body: string) => string, payload: Part = own): string {
  const body = `${encoded(header)}.${encoded(payload)}`;
  return `${body}.${signed(body)}`;
}

test('a token that the server could have made is taken: what is refused below is refused for what is wrong with it', async () => {
  expect(await outcomes(byServer(own))).toEqual(atBoth('ok'));
});

describe('a token is refused that was made', () => {
  test('with the server’s public key, which everyone knows, as its secret', async () => {
    const { serverKey } = await school.visitor.institution.get();
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: serverKey }, format: 'jwk' });
    const spellings = [
      serverKey,
      Buffer.from(serverKey, 'base64url'),
      key.export({ type: 'spki', format: 'pem' }).toString(),
      key.export({ type: 'spki', format: 'der' }),
    ];
    for (const spelling of spellings)
      expect(await outcomes(made({ alg: 'HS256' }, hmac(spelling)))).toEqual(atBoth('token_invalid'));
  });

  test('with the server’s other key, by which it shows itself to agents', async () => {
    const key = createPrivateKey(readFileSync(join(school.dataDir, 'server.key')));
    for (const alg of ['EdDSA', 'Ed25519'])
      expect(await outcomes(made({ alg }, (body) => sign(null, Buffer.from(body), key).toString('base64url')))).toEqual(
        atBoth('token_invalid'),
      );
  });

  test('with a key that it brings along or says where to find', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const bySender = (body: string) => sign('sha256', Buffer.from(body), privateKey).toString('base64url');
    const jwk = publicKey.export({ format: 'jwk' });
    const octets = { kty: 'oct', k: Buffer.alloc(32, 7).toString('base64url') };
    const forged = [
      made({ alg: 'RS256', jwk }, bySender),
      made({ alg: 'RS256', jku: 'https://evil.example/keys.json' }, bySender),
      made({ alg: 'RS256', x5u: 'https://evil.example/cert.pem', kid: 'x' }, bySender),
      made({ alg: 'HS256', jwk: octets }, hmac(Buffer.alloc(32, 7))),
      made({ alg: 'HS256', kid: '/dev/null' }, hmac('')),
      made({ alg: 'HS256', kid: '../../../../../dev/null' }, hmac(Buffer.alloc(32))),
      made({ alg: 'HS256', kid: "x' union select ''" }, hmac('')),
    ];
    for (const token of forged) expect(await outcomes(token)).toEqual(atBoth('token_invalid'));
  });

  test('with a signature that was taken away, cut, or is of another token', async () => {
    const [head, claims, signature = ''] = byServer(own).split('.');
    const other = byServer(own, { alg: 'HS256', typ: 'JWT' }).split('.')[2];
    for (const shown of ['', signature.slice(0, -1), signature.slice(1), `${signature}AA`, other, 'AAAA'])
      expect(await outcomes(`${head}.${claims}.${shown}`)).toEqual(atBoth('token_invalid'));
    expect(await outcomes(`${head}.${claims}`)).toEqual(atBoth('token_invalid'));
  });

  test('to demand what this server does not know: critical headers, an encrypted token, an unencoded payload', async () => {
    for (const header of [
      { alg: 'HS256', crit: ['exp'], exp: 1 },
      { alg: 'HS256', crit: ['b64'], b64: false },
      { alg: 'dir', enc: 'A256GCM' },
    ])
      expect(await outcomes(byServer(own, header))).toEqual(atBoth('token_invalid'));
  });
});

describe('with the server’s key itself, a token is refused', () => {
  test.each<[string, (own: Part) => Part]>([
    ['without an end', (own) => ({ ...own, exp: undefined })],
    ['of an end that is no number', (own) => ({ ...own, exp: '9999999999' })],
    ['of another issuer', (own) => ({ ...own, iss: 'https://evil.example' })],
    ['that is to hold later', (own) => ({ ...own, nbf: inSeconds(3_600) })],
    ['of more than one kind', (own) => ({ ...own, kind: ['member', 'device'] })],
    ['of no kind', (own) => ({ ...own, kind: undefined })],
    ['of a member, as a device', (own) => ({ ...own, kind: 'device' })],
    ['of a session that is an object', (own) => ({ ...own, sid: { '!=': '' } })],
  ])('%s', async (_name, change) => {
    expect(await outcomes(byServer(change(own)))).toEqual(atBoth('token_invalid'));
  });

  test('of a member who has another session', async () => {
    const other = await school.person('student');
    const { sid } = decoded(other.accessToken);
    expect(await outcomes(byServer({ ...own, sid }))).toEqual(atBoth('session_ended'));
    expect(await outcomes(byServer({ ...own, sub: other.member.id }))).toEqual(atBoth('session_ended'));
  });

  test('of a device, as the member or the session of the same name', async () => {
    const device = await pairDevice(school);
    const instanceId = newInstanceId();
    const token = await signDeviceIn(school.visitor, device, instanceId, hostOf('pc'));
    const claims = decoded(token);
    expect(await outcomeOf(as(token).devices.me())).toBe('ok');
    const asMember = { ...claims, kind: 'member', sid: device.deviceId };
    expect(await outcomes(byServer(asMember))).toEqual(atBoth('session_ended'));
    // A key that is not the device's any more, and a device that is somebody.
    expect(await outcomes(byServer({ ...claims, key: 'A'.repeat(43) }))).toEqual(atBoth('device_revoked'));
    expect(await outcomes(byServer({ ...claims, sub: school.admin.member.id }))).toEqual(atBoth('device_revoked'));
    // A member's rights are not read from the token.
    const wished = { ...claims, role: 'admin', scopes: ['members:write'], memberId: school.admin.member.id };
    expect(await outcomeOf(as(byServer(wished)).members.list())).toBe('forbidden');
  });

  test('of a session that ended, though the token itself has a hundred years to go', async () => {
    const person = await school.person('student');
    const lasting = byServer({ ...decoded(person.accessToken), exp: inSeconds(100 * 365 * 86_400) });
    expect(await outcomes(lasting)).toEqual(atBoth('ok'));
    await person.didacto.sessions.signOut();
    expect(await outcomes(lasting)).toEqual(atBoth('session_ended'));
  });

  test('of any length: one of a megabyte is no trouble', async () => {
    const long = byServer({ ...own, more: 'x'.repeat(2_000) });
    expect(await outcomes(long)).toEqual(atBoth('ok'));
    const longer = byServer({ ...own, more: 'x'.repeat(4_096) });
    expect(await outcomes(longer)).toEqual({ api: 'ok', socket: 'unauthenticated' });
    const { status } = await rawRequest(`${school.url}/v1/labs`, {
      headers: { authorization: `Bearer ${'a.'.repeat(500_000)}` },
    }).catch((error: NodeJS.ErrnoException) => ({
      status: error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 431 : 0,
    }));
    expect(status).toBe(431);
    expect(await outcomes(school.admin.accessToken)).toEqual(atBoth('ok'));
  });
});

describe('a token counts only in the Authorization header, as Bearer:', () => {
  test.each<[string, (token: string) => { path?: string; headers?: Record<string, string> }]>([
    ['not in the address', (token) => ({ path: `/v1/labs?access_token=${token}&token=${token}&auth=${token}` })],
    [
      'not in a cookie',
      (token) => ({ headers: { cookie: `token=${token}; access_token=${token}; session=${token}` } }),
    ],
    ['not in another header', (token) => ({ headers: { 'x-access-token': token, 'x-auth-token': token } })],
    ['not for a proxy', (token) => ({ headers: { 'proxy-authorization': `Bearer ${token}` } })],
  ])('%s', async (_, shown) => {
    const { path = '/v1/labs', headers = {} } = shown(school.admin.accessToken);
    const { status, text } = await rawRequest(school.url + path, { headers });
    expect([status, JSON.parse(text).code]).toEqual([401, 'unauthenticated']);
  });

  test.each<[string, (token: string) => string]>([
    ['as a name and password', (token) => `Basic ${Buffer.from(`x:${token}`).toString('base64')}`],
    ['without a scheme', (token) => token],
    ['of another scheme', (token) => `Token ${token}`],
    ['with another one behind it', (token) => `Bearer ${token}, Bearer ${token}`],
    ['with an end of its own', (token) => `Bearer ${token} x`],
  ])('not %s', async (_, header) => {
    const headers = { authorization: header(school.admin.accessToken) };
    const { status, text } = await rawRequest(`${school.url}/v1/labs`, { headers });
    expect([status, JSON.parse(text).code]).toEqual([401, 'token_invalid']);
  });

  test('in a socket’s handshake not in its address or headers', async () => {
    const { accessToken: token } = school.admin;
    const socket = io(school.url, {
      path: '/v1/socket',
      transports: ['websocket'],
      reconnection: false,
      query: { token, access_token: token, auth: token },
      extraHeaders: { authorization: `Bearer ${token}`, cookie: `token=${token}` },
    });
    const answer = await new Promise((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', (error) => resolve(refusalCode(error)));
    });
    socket.disconnect();
    expect(answer).toBe('unauthenticated');
  });
});
