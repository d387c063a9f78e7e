import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { sampleInstitution } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

describe('institution update', () => {
  it('demands a second factor of some roles, or of none', async () => {
    const demanded = { ...sampleInstitution, secondFactorRoles: ['finance', 'admin'] };
    const world = await serve({ 'PATCH /v1/institution': () => demanded });
    const update = (roles: string) =>
      runCli(['institution', 'update', '--second-factor-roles', roles, '--lang', 'ko'], world);
    expect((await update('admin, finance')).stdout).toContain('재무, 관리자');
    await update('none');
    expect(world.changes().map(({ body }) => body)).toEqual([
      { secondFactorRoles: ['finance', 'admin'] },
      { secondFactorRoles: [] },
    ]);
    for (const roles of ['student', 'admin,none', '']) expect(await update(roles), roles).toMatchObject({ code: 2 });
    expect(world.changes()).toHaveLength(2);
  });

  it('says how control of a student’s computer begins, and changes it', async () => {
    const notifying = { ...sampleInstitution, controlPolicy: 'notify' as const };
    const world = await serve({ 'PATCH /v1/institution': () => notifying });
    const update = (policy: string) => runCli(['institution', 'update', '--control-policy', policy], world);
    expect((await update('notify')).stdout).toContain('the student is shown it');
    expect(world.changes().map(({ body }) => body)).toEqual([{ controlPolicy: 'notify' }]);
    expect(await update('never')).toMatchObject({ code: 2 });
  });
});
