import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeServer, fakeServer, Refusal } from '../../testing/fake-server.js';
import { newFolder, runCli } from '../../testing/run-cli.js';
import { sampleMember, sampleTokens } from '../../testing/samples.js';

const member = sampleMember(1, { name: '박민지', email: 'minji@school.example', role: 'instructor' });
const client = 'didacto on pc-1';
let server: FakeServer | undefined;
afterEach(() => server?.close());

const refusing = (...refusal: ConstructorParameters<typeof Refusal>) => {
  throw new Refusal(...refusal);
};
const kept = (folder: string) => readFile(join(folder, 'config.json'), 'utf8');

describe('login with a password', () => {
  const signIn = { 'POST /v1/sessions': () => sampleTokens(1, member) };

  it('keeps the sign-in privately, and the password nowhere', async () => {
    server = await fakeServer({ ...signIn, 'GET /v1/members/me': () => member });
    const folder = await newFolder();
    const login = ['login', '--server', server.url, '--email', member.email, '--password-stdin', '--json'];
    const result = await runCli(login, { folder, stdin: 'pass word 1\n' });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toEqual(member);
    expect(server.seen[0]?.body).toEqual({ email: member.email, password: 'pass word 1', client });
    expect((await stat(join(folder, 'config.json'))).mode & 0o777).toBe(0o600);
    for (const text of [await kept(folder), result.stdout, result.stderr]) expect(text).not.toContain('pass word 1');
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
    const login = ['login', '--server', server.url, '--email', member.email];
    await runCli(login, { answers: ['secret-123'] });
    const file = join(await newFolder(), 'pw.txt');
    await writeFile(file, '\uFEFFsecret-456\r\n');
    await runCli([...login, '--password-file', file]);
    expect(server.seen.map(({ body }) => body)).toEqual([
      { email: member.email, password: 'secret-123', client },
      { email: member.email, password: 'secret-456', client },
    ]);
  });

  it('says what is missing where nobody can be asked', async () => {
    const result = await runCli(['login', '--server', 'http://127.0.0.1:1', '--email', 'a@b.example']);
    expect(result).toMatchObject({ code: 2 });
    expect(result.stderr).toContain('--password-file');
  });

  it('refuses to send a password in clear', async () => {
    const login = ['login', '--server', 'http://school.example', '--email', 'a@b.example', '--password-stdin'];
    const result = await runCli(login, { stdin: 'x' });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('not encrypted');
  });

  it('ends with 4 where the password is wrong', async () => {
    server = await fakeServer({ 'POST /v1/sessions': () => refusing('credentials_wrong') });
    const login = ['login', '--server', server.url, '--email', 'a@b.example', '--password-stdin', '--json'];
    const result = await runCli(login, { stdin: 'x' });
    expect(result.code).toBe(4);
    expect(JSON.parse(result.stderr)).toMatchObject({ error: { code: 'credentials_wrong', requestId: 'req_test' } });
  });

  it('plans the sign-in without asking for anything', async () => {
    server = await fakeServer({});
    const login = ['login', '--server', server.url, '--email', member.email, '--dry-run', '--json'];
    const { code, stdout } = await runCli(login);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).requests).toEqual([
      { method: 'POST', path: '/v1/sessions', body: { email: member.email, password: '***', client } },
    ]);
    expect(server.seen).toEqual([]);
  });
});

describe('login where the second factor is on', () => {
  const withFactor = {
    'POST /v1/sessions': ({ body }: { body: unknown }) => {
      const { code } = body as { code?: string };
      if (code === undefined) return refusing('second_factor_needed');
      return code === '123 456' ? sampleTokens(1, member) : refusing('second_factor_wrong');
    },
  };

  it('asks a person for the code, and again where it was mistyped', async () => {
    server = await fakeServer(withFactor);
    const login = ['login', '--server', server.url, '--email', member.email];
    const folder = await newFolder();
    expect(await runCli(login, { folder, answers: ['password', '000000', '123 456'] })).toMatchObject({ code: 0 });
    expect(await kept(folder)).toContain('refresh-1');
    const wrong = await runCli(login, { answers: ['password', '1', '2', '3', '123 456'] });
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain('recovery code');
  });

  it('takes the code from a file, and names the way where there is none', async () => {
    server = await fakeServer(withFactor);
    const login = ['login', '--server', server.url, '--email', member.email, '--password-stdin'];
    const alone = await runCli(login, { stdin: 'password' });
    expect(alone.code).toBe(4);
    expect(alone.stderr).toContain('--code-file');
    const file = join(await newFolder(), 'code.txt');
    await writeFile(file, '123 456\n');
    expect(await runCli([...login, '--code-file', file], { stdin: 'password' })).toMatchObject({ code: 0 });
    expect(server.seen).toHaveLength(2);
  });

  it('says who can help where the account is suspended', async () => {
    server = await fakeServer({ 'POST /v1/sessions': () => refusing('member_suspended') });
    const login = ['login', '--server', server.url, '--email', member.email, '--password-stdin'];
    const result = await runCli(login, { stdin: 'password' });
    expect(result.code).toBe(5);
    expect(result.stderr).toContain('administrator');
  });
});

