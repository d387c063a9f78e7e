import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeServer, fakeServer, Refusal } from '../../testing/fake-server.js';
import { folderWith, runCli } from '../../testing/run-cli.js';
import { page, sampleLecture, sampleMember, sampleSession, sampleTokens } from '../../testing/samples.js';

const member = sampleMember(1, { name: '박민지', email: 'minji@school.example', role: 'instructor' });
let server: FakeServer | undefined;
afterEach(() => server?.close());

describe('a kept sign-in', () => {
  it('renews itself once, for two commands at once, and is kept', async () => {
    const used: unknown[] = [];
    server = await fakeServer({
      'GET /v1/members/me/lectures': ({ token }) => {
        if (token !== 'access-1') throw new Refusal('token_expired');
        return page(sampleLecture(1, '파이썬 기초'));
      },
      'POST /v1/sessions/refresh': ({ body }) => {
        if (used.length > 0) throw new Refusal('session_ended');
        used.push(body);
        return sampleTokens(1, member);
      },
    });
    const folder = await folderWith({
      server: server.url,
      session: { accessToken: 'access-0', refreshToken: 'refresh-0' },
    });
    const results = await Promise.all([1, 2, 3].map(() => runCli(['lecture', 'mine'], { folder })));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(used).toEqual([{ refreshToken: 'refresh-0' }]);
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toContain('refresh-1');
  });

  it('is not shown to another server', async () => {
    server = await fakeServer({});
    const folder = await folderWith({
      server: 'https://own.example',
      session: { accessToken: 'access-0', refreshToken: 'refresh-0' },
    });
    await runCli(['lecture', 'mine', '--server', server.url], { folder });
    expect(server.seen.map(({ token }) => token)).toEqual([undefined]);
  });

  it('ends with 4 and says how to go on where it is over', async () => {
    const over = () => {
      throw new Refusal('session_ended');
    };
    server = await fakeServer({ 'GET /v1/members/me': over, 'POST /v1/sessions/refresh': over });
    const folder = await folderWith({
      server: server.url,
      session: { accessToken: 'access-0', refreshToken: 'refresh-0' },
    });
    const result = await runCli(['whoami'], { folder });
    expect(result.code).toBe(4);
    expect(result.stderr).toContain('didacto login');
  });
});

describe('logout', () => {
  it('forgets the sign-in even where the server is gone', async () => {
    const folder = await folderWith({
      server: 'http://127.0.0.1:9',
      session: { accessToken: 'access-0', refreshToken: 'refresh-0' },
    });
    const result = await runCli(['logout', '--json'], { folder });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toEqual({ profile: 'default', signedOut: true, endedOnServer: false });
    expect(await readFile(join(folder, 'config.json'), 'utf8')).not.toContain('access-0');
  });

  it('forgets an access token, and says that it stays good', async () => {
    server = await fakeServer({});
    const folder = await folderWith({ server: server.url, accessToken: 'dct_kept' });
    expect((await runCli(['logout', '--dry-run'], { folder })).code).toBe(0);
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toContain('dct_kept');
    const result = await runCli(['logout', '--json'], { folder });
    expect(JSON.parse(result.stdout)).toEqual({ profile: 'default', signedOut: true, endedOnServer: false });
    expect(result.stderr).toContain('didacto token revoke');
    expect(await readFile(join(folder, 'config.json'), 'utf8')).not.toContain('dct_kept');
    const ofEnvironment = await runCli(['logout', '--json'], { folder, env: { DIDACTO_TOKEN: 'dct_given' } });
    expect(JSON.parse(ofEnvironment.stdout)).toEqual({ profile: 'default', signedOut: false });
    expect(server.seen).toEqual([]);
  });
});

describe('whoami', () => {
  it('shows the second factor and how one is signed in', async () => {
    server = await fakeServer({ 'GET /v1/members/me': () => ({ ...member, secondFactor: true }) });
    const folder = await folderWith({
      server: server.url,
      session: { accessToken: 'access-0', refreshToken: 'refresh-0' },
    });
    const bySession = await runCli(['whoami'], { folder });
    expect(bySession.stdout).toMatch(/SECOND FACTOR +yes/);
    expect(bySession.stdout).toMatch(/SIGNED IN BY +sign-in\n/);
    const byToken = await runCli(['whoami'], { folder, env: { DIDACTO_TOKEN: 'dct_given' } });
    expect(byToken.stdout).toMatch(/SIGNED IN BY +access token \(DIDACTO_TOKEN\)/);
    expect(server.seen.map(({ token }) => token)).toEqual(['access-0', 'dct_given']);
  });
});

describe('session', () => {
  const here = sampleSession(1, { current: true });
  const there = sampleSession(2, { client: '\u001b[31mlab PC' });
  const signedIn = async () => {
    server = await fakeServer({
      'GET /v1/members/me/sessions': () => ({ sessions: [here, there] }),
      [`DELETE /v1/members/me/sessions/${here.id}`]: () => undefined,
      [`DELETE /v1/members/me/sessions/${there.id}`]: () => undefined,
      'POST /v1/members/me/sessions/end': () => ({ ended: 2 }),
    });
    return folderWith({ server: server.url, session: { accessToken: 'access-0', refreshToken: 'refresh-0' } });
  };
  const isKept = async (folder: string) => (await readFile(join(folder, 'config.json'), 'utf8')).includes('access-0');

  it('lists sign-ins, and tells the one that asks', async () => {
    const folder = await signedIn();
    expect(JSON.parse((await runCli(['session', 'list', '--json'], { folder })).stdout)).toEqual([here, there]);
    const { stdout } = await runCli(['session', 'list'], { folder });
    expect(stdout).toContain('lab PC');
    expect(stdout).not.toContain('\u001b');
  });

  it('ends one, and forgets it here only where it is this one', async () => {
    const folder = await signedIn();
    expect(await runCli(['session', 'end', there.id, '--yes'], { folder })).toMatchObject({ code: 0 });
    expect(await isKept(folder)).toBe(true);
    expect(await runCli(['session', 'end', here.id, '--yes'], { folder })).toMatchObject({ code: 0 });
    expect(await isKept(folder)).toBe(false);
  });

  it('ends all, or all but this one', async () => {
    const folder = await signedIn();
    const others = await runCli(['session', 'end-all', '--keep-current', '--yes', '--json'], { folder });
    expect(JSON.parse(others.stdout)).toEqual({ ended: 2 });
    expect(await isKept(folder)).toBe(true);
    await runCli(['session', 'end-all', '--yes'], { folder });
    expect(await isKept(folder)).toBe(false);
    expect(server?.seen.map(({ body }) => body)).toEqual([{ keepCurrent: true }, { keepCurrent: false }]);
  });
});

describe('profile use', () => {
  it('chooses a profile, and names those that are there', async () => {
    const folder = await folderWith({ server: 'https://own.example' }, 'lab2');
    expect(await runCli(['profile', 'use', 'lab2'], { folder })).toMatchObject({ code: 0 });
    const unknown = await runCli(['profile', 'use', 'lab3'], { folder });
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toContain('lab2');
  });
});
