import { describe, expect, it } from 'vitest';
import { Refusal } from '../testing/fake-server.js';
import { runCli } from '../testing/run-cli.js';
import { page, sampleId, sampleLab, sampleMember } from '../testing/samples.js';
import { python, serve, web } from '../testing/world.js';

// Line ends are the table's own.
const dangerous = /\p{Bidi_Control}|(?!\n)\p{Cc}/u;

describe('lists', () => {
  it('show all pages as a table, or as the JSON of the API', async () => {
    const world = await serve({
      'GET /v1/lectures': ({ query }) =>
        query.get('cursor') === null ? { data: [python], nextCursor: 'c2' } : { data: [web], nextCursor: null },
    });
    const text = await runCli(['lecture', 'list'], world);
    expect(text.stdout.split('\n')).toHaveLength(4);
    expect(text.stdout).toContain('파이썬 기초');
    const json = await runCli(['lecture', 'list', '--json'], world);
    expect(JSON.parse(json.stdout)).toEqual([python, web]);
    const one = await runCli(['lecture', 'list', '--limit', '1', '--json'], world);
    expect(JSON.parse(one.stdout)).toEqual([python]);
  });

  it('say on stderr that nothing was found, and give programs an empty list', async () => {
    const world = await serve({ 'GET /v1/labs': () => page() });
    expect(await runCli(['lab', 'list'], world)).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing found.\n' });
    expect((await runCli(['lab', 'list', '--json'], world)).stdout).toBe('[]\n');
  });

  it('show no escape sequence that came from others', async () => {
    const world = await serve({
      'GET /v1/members': () => page(sampleMember(1, { name: '\u001b]0;owned\u0007\u202eevil' })),
    });
    const { stdout } = await runCli(['member', 'list'], world);
    expect(stdout).not.toMatch(dangerous);
    expect((await runCli(['member', 'list', '--json'], world)).stdout).not.toMatch(dangerous);
  });
});

describe('every request', () => {
  it('names the program, for the record', async () => {
    const world = await serve({});
    await runCli(['lab', 'list'], world);
    await runCli(['api', 'GET', '/v1/labs'], world);
    const { stdout } = await runCli(['--version']);
    expect(world.seen.map(({ client }) => client)).toEqual([1, 2].map(() => `didacto/${stdout.trim()}`));
  });
});

describe('names', () => {
  it('stand for ids where they are unique', async () => {
    const world = await serve({ [`GET /v1/lectures/${python.id}`]: () => python });
    const typed = '파이썬 기초'.normalize('NFD');
    expect(JSON.parse((await runCli(['lecture', 'get', typed, '--json'], world)).stdout)).toEqual(python);
  });

  it('are refused with the ids where they are not, and where nobody is called so', async () => {
    const world = await serve({ 'GET /v1/labs': () => page(sampleLab(1, 'Lab'), sampleLab(2, 'Lab')) });
    const twice = await runCli(['lab', 'get', 'Lab', '--json'], world);
    expect(twice.code).toBe(3);
    expect(JSON.parse(twice.stderr).error.message).toContain(`${sampleId('lab', 1)}, ${sampleId('lab', 2)}`);
    const none = await runCli(['lecture', 'get', 'Rust'], world);
    expect(none.code).toBe(3);
    expect(none.stderr).toContain('Rust');
  });
});

describe('errors', () => {
  it('name the field and the flag to mend', async () => {
    const world = await serve({
      'POST /v1/lectures': () => {
        throw new Refusal('validation_failed', [{ path: 'title', message: 'must not be empty' }]);
      },
    });
    const text = await runCli(['lecture', 'create', '--title', ''], world);
    expect(text).toMatchObject({ code: 3, stdout: '' });
    expect(text.stderr).toContain('title: must not be empty (--title)');
    const json = await runCli(['lecture', 'create', '--title', '', '--json'], world);
    expect(JSON.parse(json.stderr)).toEqual({
      error: {
        code: 'validation_failed',
        message: 'Some fields are not valid',
        requestId: 'req_test',
        fields: [{ path: 'title', message: 'must not be empty' }],
      },
    });
  });

  it('tell a server that is not there, with how to go on', async () => {
    const result = await runCli(['lab', 'create', '--name', 'x'], { env: { DIDACTO_SERVER: 'http://127.0.0.1:9' } });
    expect(result.code).toBe(7);
    expect(result.stderr).toContain('didacto doctor');
  });
});

