import { describe, expect, it } from 'vitest';
import { auditPages, sampleLog } from '../../testing/audit-log.js';
import { runCli } from '../../testing/run-cli.js';
import { page, sampleId, sampleMember } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

describe('audit list', () => {
  it('asks for what the filters say: ids, members by name, whole days here', async () => {
    const { entries } = sampleLog(3);
    const world = await serve({
      'GET /v1/members': () => page(sampleMember(1, { name: '박민지' })),
      'GET /v1/audit': auditPages(entries),
    });
    const filters = ['--actor', '박민지', '--subject', sampleId('lec', 3), '--action', 'member.suspended'];
    const days = ['--from', '2026-11-21', '--to', '2026-11-21', '--limit', '2'];
    const result = await runCli(['audit', 'list', ...filters, ...days, '--json'], world);
    expect(JSON.parse(result.stdout)).toEqual(entries.slice(0, 2));
    expect(Object.fromEntries(world.seen.at(-1)?.query ?? [])).toEqual({
      actorId: sampleId('mem', 1),
      subjectId: sampleId('lec', 3),
      action: 'member.suspended',
      from: new Date(2026, 10, 21).toISOString(),
      to: new Date(2026, 10, 21, 23, 59, 59, 999).toISOString(),
      limit: '2',
    });
  });

  it('shows what was done in words, with address and note', async () => {
    const world = await serve({ 'GET /v1/audit': auditPages(sampleLog(1).entries) });
    const { stdout } = await runCli(['audit', 'list', '--lang', 'ko'], world);
    for (const text of ['회원 정지', '192.0.2.7', '메모', sampleId('mem', 1)]) expect(stdout).toContain(text);
  });

  it('refuses an action and a time that there is not', async () => {
    const action = await runCli(['audit', 'list', '--action', 'member.suspend']);
    expect(action.code).toBe(2);
    expect(action.stderr).toContain('member.suspended');
    expect(await runCli(['audit', 'list', '--from', 'yesterday'])).toMatchObject({ code: 2 });
  });
});
