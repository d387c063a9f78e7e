import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { sampleInstitution, sampleMember } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

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
});