describe('login by code', () => {
  const offer = {
    deviceCode: 'device-code-1',
    userCode: 'K7WP3XQ9',
    verificationUrl: 'https://didacto.school.example/device',
    verificationUrlComplete: 'https://didacto.school.example/device?code=K7WP3XQ9',
    expiresIn: 600,
    interval: 5,
  };
  /** Answers each ask in turn. */
  const answering = async (...answers: (() => unknown)[]) => {
    const waiting = [...answers];
    server = await fakeServer({
      'POST /v1/device-codes': () => offer,
      'POST /v1/device-codes/redeem': () => waiting.shift()?.(),
    });
    return ['login', '--server', server.url];
  };
  const pending = () => refusing('sign_in_pending');
  const approved = () => sampleTokens(1, member);

  it('shows the page and the code beside the data, waits as told, and keeps the sign-in', async () => {
    const login = await answering(pending, () => refusing('rate_limited', undefined, 12), pending, approved);
    const folder = await newFolder();
    const waits: number[] = [];
    const result = await runCli(login, { folder, answers: [], onSleep: (ms) => waits.push(ms) });
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('박민지');
    expect(result.stdout).not.toContain('K 7 W P');
    expect(result.stderr).toContain('K 7 W P - 3 X Q 9');
    expect(result.stderr).toContain(`  ${offer.verificationUrl}\n`);
    expect(result.stderr).toContain('Signed in to');
    expect(waits).toEqual([5_000, 5_000, 12_000, 5_000]);
    expect(server?.seen[0]?.body).toEqual({ client });
    expect(await kept(folder)).toContain('refresh-1');
    for (const text of [result.stdout, result.stderr]) expect(text).not.toMatch(/device-code-1|access-|refresh-/);
  });

  it('gives programs the code as a line of JSON on stderr', async () => {
    const login = await answering(approved);
    const result = await runCli([...login, '--json'], { answers: [] });
    const [line = ''] = result.stderr.split('\n');
    const { verificationUrl, verificationUrlComplete, expiresIn } = offer;
    expect(JSON.parse(line)).toEqual({
      signIn: { userCode: 'K7WP-3XQ9', verificationUrl, verificationUrlComplete, expiresIn },
    });
    expect(JSON.parse(result.stdout)).toEqual(member);
  });

  it('ends where it is denied, and where the code has expired', async () => {
    const denied = await runCli(await answering(pending, () => refusing('sign_in_denied')), { answers: [] });
    expect(denied).toMatchObject({ code: 5, stdout: '' });
    await server?.close();
    const expired = await runCli(await answering(() => refusing('device_code_invalid')), { answers: [] });
    expect(expired).toMatchObject({ code: 3, stdout: '' });
  });

  it('outlasts a server that is away for a while, but not for longer than the code', async () => {
    const busy = () => refusing('shutting_down');
    expect(await runCli(await answering(busy, pending, approved), { answers: [] })).toMatchObject({ code: 0 });
    await server?.close();
    let now = 0;
    const login = await answering(...Array.from({ length: 1_000 }, () => busy));
    const onSleep = (ms: number) => {
      now += ms;
    };
    const result = await runCli(login, { answers: [], clock: () => now, onSleep });
    expect(result.code).toBe(7);
    expect(now).toBe(offer.expiresIn * 1_000);
  });

  it('is what a terminal gets; without one the ways are named', async () => {
    const result = await runCli(['login', '--server', 'http://127.0.0.1:1']);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('--email');
    expect(result.stderr).toContain('--with-token');
  });
});

describe('login with a token', () => {
  const token = 'dct_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ';

  it('keeps a token that the server knows, privately, and signs in with it', async () => {
    server = await fakeServer({
      'GET /v1/members/me': (asked) => (asked.token === token ? member : refusing('token_invalid')),
    });
    const folder = await newFolder();
    const login = ['login', '--server', server.url, '--with-token'];
    const result = await runCli(login, { folder, stdin: `${token}\n` });
    expect(result).toMatchObject({ code: 0 });
    for (const text of [result.stdout, result.stderr]) expect(text).not.toContain(token);
    expect((await stat(join(folder, 'config.json'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await kept(folder)).profiles.default).toEqual({
      server: server.url,
      email: member.email,
      accessToken: token,
    });
    const who = await runCli(['whoami', '--json'], { folder });
    expect(JSON.parse(who.stdout)).toEqual({ ...member, server: server.url, signedInBy: 'access_token' });
    const profiles = await runCli(['profile', 'list', '--json'], { folder });
    expect(JSON.parse(profiles.stdout)).toMatchObject([{ signedIn: true }]);
    expect(profiles.stdout).not.toContain(token);
  });

  it('keeps none that the server does not know, and sends none that is something else', async () => {
    server = await fakeServer({ 'GET /v1/members/me': () => refusing('token_invalid') });
    const folder = await newFolder();
    const login = ['login', '--server', server.url, '--with-token'];
    expect(await runCli(login, { folder, stdin: token })).toMatchObject({ code: 4 });
    await expect(kept(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await runCli(login, { folder, stdin: 'hunter22' })).toMatchObject({ code: 2 });
    expect(server.seen).toHaveLength(1);
    expect(await runCli([...login, '--email', member.email], { stdin: token })).toMatchObject({ code: 2 });
  });
});
