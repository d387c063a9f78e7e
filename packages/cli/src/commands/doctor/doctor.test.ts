import { describe, expect, it } from 'vitest';
import { Refusal } from '../../testing/fake-server.js';
import { runCli } from '../../testing/run-cli.js';
import { sampleInstitution, sampleMember } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';
import type { Finding } from './checks.js';

describe('doctor', () => {
  it('finds a clock that is off, and a server that is not there', async () => {
    const world = await serve({
      'GET /v1/institution': () => sampleInstitution,
      'GET /v1/members/me': () => sampleMember(1),
    });
    const clock = () => Date.parse(sampleInstitution.serverTime) + 5 * 60_000;
    const findings = JSON.parse((await runCli(['doctor', '--json'], { ...world, clock })).stdout);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'clock', result: 'warning' }));
    expect(findings).toContainEqual(expect.objectContaining({ check: 'sign_in', result: 'ok' }));
    const gone = await runCli(['doctor', '--json'], { env: { DIDACTO_SERVER: 'http://127.0.0.1:9' } });
    expect(gone.code).toBe(7);
  });

  it('warns of a second factor that the role needs, and of an account that is suspended', async () => {
    const demanding = { ...sampleInstitution, secondFactorRoles: ['admin'] };
    const admin = sampleMember(1, { role: 'admin' });
    const signIn = async (answer: () => unknown) => {
      const world = await serve({ 'GET /v1/institution': () => demanding, 'GET /v1/members/me': answer });
      const findings: Finding[] = JSON.parse((await runCli(['doctor', '--json'], world)).stdout);
      return findings.find(({ check }) => check === 'sign_in');
    };
    const lacking = await signIn(() => admin);
    expect(lacking).toMatchObject({ result: 'warning', detail: expect.stringContaining('second-factor enable') });
    expect(await signIn(() => ({ ...admin, secondFactor: true }))).toMatchObject({ result: 'ok' });
    const suspended = await signIn(() => {
      throw new Refusal('member_suspended');
    });
    expect(suspended).toMatchObject({ result: 'warning' });
  });
});
