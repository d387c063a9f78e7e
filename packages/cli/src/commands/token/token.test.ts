import { describe, expect, it } from 'vitest';
import { Refusal } from '../../testing/fake-server.js';
import { runCli } from '../../testing/run-cli.js';
import { page, sampleAccessToken, sampleId, sampleMember } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

const text = 'dct_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ';
const made = { accessToken: sampleAccessToken(1, '시간표'), text };

describe('token create', () => {
  const create = ['token', 'create', '--name', '시간표', '--scope', 'lectures:read', 'lessons:write'];

  it('gives the text alone on stdout, for a file', async () => {
    const world = await serve({ 'POST /v1/members/me/access-tokens': () => made });
    const result = await runCli([...create, '--expires-in-days', '30'], { ...world, answers: ['password'] });
    expect(result).toMatchObject({ code: 0, stdout: `${text}\n` });
    expect(result.stderr).not.toContain(text);
    expect(world.seen[0]?.body).toEqual({
      name: '시간표',
      scopes: ['lectures:read', 'lessons:write'],
      expiresInDays: 30,
      password: 'password',
    });
    const json = await runCli([...create, '--password-stdin', '--json'], { ...world, stdin: 'password' });
    expect(JSON.parse(json.stdout)).toEqual(made);
  });

  it('refuses a scope that there is not, and names those there are', async () => {
    const result = await runCli(['token', 'create', '--name', 'x', '--scope', 'sessions:write']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('lectures:read');
  });
});

describe('token list', () => {
  it('shows mine, and for admins everybody’s or one member’s', async () => {
    const minji = sampleMember(2, { name: '박민지' });
    const world = await serve({
      'GET /v1/members': () => page(minji),
      'GET /v1/members/me/access-tokens': () => page(made.accessToken),
      'GET /v1/access-tokens': () => page(made.accessToken),
    });
    expect((await runCli(['token', 'list'], world)).stdout).toContain('dct_a1b2');
    await runCli(['token', 'list', '--all'], world);
    await runCli(['token', 'list', '--member', '박민지'], world);
    const asked = world.seen.map(({ path, query }) => `${path} ${query.get('memberId')}`);
    expect(asked.filter((line) => line.includes('access-tokens'))).toEqual([
      '/v1/members/me/access-tokens null',
      '/v1/access-tokens null',
      `/v1/access-tokens ${minji.id}`,
    ]);
  });
});

describe('token revoke', () => {
  it('takes the name of one that is still good', async () => {
    const gone = sampleAccessToken(2, '시간표', { revokedAt: '2026-11-21T01:02:03.456Z' });
    const { id } = made.accessToken;
    const world = await serve({
      'GET /v1/members/me/access-tokens': () => page(made.accessToken, gone),
      [`DELETE /v1/members/me/access-tokens/${id}`]: () => undefined,
      [`DELETE /v1/access-tokens/${sampleId('tok', 9)}`]: () => undefined,
    });
    const result = await runCli(['token', 'revoke', '시간표', '--yes', '--json'], world);
    expect(JSON.parse(result.stdout)).toEqual({ id, revoked: true });
    const any = ['token', 'revoke', sampleId('tok', 9), '--any', '--yes'];
    expect(await runCli(any, world)).toMatchObject({ code: 0 });
  });
});

describe('a token without the scope', () => {
  it('is told what to do', async () => {
    const world = await serve({
      'POST /v1/labs': () => {
        throw new Refusal('scope_missing');
      },
    });
    const result = await runCli(['lab', 'create', '--name', 'x'], world);
    expect(result.code).toBe(5);
    expect(result.stderr).toContain('didacto token create');
  });
});
