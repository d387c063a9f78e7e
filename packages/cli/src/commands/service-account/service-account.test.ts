import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { page, sampleAccessToken, sampleServiceAccount } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

const account = sampleServiceAccount(7, '학사 연동');
const accounts = { 'GET /v1/service-accounts': () => page(account, sampleServiceAccount(8, 'Timetable')) };

describe('service-account', () => {
  it('is made and listed', async () => {
    const world = await serve({ ...accounts, 'POST /v1/service-accounts': () => account });
    const create = ['service-account', 'create', '--name', '학사 연동', '--role', 'instructor', '--json'];
    expect(JSON.parse((await runCli(create, world)).stdout)).toEqual(account);
    expect(world.changes()[0]?.body).toEqual({ name: '학사 연동', role: 'instructor' });
    expect((await runCli(['service-account', 'list'], world)).stdout).toContain('Timetable');
    const student = ['service-account', 'create', '--name', 'x', '--role', 'student'];
    expect(await runCli(student, world)).toMatchObject({ code: 2 });
  });

  it('gets a token by its name, and is removed with all of them', async () => {
    const made = { accessToken: sampleAccessToken(1, '운영'), text: 'dct_text' };
    const world = await serve({
      ...accounts,
      [`POST /v1/service-accounts/${account.id}/access-tokens`]: () => made,
      [`DELETE /v1/service-accounts/${account.id}`]: () => undefined,
    });
    const argv = ['service-account', 'create-token', '학사 연동', '--name', '운영', '--scope', 'members:write'];
    expect(await runCli(argv, world)).toMatchObject({ code: 0, stdout: 'dct_text\n' });
    expect(world.changes()[0]?.body).toEqual({ name: '운영', scopes: ['members:write'] });
    const removed = await runCli(['service-account', 'remove', '학사 연동', '--yes', '--json'], world);
    expect(JSON.parse(removed.stdout)).toEqual({ id: account.id, removed: true });
  });
});
