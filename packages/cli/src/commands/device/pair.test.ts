import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { page, sampleDevice, sampleLab } from '../../testing/samples.js';
import { python, serve } from '../../testing/world.js';

describe('device pair', () => {
  it('shows the code, the key to compare and the line to type', async () => {
    const lab = sampleLab(1, '정보실 1');
    const offer = {
      device: sampleDevice(1, 1, 'PC-01'),
      code: 'K7WP3XQ9',
      expiresAt: python.createdAt,
      serverKey: 'A'.repeat(43),
    };
    const world = await serve({ 'GET /v1/labs': () => page(lab), [`POST /v1/labs/${lab.id}/devices`]: () => offer });
    const argv = ['device', 'pair', '--lab', '정보실 1', '--name', 'PC-01'];
    const { code, stdout } = await runCli(argv, world);
    expect(code).toBe(0);
    expect(stdout).toContain('K 7 W P - 3 X Q 9');
    expect(stdout).toMatch(
      new RegExp(`didacto-agent pair ${world.env.DIDACTO_SERVER} K7WP-3XQ9 --server-key ([0-9a-f]{4}-){4}[0-9a-f]{4}`),
    );
    const json = JSON.parse((await runCli([...argv, '--json'], world)).stdout);
    expect(json).toMatchObject({
      ...offer,
      serverKeyFingerprint: expect.stringMatching(/^([0-9a-f]{4}-){4}[0-9a-f]{4}$/),
    });
  });
});
