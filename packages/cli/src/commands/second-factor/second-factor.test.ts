import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../testing/fake-server.js';
import { newFolder, runCli } from '../../testing/run-cli.js';
import { serve } from '../../testing/world.js';

const key = {
  secret: 'JBSWY3DPEHPK3PXP',
  uri: 'otpauth://totp/School:minji@school.example?secret=JBSWY3DPEHPK3PXP&issuer=School',
};
const recoveryCodes = ['K7WP3XQ9M2VA', 'H4TR8NCEK7WP'];

const server = () =>
  serve({
    'POST /v1/members/me/second-factor': () => key,
    'POST /v1/members/me/second-factor/confirm': ({ body }) => {
      if ((body as { code: string }).code !== '123456') throw new Refusal('second_factor_wrong');
      return { recoveryCodes };
    },
    'POST /v1/members/me/second-factor/disable': () => undefined,
    'POST /v1/members/me/second-factor/recovery-codes': () => ({ recoveryCodes }),
  });

const fileWith = async (text: string): Promise<string> => {
  const file = join(await newFolder(), 'secret.txt');
  await writeFile(file, `${text}\n`);
  return file;
};

describe('second-factor enable', () => {
  it('shows the key beside the data, and gives the recovery codes once a code of it is right', async () => {
    const world = await server();
    const result = await runCli(['second-factor', 'enable'], { ...world, answers: ['password', '000000', '123456'] });
    expect(result).toMatchObject({ code: 0, stdout: `${recoveryCodes.join('\n')}\n` });
    expect(result.stderr).toContain('JBSW Y3DP EHPK 3PXP');
    expect(result.stderr).toMatch(/█▀+/);
    expect(world.seen.map(({ body }) => body)).toEqual([
      { password: 'password' },
      { code: '000000' },
      { code: '123456' },
    ]);
  });

  it('takes two steps where there is no terminal', async () => {
    const world = await server();
    const passwordFile = await fileWith('password');
    const start = ['second-factor', 'enable', '--start', '--password-file', passwordFile, '--json'];
    expect(JSON.parse((await runCli(start, world)).stdout)).toEqual(key);
    const confirm = ['second-factor', 'enable', '--code-file', await fileWith('123456'), '--json'];
    expect(JSON.parse((await runCli(confirm, world)).stdout)).toEqual({ recoveryCodes });
    expect(world.seen).toHaveLength(2);
  });

  it('changes nothing where it could not come to an end', async () => {
    const world = await server();
    const alone = await runCli(['second-factor', 'enable', '--password-file', await fileWith('x')], world);
    expect(alone.code).toBe(2);
    expect(alone.stderr).toContain('--start');
    const both = ['second-factor', 'enable', '--start', '--code-file', await fileWith('123456')];
    expect(await runCli(both, world)).toMatchObject({ code: 2 });
    expect(world.seen).toEqual([]);
  });
});

describe('second-factor', () => {
  it('is shown', async () => {
    const shown = { on: true, since: '2026-11-21T01:02:03.456Z', recoveryCodesLeft: 9, required: true };
    const world = await serve({ 'GET /v1/members/me/second-factor': () => shown });
    expect(JSON.parse((await runCli(['second-factor', 'show', '--json'], world)).stdout)).toEqual(shown);
    expect((await runCli(['second-factor', 'show'], world)).stdout).toMatch(/RECOVERY CODES LEFT +9/);
  });

  it('is turned off, and gets new recovery codes, by both factors', async () => {
    const world = await server();
    const factors = ['--password-file', await fileWith('password'), '--code-file', await fileWith('123 456'), '--yes'];
    expect(await runCli(['second-factor', 'disable', ...factors], world)).toMatchObject({ code: 0 });
    const renewed = await runCli(['second-factor', 'recovery-codes', ...factors], world);
    expect(renewed.stdout).toBe(`${recoveryCodes.join('\n')}\n`);
    expect(world.seen.map(({ body }) => body)).toEqual([
      { password: 'password', code: '123 456' },
      { password: 'password', code: '123 456' },
    ]);
  });
});

describe('a role that needs a second factor', () => {
  it('is told how to set it up', async () => {
    const world = await serve({
      'GET /v1/members': () => {
        throw new Refusal('second_factor_required');
      },
    });
    const result = await runCli(['member', 'list'], world);
    expect(result.code).toBe(5);
    expect(result.stderr).toContain('didacto second-factor enable');
  });
});
