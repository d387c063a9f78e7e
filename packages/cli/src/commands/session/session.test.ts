import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeServer, fakeServer, Refusal } from '../../testing/fake-server.js';
import { folderWith, newFolder, runCli } from '../../testing/run-cli.js';
import { page, sampleLecture, sampleMember } from '../../testing/samples.js';

const member = sampleMember(1, { name: '박민지', email: 'minji@school.example', role: 'instructor' });
const tokens = (number: number) => ({
  accessToken: `access-${number}`,
  expiresIn: 900,
  refreshToken: `refresh-${number}`,
  member,
});
let server: FakeServer | undefined;
afterEach(() => server?.close());

describe('login', () => {
  const signIn = { 'POST /v1/sessions': () => tokens(1) };

  it('keeps the sign-in privately, and the password nowhere', async () => {
    server = await fakeServer({ ...signIn, 'GET /v1/members/me': () => member });
    const folder = await newFolder();
    const login = ['login', '--server', server.url, '--email', member.email, '--password-stdin', '--json'];
    const result = await runCli(login, { folder, stdin: 'pass word 1\n' });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toEqual(member);
    expect(server.seen[0]?.body).toEqual({ email: member.email, password: 'pass word 1' });
    const file = join(folder, 'config.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const kept = await readFile(file, 'utf8');
    for (const text of [kept, result.stdout, result.stderr]) expect(text).not.toContain('pass word 1');
    for (const text of [result.stdout, result.stderr]) expect(text).not.toMatch(/access-|refresh-/);

    const who = await runCli(['whoami'], { folder });
    expect(who.stdout).toContain('박민지');
    expect(server.seen[1]?.token).toBe('access-1');
    const profiles = await runCli(['profile', 'list', '--json'], { folder });
    expect(profiles.stdout).not.toMatch(/access-|refresh-/);
    expect(JSON.parse(profiles.stdout)).toMatchObject([{ name: 'default', signedIn: true, current: true }]);
  });

  it('asks a person, and reads a file of Windows', async () => {
    server = await fakeServer(signIn);
    await runCli(['login', '--server', server.url], { answers: [member.email, 'secret-123'] });
    const file = join(await newFolder(), 'pw.txt');
    await writeFile(file, '\uFEFFsecret-456\r\n');
    await runCli(['login', '--server', server.url, '--email', member.email, '--password-file', file]);
    expect(server.seen.map(({ body }) => body)).toEqual([
      { email: member.email, password: 'secret-123' },
      { email: member.email, password: 'secret-456' },
    ]);
  });

  it('says what is missing where nobody can be asked', async () => {
    expect(await runCli(['login', '--server', 'http://127.0.0.1:1'])).toMatchObject({ code: 2 });
    const result = await runCli(['login', '--server', 'http://127.0.0.1:1', '--email', 'a@b.example']);
    expect(result).toMatchObject({ code: 2 });
    expect(result.stderr).toContain('--password-file');
  });

  it('refuses to send a password in clear', async () => {
    const result = await runCli(
      ['login', '--server', 'http://school.example', '--email', 'a@b.example', '--password-stdin'],
      { stdin: 'x' },
    );
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('not encrypted');
  });

  it('ends with 4 where the password is wrong', async () => {
    server = await fakeServer({
      'POST /v1/sessions': () => {
        throw new Refusal('credentials_wrong');
      },
    });
    const result = await runCli(
      ['login', '--server', server.url, '--email', 'a@b.example', '--password-stdin', '--json'],
      { stdin: 'x' },
    );
    expect(result.code).toBe(4);
    expect(JSON.parse(result.stderr)).toMatchObject({ error: { code: 'credentials_wrong', requestId: 'req_test' } });
  });
});

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
        return tokens(1);
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
