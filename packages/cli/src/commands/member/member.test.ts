import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MemberExport } from '@didacto/sdk';
import { auditActions } from '@didacto/sdk/contract';
import { describe, expect, it } from 'vitest';
import { actionText, knownActions } from '../../i18n/actions.js';
import { newFolder, runCli } from '../../testing/run-cli.js';
import { page, sampleMember } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

const haeun = sampleMember(5, { name: '김하은', email: 'haeun@school.example' });
const found = { 'GET /v1/members': () => page(haeun) };
const path = `/v1/members/${haeun.id}`;

describe('what an admin does to a member', () => {
  it.each([
    ['suspend', 'POST', `${path}/suspend`, () => ({ ...haeun, state: 'suspended' })],
    ['restore', 'POST', `${path}/restore`, () => haeun],
    ['erase', 'POST', `${path}/erase`, () => undefined],
  ])('%s names the member and tells why', async (verb, method, path, answer) => {
    const world = await serve({ ...found, [`${method} ${path}`]: answer });
    const yes = verb === 'restore' ? [] : ['--yes'];
    const argv = ['member', verb, 'Haeun@school.example', '--note', '본인 요청', ...yes, '--json'];
    expect(await runCli(argv, world)).toMatchObject({ code: 0 });
    expect(world.changes()).toMatchObject([{ method, path, body: { note: '본인 요청' } }]);
  });

  it('ends sign-ins and resets a second factor', async () => {
    const world = await serve({
      ...found,
      [`POST ${path}/end-sessions`]: () => ({ ended: 3 }),
      [`DELETE ${path}/second-factor`]: () => undefined,
    });
    const ended = await runCli(['member', 'end-sessions', '김하은', '--yes', '--json'], world);
    expect(JSON.parse(ended.stdout)).toEqual({ memberId: haeun.id, ended: 3 });
    expect(await runCli(['member', 'reset-second-factor', '김하은', '--yes'], world)).toMatchObject({ code: 0 });
  });

  it('is asked about where it is not given back', async () => {
    const world = await serve(found);
    for (const verb of ['suspend', 'erase', 'end-sessions', 'reset-second-factor']) {
      expect(await runCli(['member', verb, haeun.id], world), verb).toMatchObject({ code: 2 });
      await runCli(['member', verb, haeun.id], { ...world, answers: ['n'] });
    }
    expect(world.changes()).toEqual([]);
  });

  it('asks before a role is changed, and not before a name is', async () => {
    const world = await serve({ ...found, [`PATCH ${path}`]: () => haeun });
    expect(await runCli(['member', 'update', haeun.id, '--role', 'desk'], world)).toMatchObject({ code: 2 });
    expect(await runCli(['member', 'update', haeun.id, '--name', 'A'], world)).toMatchObject({ code: 0 });
    expect(await runCli(['member', 'update', haeun.id, '--role', 'desk', '--yes'], world)).toMatchObject({ code: 0 });
    expect(world.changes().map(({ body }) => body)).toEqual([{ name: 'A' }, { role: 'desk' }]);
  });

  it('lists those who are suspended', async () => {
    const world = await serve({ 'GET /v1/members': () => page({ ...haeun, state: 'suspended' }) });
    const { stdout } = await runCli(['member', 'list', '--state', 'suspended', '--lang', 'ko'], world);
    expect(stdout).toContain('정지');
    expect(world.seen[0]?.query.get('state')).toBe('suspended');
  });
});

describe('member export', () => {
  const everything: MemberExport = {
    exportedAt: haeun.createdAt,
    member: haeun,
    passwordChangedAt: null,
    sessions: [],
    accessTokens: [],
    lectures: [],
    staffOf: [],
    enrollments: [],
    seats: [],
    attendance: [],
    views: [],
    consents: [],
    orders: [],
    payments: [],
    boughtForMe: [],
    viewsByMe: [],
    audit: [],
  };

  it('writes JSON to stdout, or to a file that nobody else can read', async () => {
    const world = await serve({ 'GET /v1/members/me/export': () => everything });
    expect(JSON.parse((await runCli(['member', 'export'], world)).stdout)).toEqual(everything);
    const file = join(await newFolder(), 'me.json');
    expect(await runCli(['member', 'export', file], world)).toMatchObject({ code: 0 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(everything);
    expect(await runCli(['member', 'export', file], world)).toMatchObject({ code: 6 });
    expect(await runCli(['member', 'export', file, '--force'], world)).toMatchObject({ code: 0 });
  });
});

describe('member activity', () => {
  it('says in words what is on record, and shows what only a newer server knows as it is named', async () => {
    const entry = { at: haeun.createdAt, action: 'sign_in.succeeded', byMe: true, address: '192.0.2.7', client: 'x' };
    const unknown = { ...entry, action: 'moon.landed', byMe: false, address: null, client: null };
    const world = await serve({ 'GET /v1/members/me/audit': () => ({ data: [entry, unknown], nextCursor: null }) });
    const { stdout } = await runCli(['member', 'activity', '--lang', 'ko'], world);
    expect(stdout).toContain('로그인');
    expect(stdout).toContain('moon.landed');
    expect(JSON.parse((await runCli(['member', 'activity', '--json'], world)).stdout)).toEqual([entry, unknown]);
  });

  it('has words for every action of the contract', () => {
    expect([...knownActions].sort()).toEqual([...auditActions].sort());
    for (const action of auditActions) expect(actionText('ko', action)).not.toBe(action);
  });
});
