import type { Scope } from '@didacto/sdk/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../platform/clock.js';
import { nobodyConnected } from '../../platform/effects.js';
import { everyPage } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import { accessTokenService } from '../access-tokens/service.js';
import { lectureStore } from '../lectures/store.js';
import { memberStore } from '../members/store.js';
import { asActor, onRecord, openWaysIn, outcomeOf, tally } from '../verifications/testing/ways-in.js';
import { serviceAccountService } from './service.js';

const wanted = { name: 'export', scopes: ['roster:read' as const], expiresInDays: 30 };
const nobodysPassword = async () => {
  throw new Problem('credentials_wrong');
};

let ways: Awaited<ReturnType<typeof openWaysIn>>;
let service: ReturnType<typeof serviceAccountService>;
let [admin, person] = ['', ''];
/** Credentials and members of whom sockets and caches were told. */
let told: string[];

beforeEach(async () => {
  ways = await openWaysIn();
  told = [];
  const effects = {
    ...nobodyConnected,
    credentialsEnded: (ids: readonly string[]) => void told.push(...ids),
    memberChanged: (id: string) => void told.push(id),
  };
  const accessTokens = accessTokenService({ ...ways, effects, mustMatch: nobodysPassword });
  service = serviceAccountService({ ...ways, effects, accessTokens });
  admin = (await ways.addMember('admin@school.example', 'admin')).id;
  person = (await ways.addMember('haeun@school.example', 'instructor')).id;
});
afterEach(() => ways.db.destroy());

const create = (role: 'instructor' | 'admin' = 'instructor') => service.create('timetable', role, asActor(admin));
const remove = (id: string) => service.remove(id, asActor(admin));
const giveToken = (id: string, held: readonly Scope[] | null = null, scopes: Scope[] = wanted.scopes) =>
  service.createToken(id, { ...wanted, scopes }, held && new Set(held), asActor(admin));
const listed = () => everyPage(({ cursor }) => service.list({ cursor, limit: 2 }));
const lectureOf = async (ownerId: string): Promise<string> => {
  const id = ways.newId('lec');
  await lectureStore(ways.db).insert({ id, title: 'of a program', ownerId, slot: null, at: iso(ways.clock.now()) });
  return id;
};

describe('a service account', () => {
  test('is a member without a password or an address of its own', async () => {
    const account = await create();
    const createdAt = iso(ways.clock.now());
    expect(account).toEqual({ id: account.id, name: 'timetable', role: 'instructor', state: 'active', createdAt });
    const row = await memberStore(ways.db).byId(account.id);
    expect(row).toMatchObject({ kind: 'service', password_hash: '', email: `${account.id}@service.invalid` });
    // By its address, which is how people sign in, it is not found.
    expect(await memberStore(ways.db).byEmail(row?.email ?? '')).toBeUndefined();
  });

  test('is put on record when it is made, given a token and removed', async () => {
    const { id } = await create();
    const { accessToken } = await giveToken(id);
    await remove(id);
    expect(await onRecord(ways.db)).toEqual([
      { action: 'service_account.created', actorId: admin, subjects: [id], data: { role: 'instructor' } },
      {
        action: 'access_token.created',
        actorId: admin,
        subjects: [id, accessToken.id].sort(),
        data: { scopes: 'roster:read', expiresInDays: 30 },
      },
      { action: 'service_account.removed', actorId: admin, subjects: [id], data: {} },
    ]);
  });

  test('is listed newest first, and no person is', async () => {
    const made = [await create(), await create(), await create()];
    await ways
      .db('members')
      .where({ id: made[1]?.id })
      .update({ suspended_at: iso(ways.clock.now()) });
    expect((await listed()).map(({ id, state }) => [id, state])).toEqual([
      [made[2]?.id, 'active'],
      [made[1]?.id, 'suspended'],
      [made[0]?.id, 'active'],
    ]);
  });
});

describe('a token of a service account', () => {
  test('is its own, and none is made of a person or of what was removed', async () => {
    const { id } = await create();
    expect((await giveToken(id)).accessToken).toMatchObject({ owner: { id, name: 'timetable' }, name: 'export' });
    await remove(id);
    for (const one of [person, admin, id, ways.newId('mem')]) expect(await outcomeOf(giveToken(one))).toBe('not_found');
  });

  test('made by means of another token does not exceed that', async () => {
    const { id } = await create('admin');
    const held: Scope[] = ['serviceAccounts:write', 'roster:read', 'seats:write'];
    expect(await outcomeOf(giveToken(id, held, ['roster:read', 'seats:read', 'seats:write']))).toBe('ok');
    for (const scope of ['members:write', 'audit:read', 'roster:write', 'serviceAccounts:read'] as const) {
      const isHeld = scope === 'serviceAccounts:read';
      expect(await outcomeOf(giveToken(id, held, ['roster:read', scope]))).toBe(isHeld ? 'ok' : 'scope_missing');
    }
    expect(await outcomeOf(giveToken(id, null, ['members:write']))).toBe('ok');
  });
});

describe('removing a service account', () => {
  test('revokes its tokens and closes its lectures; its name stays for the record', async () => {
    const { id } = await create();
    const { accessToken } = await giveToken(id);
    const lectureId = await lectureOf(id);
    await remove(id);
    expect(new Set(told)).toEqual(new Set([accessToken.id, id]));
    expect(await listed()).toEqual([]);
    expect(await ways.db('access_tokens').whereNull('revoked_at')).toEqual([]);
    expect(await lectureStore(ways.db).byId(lectureId)).toMatchObject({
      state: 'closed',
      owner: { id, name: 'timetable' },
    });
  });

  test('is done once, and never to a person', async () => {
    const { id } = await create();
    expect(await tally([remove(id), remove(id), remove(id)])).toEqual({ ok: 1, not_found: 2 });
    expect(await tally([remove(person), remove(admin)])).toEqual({ not_found: 2 });
    expect(await memberStore(ways.db).byId(person)).toBeDefined();
  });

  test('waits for its lesson to end, and changes nothing before', async () => {
    const { id } = await create();
    const lectureId = await lectureOf(id);
    await giveToken(id);
    const lesson = { id: ways.newId('les'), lecture_id: lectureId, state: 'active', started_at: iso(ways.clock.now()) };
    await ways.db('lessons').insert(lesson);
    expect(await outcomeOf(remove(id))).toBe('lesson_in_progress');
    expect(told).toEqual([]);
    expect(await listed()).toHaveLength(1);
    expect(await ways.db('access_tokens').whereNull('revoked_at')).toHaveLength(1);
    await ways.db('lessons').where({ id: lesson.id }).update({ state: 'ended' });
    expect(await outcomeOf(remove(id))).toBe('ok');
  });

  test('of the last one of the admin role needs no other admin', async () => {
    const { id } = await create('admin');
    await ways.db('members').where({ id: admin }).update({ role: 'desk' });
    expect(await outcomeOf(remove(id))).toBe('ok');
  });
});
