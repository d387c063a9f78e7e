import { Scope } from '@didacto/sdk/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accessTokenDigest, isAccessTokenText } from '../../platform/access-token-text.js';
import { iso } from '../../platform/clock.js';
import { nobodyConnected } from '../../platform/effects.js';
import { everyPage } from '../../platform/page.js';
import { argonPasswords } from '../../platform/passwords.js';
import { Problem } from '../../platform/problem.js';
import { openThrottle } from '../../platform/throttle.js';
import { passwordCheck } from '../members/password-check.js';
import { signInThrottle } from '../sessions/sign-in-throttle.js';
import { asActor, everythingIn, onRecord, openWaysIn, outcomeOf, tally } from '../verifications/testing/ways-in.js';
import { accessTokenService, mostLiveTokens } from './service.js';
import { accessTokenStore } from './store.js';

const password = 'correct horse battery';
const day = 86_400_000;
const wanted = { name: 'grades', scopes: ['lectures:read' as const], expiresInDays: 90 };

let ways: Awaited<ReturnType<typeof openWaysIn>>;
let service: ReturnType<typeof accessTokenService>;
let [haeun, minjun, bot] = ['', '', ''];
/** Credentials of which sockets and caches were told. */
let ended: string[];
/** What happens while a password is checked, which is slow. */
let meanwhile: () => Promise<unknown>;

beforeEach(async () => {
  ways = await openWaysIn();
  const { db, clock, addMember } = ways;
  const passwords = await argonPasswords({ memoryKib: 8, passes: 1 });
  const check = passwordCheck({ db, passwords, throttle: signInThrottle(openThrottle, clock) });
  ended = [];
  meanwhile = async () => undefined;
  service = accessTokenService({
    ...ways,
    effects: { ...nobodyConnected, credentialsEnded: (ids) => void ended.push(...ids) },
    mustMatch: async (memberId, given) => {
      const member = await check.mustMatch(memberId, given);
      await meanwhile();
      return member;
    },
  });
  const password_hash = await passwords.hash(password);
  haeun = (await addMember('haeun@school.example', 'instructor', { password_hash })).id;
  minjun = (await addMember('minjun@school.example', 'instructor', { password_hash, name: '민준' })).id;
  bot = (await addMember('bot@service.invalid', 'desk', { kind: 'service', password_hash: '' })).id;
});
afterEach(() => ways.db.destroy());

const make = (memberId = haeun, change: Partial<typeof wanted> = {}) =>
  service.create(memberId, { ...wanted, ...change, password }, asActor(memberId));
const rows = () => ways.db('access_tokens').select('*');

describe('an access token', () => {
  test('is shown once: only its digest and how it begins are kept', async () => {
    const { accessToken, text } = await make();
    expect(isAccessTokenText(text)).toBe(true);
    expect(text.startsWith(accessToken.hint)).toBe(true);
    const kept = await everythingIn(ways.db);
    expect(kept).toContain(accessTokenDigest(text));
    expect(kept).not.toContain(text.slice(accessToken.hint.length));
    expect(JSON.stringify(await service.list({ limit: 10 }))).not.toContain(text);
  });

  test('has each scope once, in order, and an end', async () => {
    const scopes: Scope[] = ['seats:write', 'lectures:read', 'seats:write'];
    const { accessToken } = await service.create(haeun, { ...wanted, scopes, password }, asActor(haeun));
    expect(accessToken).toMatchObject({
      owner: { id: haeun, name: '하은' },
      scopes: ['lectures:read', 'seats:write'],
      createdAt: iso(ways.clock.now()),
      expiresAt: iso(ways.clock.now() + 90 * day),
      lastUsedAt: null,
      revokedAt: null,
    });
  });

  test('of every scope there is can be made, and the record of it holds them', async () => {
    const scopes = Scope.options.toSorted();
    const { accessToken } = await service.create(haeun, { ...wanted, scopes, password }, asActor(haeun));
    expect(await onRecord(ways.db)).toEqual([
      {
        action: 'access_token.created',
        actorId: haeun,
        subjects: [haeun, accessToken.id].sort(),
        data: { scopes: scopes.join(','), expiresInDays: 90 },
      },
    ]);
  });

  test('needs the password of its owner', async () => {
    const wrong = service.create(haeun, { ...wanted, password: 'wrong' }, asActor(haeun));
    expect(await outcomeOf(wrong)).toBe('credentials_wrong');
    expect(await rows()).toEqual([]);
  });

  test.each([
    ['the password became another', { password_hash: 'another' }, 'credentials_wrong'],
    ['the member was suspended', { suspended_at: '2026-03-02T00:00:00.000Z' }, 'session_ended'],
    ['the member withdrew', { withdrawn_at: '2026-03-02T00:00:00.000Z' }, 'not_found'],
  ])('is not made where %s while the given one was checked', async (_, change, outcome) => {
    meanwhile = () => ways.db('members').where({ id: haeun }).update(change);
    expect(await outcomeOf(make())).toBe(outcome);
    expect(await rows()).toEqual([]);
    expect(await onRecord(ways.db)).toEqual([]);
  });

  test('is made for a service account without a password, and so for no person', async () => {
    const admin = asActor(minjun);
    expect((await service.createFor(bot, wanted, admin)).accessToken.owner.id).toBe(bot);
    expect(await outcomeOf(service.createFor(haeun, wanted, admin))).toBe('not_found');
    await ways
      .db('members')
      .where({ id: bot })
      .update({ withdrawn_at: iso(ways.clock.now()) });
    expect(await outcomeOf(service.createFor(bot, wanted, admin))).toBe('not_found');
    expect(await rows()).toHaveLength(1);
  });
});

