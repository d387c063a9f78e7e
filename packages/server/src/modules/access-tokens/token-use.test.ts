import { Writable } from 'node:stream';
import { createDidacto, type Didacto, type Scope } from '@didacto/sdk';
import { createSocket } from '@didacto/sdk/realtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../platform/logger.js';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { shiftedClock } from '../../testing/shifted-clock.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';
import { promised, until } from '../../testing/until.js';
import { everythingIn } from '../verifications/testing/ways-in.js';
import { mostLiveTokens } from './service.js';

const day = 86_400_000;
const lines: string[] = [];
const log = createLogger(
  'trace',
  new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  }),
);
const clock = shiftedClock();

let school: TestServer;
beforeAll(async () => {
  school = await startTestServer({ effects: { log, clock } });
});
afterAll(() => school.stop());

const clientWith = (text: string): Didacto => createDidacto({ baseUrl: school.url, auth: text, retry: { retries: 0 } });

async function tokenOf({ didacto }: Person, scopes: Scope[] = ['lectures:read'], expiresInDays = 90) {
  const { accessToken, text } = await didacto.accessTokens.create({ name: 'script', scopes, expiresInDays, password });
  return { id: accessToken.id, text, didacto: clientWith(text) };
}

describe('with an access token', () => {
  test('one does what its scopes say, as its member', async () => {
    const instructor = await school.person('instructor', { grade: 'premium' });
    const lecture = await instructor.didacto.lectures.create({ title: 'mine' });
    const reading = (await tokenOf(instructor)).didacto;
    expect((await reading.lectures.mine().toArray()).map(({ id }) => id)).toEqual([lecture.id]);
    expect(await outcomeOf(reading.lectures.create({ title: 'another' }))).toBe('scope_missing');
    expect(await outcomeOf(reading.roster.list({ lectureId: lecture.id }))).toBe('scope_missing');
    expect((await reading.members.me()).id).toBe(instructor.member.id);

    const writing = (await tokenOf(instructor, ['lectures:write'])).didacto;
    expect((await writing.lectures.create({ title: 'another' })).owner.id).toBe(instructor.member.id);
    expect(await writing.lectures.mine().toArray()).toHaveLength(2);
  });

  test('one does nothing that its member may not', async () => {
    const student = await school.person('student');
    const { didacto } = await tokenOf(student, ['lectures:write', 'members:write', 'audit:read']);
    expect(await outcomeOf(didacto.lectures.create({ title: 'no' }))).toBe('forbidden');
    expect(await outcomeOf(didacto.members.list())).toBe('forbidden');
    expect(await outcomeOf(didacto.audit.list())).toBe('forbidden');
  });

  test('one neither makes nor sees tokens, nor changes how its member signs in', async () => {
    const person = await school.person('admin');
    const { didacto } = await tokenOf(person, ['members:write', 'serviceAccounts:write']);
    const another = { name: 'more', scopes: ['members:write' as const], password };
    const calls = [
      didacto.accessTokens.create(another),
      didacto.accessTokens.list(),
      didacto.accessTokens.listAll(),
      didacto.sessions.list(),
      didacto.members.updateMe({ password: 'a quite new one', currentPassword: password }),
      didacto.members.withdraw({ password }),
    ];
    expect(await tally(calls)).toEqual({ forbidden: calls.length });
  });

  test('one is not known again once the text is altered', async () => {
    const { text } = await tokenOf(await school.person('student'));
    const altered = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
    expect(await outcomeOf(clientWith(altered).lectures.list())).toBe('token_invalid');
  });

  test('its use is noted', async () => {
    const person = await school.person('student');
    const { id, didacto } = await tokenOf(person);
    const lastUse = async () => (await person.didacto.accessTokens.list().toArray()).find((one) => one.id === id);
    expect(await lastUse()).toMatchObject({ lastUsedAt: null });
    const before = clock.now();
    await didacto.lectures.list();
    const { lastUsedAt } = (await lastUse()) ?? {};
    expect(Date.parse(lastUsedAt ?? '')).toBeGreaterThanOrEqual(before);
  });
});