describe('a dry run', () => {
  const commands = [
    ['lecture', 'create', '--title', 'Web 2'],
    ['lecture', 'delete', 'Web'],
    ['lesson', 'start', 'Web'],
    ['enrollment', 'accept', '--all-waiting', '--lecture', 'Web'],
    ['enrollment', 'reject', sampleId('enr', 1), sampleId('enr', 2)],
    ['institution', 'update', '--quality', '50'],
    ['member', 'create', '--email', 'a@b.example', '--name', 'A', '--role', 'desk'],
    ['device', 'pair', '--device', sampleId('dev', 1)],
    ['institution', 'update', '--second-factor-roles', 'admin,finance'],
    ['member', 'update', sampleId('mem', 1), '--role', 'desk'],
    ['member', 'suspend', sampleId('mem', 1)],
    ['member', 'restore', sampleId('mem', 1)],
    ['member', 'end-sessions', sampleId('mem', 1)],
    ['member', 'reset-second-factor', sampleId('mem', 1)],
    ['member', 'erase', sampleId('mem', 1)],
    ['member', 'sign-up', '--email', 'a@b.example', '--name', 'A'],
    ['member', 'sign-up', '--verification', sampleId('ver', 1), '--name', 'A'],
    ['member', 'reset-password', '--email', 'a@b.example', '--request-only'],
    ['member', 'withdraw'],
    ['session', 'end', sampleId('ses', 1)],
    ['session', 'end-all'],
    ['second-factor', 'enable'],
    ['second-factor', 'enable', '--start'],
    ['second-factor', 'disable'],
    ['second-factor', 'recovery-codes'],
    ['token', 'create', '--name', 'A', '--scope', 'lectures:read'],
    ['token', 'revoke', sampleId('tok', 1)],
    ['invitation', 'create', '--email', 'a@b.example'],
    ['invitation', 'revoke', sampleId('inv', 1)],
    ['invitation', 'accept', '--name', 'A'],
    ['service-account', 'create', '--name', 'A', '--role', 'admin'],
    ['service-account', 'create-token', sampleId('mem', 1), '--name', 'A', '--scope', 'audit:read'],
    ['service-account', 'remove', sampleId('mem', 1)],
    ['staff', 'add', 'Web', '--email', 'a@b.example', '--role', 'assistant'],
    ['staff', 'remove', 'Web', sampleId('mem', 1)],
    ['staff', 'leave', 'Web'],
    ['alarm', 'ack', sampleId('alm', 1)],
    ['alarm', 'resolve', sampleId('alm', 1)],
    ['api', 'POST', '/v1/labs', '--body', '{"name":"x"}'],
  ];
  it.each(commands)('of %s %s sends nothing that changes anything', async (...argv) => {
    const world = await serve({ 'GET /v1/members/me/sessions': () => ({ sessions: [] }) });
    const result = await runCli([...argv, '--dry-run', '--json'], world);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const { dryRun, requests } = JSON.parse(result.stdout);
    expect(dryRun).toBe(true);
    expect(requests[0]).toMatchObject({ method: expect.any(String), path: expect.stringMatching(/^\/v1\//) });
    expect(world.changes()).toEqual([]);
  });

  it('shows no password, code or proof', async () => {
    const world = await serve({});
    for (const key of ['password', 'currentPassword', 'code', 'deviceCode', 'proof', 'refreshToken']) {
      const argv = ['api', 'POST', '/v1/members', '--body', JSON.stringify({ [key]: 'hunter22', name: 'A' })];
      const { stdout } = await runCli([...argv, '--dry-run'], world);
      expect(stdout).not.toContain('hunter22');
      expect(stdout).toContain('"name":"A"');
    }
  });
});

describe('what is not given back', () => {
  it('is asked about at a terminal, done with --yes, and refused otherwise', async () => {
    const world = await serve({ [`DELETE /v1/lectures/${web.id}`]: () => undefined });
    const alone = await runCli(['lecture', 'delete', 'Web'], world);
    expect(alone.code).toBe(2);
    expect(alone.stderr).toContain('--yes');
    await runCli(['lecture', 'delete', 'Web'], { ...world, answers: ['n'] });
    expect(world.changes()).toEqual([]);
    await runCli(['lecture', 'delete', 'Web'], { ...world, answers: ['y'] });
    await runCli(['lecture', 'delete', 'Web', '--yes'], world);
    expect(world.changes()).toHaveLength(2);
  });
});