describe('the limit of live tokens', () => {
  test('holds when more are asked for at once, and is each member’s own', async () => {
    const calls = Array.from({ length: mostLiveTokens + 10 }, () => make());
    expect(await tally(calls)).toEqual({ ok: mostLiveTokens, validation_failed: 10 });
    expect(await outcomeOf(make(minjun))).toBe('ok');
    expect(await onRecord(ways.db)).toHaveLength(mostLiveTokens + 1);
  });

  test('tells what to do, and neither revoked nor expired tokens count', async () => {
    const [first] = await Promise.all(Array.from({ length: mostLiveTokens }, () => make()));
    const refusal = await make().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({ options: { fields: [{ path: 'body', message: /revoke one first/ }] } });
    await service.revoke(first?.accessToken.id ?? '', haeun, asActor(haeun));
    expect(await tally([make(), make()])).toEqual({ ok: 1, validation_failed: 1 });
    ways.clock.pass(90 * day);
    expect(await outcomeOf(make())).toBe('ok');
  });
});

describe('revoking', () => {
  const standing = async () => (await rows()).filter(({ revoked_at }) => revoked_at === null).map(({ id }) => id);

  test('ends a token at once, and is put on record once however often it is asked', async () => {
    const { accessToken } = await make();
    const revoke = () => service.revoke(accessToken.id, haeun, asActor(haeun));
    expect(await tally([revoke(), revoke(), revoke()])).toEqual({ ok: 3 });
    expect(new Set(ended)).toEqual(new Set([accessToken.id]));
    const { data } = await service.list({ limit: 10 });
    expect(data).toMatchObject([{ id: accessToken.id, revokedAt: iso(ways.clock.now()) }]);
    expect((await onRecord(ways.db)).slice(1)).toEqual([
      { action: 'access_token.revoked', actorId: haeun, subjects: [haeun, accessToken.id].sort(), data: {} },
    ]);
  });

  test('reaches one’s own tokens only; an admin’s reaches everyone’s', async () => {
    const { accessToken } = await make(minjun);
    expect(await outcomeOf(service.revoke(accessToken.id, haeun, asActor(haeun)))).toBe('not_found');
    expect(await standing()).toEqual([accessToken.id]);
    expect(ended).toEqual([]);
    await service.revoke(accessToken.id, undefined, asActor(haeun));
    expect(await standing()).toEqual([]);
    expect(await outcomeOf(service.revoke(ways.newId('tok'), undefined, asActor(haeun)))).toBe('not_found');
  });

  test('all of a member gives those that stood, and leaves the others’ alone', async () => {
    const [first, second, other] = [await make(), await make(), await make(minjun)];
    await service.revoke(first.accessToken.id, haeun, asActor(haeun));
    const revoked = await accessTokenStore(ways.db).revokeAllOf(haeun, iso(ways.clock.now()));
    expect(revoked).toEqual([second.accessToken.id]);
    expect(await standing()).toEqual([other.accessToken.id]);
  });
});

describe('the list of access tokens', () => {
  const names = async (memberId?: string) =>
    (await everyPage(({ cursor }) => service.list({ cursor, limit: 2, memberId }))).map(({ name }) => name);

  test('is newest first, of everyone or of one member, whole over its pages', async () => {
    for (const name of ['a', 'b', 'c']) await make(haeun, { name });
    await make(minjun, { name: 'd' });
    expect(await names()).toEqual(['d', 'c', 'b', 'a']);
    expect(await names(haeun)).toEqual(['c', 'b', 'a']);
    expect((await service.list({ limit: 1 })).data).toMatchObject([{ owner: { id: minjun, name: '민준' } }]);
  });

  test('names nothing that an erased member wrote', async () => {
    await make(haeun, { name: 'the laptop of Haeun' });
    await make(minjun, { name: 'kept' });
    await accessTokenStore(ways.db).forgetNames(haeun);
    expect(await names()).toEqual(['kept', '']);
  });
});
