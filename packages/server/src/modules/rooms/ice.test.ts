import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allocateOn } from '../../testing/stun.js';
import { roomScene } from '../../testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { hasTurnServer, startTurnServer, type TurnServer } from '../../testing/turn-server.js';
import { iceServersFor } from './ice.js';

const secret = 'a secret of both servers';
const urls = ['turn:turn.school.example:3478', 'turns:turn.school.example:5349?transport=tcp'];

describe('ICE servers', () => {
  test('are none where none is configured', () => {
    expect(iceServersFor({ stunUrls: [], turn: undefined, relayOnly: false }, 'mem_1', 0)).toEqual({
      ...{ iceServers: [], iceTransportPolicy: 'all', expiresAt: null },
    });
  });

  test('of TURN come with a name that says when it ends and whose it is, and its HMAC', () => {
    const turn = { urls, secret, ttlSeconds: 600 };
    const found = iceServersFor({ stunUrls: ['stun:stun.school.example'], turn, relayOnly: true }, 'dev_1', 5_999);
    const credential = createHmac('sha1', secret).update('605:dev_1').digest('base64');
    expect(found).toEqual({
      iceServers: [{ urls: ['stun:stun.school.example'] }, { urls, username: '605:dev_1', credential }],
      iceTransportPolicy: 'relay',
      expiresAt: '1970-01-01T00:10:05.000Z',
    });
  });
});

if (!hasTurnServer) console.log('skipped: the TURN tests need coturn (apt-get install coturn)');

describe.skipIf(!hasTurnServer)('coturn', () => {
  let school: TestServer;
  let turn: TurnServer;
  beforeAll(async () => {
    turn = await startTurnServer(secret);
    const env = { ICE_TURN_URLS: `turn:127.0.0.1:${turn.port}`, ICE_TURN_SECRET: secret, ICE_RELAY_ONLY: 'on' };
    school = await startTestServer({ env });
  });
  afterAll(async () => {
    await school.stop();
    await turn.stop();
  });

  const given = async () => {
    const { instructor, student, lectureId } = await roomScene(school);
    const both = [instructor, student].map(({ didacto }) => didacto.rooms.iceServers({ lectureId }));
    return (await Promise.all(both)).map(({ iceServers: [server], iceTransportPolicy }) => {
      expect([iceTransportPolicy, server?.urls]).toEqual(['relay', [`turn:127.0.0.1:${turn.port}`]]);
      return { username: server?.username ?? '', credential: server?.credential ?? '' };
    });
  };

  test('gives relayed addresses for the credentials of either side', async () => {
    const credentials = await given();
    expect(new Set(credentials.map(({ username }) => username)).size).toBe(2);
    for (const one of credentials)
      expect(await allocateOn(turn.port, one)).toMatchObject({ isSuccess: true, hasRelayedAddress: true });
  });

  test('refuses credentials of another secret, for another name, and after their time', async () => {
    const [{ username, credential } = { username: '', credential: '' }] = await given();
    const config = { urls: [], secret, ttlSeconds: 600 };
    const [past] = iceServersFor({ stunUrls: [], turn: config, relayOnly: false }, 'mem_1', 0).iceServers;
    const strange = createHmac('sha1', 'another secret').update(username).digest('base64');
    const wrong = [
      { username, credential: strange },
      { username: `${username}x`, credential },
      { username: past?.username ?? '', credential: past?.credential ?? '' },
    ];
    for (const one of wrong)
      expect(await allocateOn(turn.port, one)).toMatchObject({ isSuccess: false, code: 401, hasRelayedAddress: false });
  });
});
