import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { page, sampleDevice, sampleLab, sampleRoster } from '../../testing/samples.js';
import { serve, web } from '../../testing/world.js';

describe('seat', () => {
  const lab = sampleLab(1, '정보실 1');
  const devices = [sampleDevice(1, 1, 'PC-01'), sampleDevice(2, 1, '=PC-02')];
  const roster = devices.map((device, at) => sampleRoster(at + 1, device, { name: '=cmd()' }));
  const rooms = {
    'GET /v1/labs': () => page(lab),
    'GET /v1/devices': () => page(...devices),
    [`GET /v1/lectures/${web.id}/roster`]: () => page(...roster, sampleRoster(3, null)),
  };

  it('exports what imports again unchanged, without formulas', async () => {
    const seen: unknown[] = [];
    const world = await serve({
      ...rooms,
      [`POST /v1/lectures/${web.id}/seats/import`]: ({ body }) => {
        seen.push(body);
        return {
          results: [
            { line: 2, outcome: 'unchanged' },
            { line: 3, outcome: 'unchanged' },
          ],
        };
      },
    });
    const { stdout } = await runCli(['seat', 'export', 'Web'], world);
    expect(stdout).not.toMatch(/(^|,)"?[=+@-]/m);
    const result = await runCli(['seat', 'import', 'Web', '-', '--json'], { ...world, stdin: stdout });
    expect(result.code).toBe(0);
    expect(seen).toEqual([
      {
        dryRun: false,
        rows: [
          { line: 2, device: '정보실 1/PC-01', student: 'm1@school.example' },
          { line: 3, device: '정보실 1/=PC-02', student: 'm2@school.example' },
        ],
      },
    ]);
  });

  it('reports every line, and ends with 8 where some were not good', async () => {
    const world = await serve({
      [`POST /v1/lectures/${web.id}/seats/import`]: ({ body }) => {
        expect(body).toMatchObject({ dryRun: true });
        return {
          results: [
            { line: 2, outcome: 'created' },
            { line: 3, outcome: 'student_unknown' },
          ],
        };
      },
    });
    const stdin = 'device,student\nA/1,a@x.example\nA/2,b@x.example\nA/3,\n';
    const result = await runCli(['seat', 'import', 'Web', '-', '--dry-run'], { ...world, stdin });
    expect(result.code).toBe(8);
    expect(result.stdout).toContain('unknown student');
    expect(result.stdout).toContain('skipped');
    expect(result.stderr).toContain('Nothing was changed');
  });
});
