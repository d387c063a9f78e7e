import { createDidacto } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.js';
import { jwtTokens } from '../../platform/tokens.js';
import { tokenSecret } from '../../testing/callers.js';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { shiftedClock } from '../../testing/shifted-clock.js';
import { password, startTestServer, type TestServer } from '../../testing/test-server.js';

const dayMs = 86_400_000;

describe('sessions', () => {
  const clock = shiftedClock();
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer({ effects: { clock } });
  });
  afterAll(() => school.stop());

  const withToken = (token: string) => createDidacto({ baseUrl: school.url, auth: token });
  const signedIn = async () => {
    const { member } = await school.person('student');
    return school.visitor.sessions.signIn({ email: member.email, password });
  };

  test('an unknown address and a wrong password get the same answer', async () => {
    const { member } = await school.person('student');
    const answer = async (email: string) => {
      const response = await fetch(`${school.url}/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': 'same' },
        body: JSON.stringify({ email, password: 'wrong' }),
      });
      return { status: response.status, body: await response.json() };
    };
    const unknown = await answer('nobody@school.example');
    expect(unknown).toMatchObject({ status: 401, body: { code: 'credentials_wrong' } });
    expect(await answer(member.email)).toEqual(unknown);
  });

  test('a refresh gives new tokens, and each refresh token is good once', async () => {
    const first = await signedIn();
    const second = await school.visitor.sessions.refresh(first);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await outcomeOf(withToken(second.accessToken).members.me())).toBe('ok');
  });

  test('a used refresh token ends the session for both who hold it', async () => {
    const first = await signedIn();
    const second = await school.visitor.sessions.refresh(first);
    expect(await outcomeOf(school.visitor.sessions.refresh(first))).toBe('session_ended');
    expect(await outcomeOf(school.visitor.sessions.refresh(second))).toBe('session_ended');
    expect(await outcomeOf(withToken(second.accessToken).members.me())).toBe('session_ended');
  });

  test('of refreshes at once with one token at most one is served', async () => {
    const tokens = await signedIn();
    const counts = await tally(Array.from({ length: 10 }, () => school.visitor.sessions.refresh(tokens)));
    expect(counts.ok ?? 0).toBeLessThanOrEqual(1);
    expect(counts.session_ended).toBeGreaterThanOrEqual(9);
  });

  test.each(['', '.', 'ses_unknown.secret', 'nonsense', 'x'.repeat(200)])(
    'refresh token %j is refused',
    async (refreshToken) => {
      expect(await outcomeOf(school.visitor.sessions.refresh({ refreshToken }))).toBe('session_ended');
    },
  );

  test('a refresh token that was made up ends nothing, whatever session it names', async () => {
    const tokens = await signedIn();
    const [sessionId = '', , mark = ''] = tokens.refreshToken.split('.');
    for (const made of [`${sessionId}.secret`, `${sessionId}.secret.${mark}`, `${sessionId}.${'A'.repeat(43)}.${mark}`])
      expect(await outcomeOf(school.visitor.sessions.refresh({ refreshToken: made }))).toBe('session_ended');
    expect(await outcomeOf(school.visitor.sessions.refresh(tokens))).toBe('ok');
  });

  test('a member sees their sessions by program, and ends one, the others, or all', async () => {
    const { member } = await school.person('student');
    const signIn = async (client: string) => {
      const { accessToken } = await school.visitor.sessions.signIn({ email: member.email, password, client });
      return withToken(accessToken);
    };
    const [here, phone, lab] = [await signIn('here'), await signIn('phone'), await signIn('lab')];
    const { sessions } = await here.sessions.list();
    expect(sessions.map(({ client }) => client)).toEqual(expect.arrayContaining(['here', 'phone', 'lab']));
    expect(sessions.filter(({ current }) => current).map(({ client }) => client)).toEqual(['here']);
    const ofPhone = sessions.find(({ client }) => client === 'phone');
    await here.sessions.end({ sessionId: ofPhone?.id ?? '' });
    expect([await outcomeOf(phone.members.me()), await outcomeOf(lab.members.me())]).toEqual(['session_ended', 'ok']);
    expect((await here.sessions.endAll({ keepCurrent: true })).ended).toBe(2);
    expect([await outcomeOf(lab.members.me()), await outcomeOf(here.members.me())]).toEqual(['session_ended', 'ok']);
    await here.sessions.endAll({});
    expect(await outcomeOf(here.members.me())).toBe('session_ended');
  });

  test('nobody ends another’s session', async () => {
    const [one, other] = [await school.person('student'), await school.person('student')];
    const [session] = (await other.didacto.sessions.list()).sessions;
    expect(await outcomeOf(one.didacto.sessions.end({ sessionId: session?.id ?? '' }))).toBe('not_found');
    expect(await outcomeOf(other.didacto.members.me())).toBe('ok');
  });

  test('who signs out is out at once, and other sessions stay', async () => {
    const { member } = await school.person('student');
    const signIn = () => school.visitor.sessions.signIn({ email: member.email, password });
    const [here, there] = [await signIn(), await signIn()];
    await withToken(here.accessToken).sessions.signOut();
    expect(await outcomeOf(withToken(here.accessToken).members.me())).toBe('session_ended');
    expect(await outcomeOf(school.visitor.sessions.refresh(here))).toBe('session_ended');
    expect(await outcomeOf(withToken(there.accessToken).members.me())).toBe('ok');
  });

  test('an access token ends with its time, which a refresh renews', async () => {
    const tokens = await signedIn();
    clock.pass((tokens.expiresIn + 1) * 1_000);
    expect(await outcomeOf(withToken(tokens.accessToken).members.me())).toBe('token_expired');
    const renewed = await school.visitor.sessions.refresh(tokens);
    expect(await outcomeOf(withToken(renewed.accessToken).members.me())).toBe('ok');
  });

  test('a session that is not used for its days is over, one that is used goes on', async () => {
    const unused = await signedIn();
    let used = await signedIn();
    clock.pass(20 * dayMs);
    used = await school.visitor.sessions.refresh(used);
    clock.pass(20 * dayMs);
    expect(await outcomeOf(school.visitor.sessions.refresh(unused))).toBe('session_ended');
    expect(await outcomeOf(school.visitor.sessions.refresh(used))).toBe('ok');
  });

  test.each(['', 'x', 'a.b.c', `${'a'.repeat(3_000)}`])('token %j is refused as not valid', async (token) => {
    expect(await outcomeOf(withToken(token).members.me())).toBe('token_invalid');
  });

  test('a token for another member than the session’s is refused', async () => {
    const { member } = await school.person('student');
    const { accessToken } = await signedIn();
    const [, claims = ''] = accessToken.split('.');
    const { sid }: { sid: string } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const tokens = jwtTokens(tokenSecret(school.dataDir), 900, { ...systemClock, now: clock.now });
    const forged = await tokens.issue({ kind: 'member', sub: member.id, sid });
    expect(await outcomeOf(withToken(forged).members.me())).toBe('session_ended');
  });

  test('neither passwords nor refresh tokens are in the database', async () => {
    const { refreshToken } = await signedIn();
    const rows: object[] = [...(await school.server.db('sessions')), ...(await school.server.db('members'))];
    const secret = refreshToken.split('.')[1] ?? refreshToken;
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(rows)).not.toContain(password);
  });
});