test('a member lists their own tokens, an admin everyone’s', async () => {
  const [one, other] = [await school.person('student'), await school.person('student')];
  const [first, second] = [await tokenOf(one), await tokenOf(other)];
  const ids = async ({ accessTokens }: Didacto) => (await accessTokens.list().toArray()).map(({ id }) => id);
  expect(await ids(one.didacto)).toEqual([first.id]);
  expect(await outcomeOf(one.didacto.accessTokens.revoke({ tokenId: second.id }))).toBe('not_found');
  const all = await school.admin.didacto.accessTokens.listAll().toArray();
  expect(all.slice(0, 2)).toMatchObject([
    { id: second.id, owner: { id: other.member.id, name: other.member.name } },
    { id: first.id, owner: { id: one.member.id } },
  ]);
});

describe('an access token is refused at once', () => {
  test.each([
    ['revoked by its owner', ({ didacto }: Person, tokenId: string) => didacto.accessTokens.revoke({ tokenId })],
    ['revoked by an admin', (_: Person, tokenId: string) => school.admin.didacto.accessTokens.revokeAny({ tokenId })],
    ['of a suspended member', ({ member }: Person) => school.admin.didacto.members.suspend({ memberId: member.id })],
    ['of a member who withdrew', ({ didacto }: Person) => didacto.members.withdraw({ password })],
    [
      'of a member whose role became another',
      ({ member }: Person) => school.admin.didacto.members.update({ memberId: member.id, role: 'desk' }),
    ],
  ])('%s', async (_, end) => {
    const person = await school.person('student');
    const { id, didacto } = await tokenOf(person);
    // Used a moment ago, so that the server remembers whose it is.
    expect(await outcomeOf(didacto.lectures.list())).toBe('ok');
    await end(person, id);
    expect(await outcomeOf(didacto.lectures.list())).toBe('token_invalid');
  });

  test('after its days', async () => {
    const { didacto } = await tokenOf(await school.person('student'), ['lectures:read'], 1);
    clock.pass(day - 60_000);
    expect(await outcomeOf(didacto.lectures.list())).toBe('ok');
    clock.pass(60_000);
    expect(await outcomeOf(didacto.lectures.list())).toBe('token_expired');
  });

  test('also once its suspended member is back', async () => {
    const person = await school.person('student');
    const { didacto } = await tokenOf(person);
    const memberId = person.member.id;
    await school.admin.didacto.members.suspend({ memberId });
    await school.admin.didacto.members.restore({ memberId });
    expect(await outcomeOf(didacto.lectures.list())).toBe('token_invalid');
  });

  test('and its socket is put out', async () => {
    const person = await school.person('instructor');
    const { id, text } = await tokenOf(person, ['screens:read']);
    const socket = createSocket({ baseUrl: school.url, auth: async () => ({ token: text }) });
    let code: string | undefined;
    socket.on('session.ended', (ended) => {
      code = ended.code;
    });
    socket.connect();
    await until('the socket is there', () => socket.connected);
    await person.didacto.accessTokens.revoke({ tokenId: id });
    promised('a revoked token is put out', await until('the socket is gone', () => !socket.connected), 1_000);
    expect(code).toBe('session_ended');
    socket.disconnect();
  });
});

test('many asked for at once stay within the limit', async () => {
  const person = await school.person('student');
  const scopes: Scope[] = ['lectures:read'];
  const calls = Array.from({ length: mostLiveTokens + 10 }, (_, n) =>
    person.didacto.accessTokens.create({ name: `script ${n}`, scopes, password }),
  );
  expect(await tally(calls)).toEqual({ ok: mostLiveTokens, validation_failed: 10 });
  const { member } = person;
  expect(await school.admin.didacto.accessTokens.listAll({ memberId: member.id }).toArray()).toHaveLength(50);
});

test('its text is in no log and no table, even when the database fails', async () => {
  const { text, didacto } = await tokenOf(await school.person('student'));
  await didacto.lectures.list();
  clock.pass(day);
  await school.server.db.raw('PRAGMA query_only = on');
  // The use cannot be noted.
  expect(await outcomeOf(didacto.lectures.list())).not.toBe('ok');
  await school.server.db.raw('PRAGMA query_only = off');
  expect(await outcomeOf(didacto.lectures.list())).toBe('ok');
  const secret = text.slice('dct_1234'.length);
  expect(lines.join('')).toContain('/v1/lectures');
  expect(lines.join('')).not.toContain(secret);
  expect(await everythingIn(school.server.db)).not.toContain(secret);
});
