import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../testing/fake-server.js';
import { newFolder, runCli } from '../../testing/run-cli.js';
import { page, sampleInvitation, sampleMember } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

const invitation = sampleInvitation(1, { email: 'minji@school.example' });

describe('invitation', () => {
  it('shows the code and the link when it is made', async () => {
    const made = { invitation, code: 'K7WP3-XQ9M2-VAH4T-R8NCE', link: 'https://didacto.school.example/invitation' };
    const world = await serve({ 'POST /v1/invitations': () => made });
    const create = ['invitation', 'create', '--email', invitation.email];
    const { stdout } = await runCli(create, world);
    for (const text of [made.code, made.link, invitation.email]) expect(stdout).toContain(text);
    expect(JSON.parse((await runCli([...create, '--json'], world)).stdout)).toEqual(made);
  });

  it('is taken back by its address while it waits', async () => {
    const former = sampleInvitation(2, { email: invitation.email, state: 'expired' });
    const world = await serve({
      'GET /v1/invitations': () => page(invitation, former),
      [`POST /v1/invitations/${invitation.id}/revoke`]: () => ({ ...invitation, state: 'revoked' }),
    });
    const revoke = ['invitation', 'revoke', 'Minji@school.example', '--yes', '--json'];
    expect(JSON.parse((await runCli(revoke, world)).stdout)).toMatchObject({ id: invitation.id, state: 'revoked' });
  });
});

describe('invitation accept', () => {
  const member = sampleMember(1, { email: invitation.email, role: 'instructor' });
  const code = 'K7WP3-XQ9M2-VAH4T-R8NCE';
  const server = () =>
    serve({
      'POST /v1/invitations/preview': ({ body }) => {
        if ((body as { code: string }).code !== code) throw new Refusal('invitation_invalid');
        const { email, role, expiresAt } = invitation;
        return { email, role, expiresAt, institution: '한빛고등학교' };
      },
      'POST /v1/invitations/accept': ({ body }) => {
        if ((body as { password: string }).password === 'password') throw new Refusal('password_common');
        return member;
      },
    });
  const accept = ['invitation', 'accept', '--name', '박민지'];

  it('says who invites, and lets a person mend the code and the password', async () => {
    const world = await server();
    const answers = ['mistyped', code, 'password', 'password', 'seven green lamps', 'seven green lamps'];
    const result = await runCli(accept, { ...world, answers });
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toContain('한빛고등학교');
    expect(world.seen.at(-1)).toMatchObject({ body: { code, name: '박민지', password: 'seven green lamps' } });
    // Nobody is signed in with it: a token that has ended would only stand in the way.
    expect(world.seen.every(({ token }) => token === undefined)).toBe(true);
  });

  it('reads the code and the password from files, and gives up where they are refused', async () => {
    const world = await server();
    const folder = await newFolder();
    const [codeFile, passwordFile] = [join(folder, 'code.txt'), join(folder, 'pw.txt')];
    await writeFile(codeFile, `${code}\n`);
    await writeFile(passwordFile, 'password\n');
    const argv = [...accept, '--code-file', codeFile, '--password-file', passwordFile, '--json'];
    const refused = await runCli(argv, world);
    expect(refused.code).toBe(3);
    expect(world.seen.filter(({ path }) => path === '/v1/invitations/accept')).toHaveLength(1);
    await writeFile(passwordFile, 'seven green lamps\n');
    expect(JSON.parse((await runCli(argv, world)).stdout)).toEqual(member);
  });

  it('uses no code up where there will be no password', async () => {
    const world = await server();
    const codeFile = join(await newFolder(), 'code.txt');
    await writeFile(codeFile, code);
    expect(await runCli([...accept, '--code-file', codeFile], world)).toMatchObject({ code: 2 });
    expect(world.seen).toEqual([]);
  });
});
