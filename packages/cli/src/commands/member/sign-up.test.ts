import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../testing/fake-server.js';
import { newFolder, runCli } from '../../testing/run-cli.js';
import { sampleId, sampleMember } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

const member = sampleMember(1, { email: 'haeun@school.example' });
const verification = {
  id: sampleId('ver', 1),
  purpose: 'sign_up' as const,
  expiresAt: member.createdAt,
  resendAt: member.createdAt,
};

const server = () =>
  serve({
    'POST /v1/verifications': () => verification,
    [`POST /v1/verifications/${verification.id}/confirm`]: ({ body }) => {
      if ((body as { code: string }).code !== '123456') throw new Refusal('verification_code_invalid');
      return { proof: 'proof-1', expiresAt: member.createdAt };
    },
    'POST /v1/members/sign-up': () => member,
    'POST /v1/members/reset-password': () => undefined,
  });

const filesWith = async (code: string, password: string) => {
  const folder = await newFolder();
  const [codeFile, passwordFile] = [join(folder, 'code.txt'), join(folder, 'pw.txt')];
  await writeFile(codeFile, `${code}\n`);
  await writeFile(passwordFile, `${password}\n`);
  return ['--code-file', codeFile, '--password-file', passwordFile];
};

describe('member sign-up', () => {
  it('has a code mailed, asks for it, then for the password', async () => {
    const world = await server();
    const answers = ['999999', '123456', 'seven green lamps', 'seven green lamps'];
    const argv = ['member', 'sign-up', '--email', member.email, '--name', '김하은'];
    const result = await runCli(argv, { ...world, answers });
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toContain(member.email);
    expect(world.seen.map(({ path, body }) => ({ path, body }))).toEqual([
      { path: '/v1/verifications', body: { email: member.email, purpose: 'sign_up' } },
      { path: `/v1/verifications/${verification.id}/confirm`, body: { code: '999999' } },
      { path: `/v1/verifications/${verification.id}/confirm`, body: { code: '123456' } },
      { path: '/v1/members/sign-up', body: { proof: 'proof-1', password: 'seven green lamps', name: '김하은' } },
    ]);
    for (const text of [result.stdout, result.stderr]) expect(text).not.toMatch(/proof-1|lamps/);
  });

  it('takes two steps where there is no terminal', async () => {
    const world = await server();
    const first = await runCli(['member', 'sign-up', '--email', member.email, '--request-only', '--json'], world);
    const { id } = JSON.parse(first.stdout);
    expect(id).toBe(verification.id);
    const files = await filesWith('123456', 'seven green lamps');
    const second = ['member', 'sign-up', '--verification', id, '--name', '김하은', ...files, '--json'];
    expect(JSON.parse((await runCli(second, world)).stdout)).toEqual(member);
  });

  it('has nothing mailed where it could not go on, and says how', async () => {
    const world = await server();
    const argv = ['member', 'sign-up', '--email', member.email, '--name', '김하은'];
    const alone = await runCli(argv, world);
    expect(alone.code).toBe(2);
    expect(alone.stderr).toContain('--request-only');
    const [, code = ''] = await filesWith('123456', '');
    expect(await runCli([...argv, '--code-file', code], world)).toMatchObject({ code: 2 });
    expect(await runCli(['member', 'sign-up', '--email', member.email], world)).toMatchObject({ code: 2 });
    const neither = ['member', 'sign-up', '--name', '김하은'];
    expect(await runCli(neither, { ...world, answers: [] })).toMatchObject({ code: 2 });
    const both = ['member', 'sign-up', '--request-only', '--email', 'a@b.example', '--verification', verification.id];
    expect(await runCli(both, world)).toMatchObject({ code: 2 });
    expect(world.seen).toEqual([]);
  });
});

describe('member reset-password', () => {
  it('sets the password by a code, in two steps', async () => {
    const world = await server();
    const request = ['member', 'reset-password', '--email', member.email, '--request-only'];
    expect(await runCli(request, world)).toMatchObject({ code: 0 });
    const files = await filesWith('123456', 'seven green lamps');
    const reset = ['member', 'reset-password', '--verification', verification.id, ...files, '--json'];
    expect(JSON.parse((await runCli(reset, world)).stdout)).toEqual({ reset: true });
    expect(world.seen[0]?.body).toEqual({ email: member.email, purpose: 'password_reset' });
    expect(world.seen.at(-1)?.body).toEqual({ proof: 'proof-1', password: 'seven green lamps' });
  });
});
