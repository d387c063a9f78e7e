import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { sampleId } from '../../testing/samples.js';
import { serve, web } from '../../testing/world.js';

const helper = {
  member: { id: sampleId('mem', 5), name: '김하은' },
  role: 'assistant' as const,
  since: web.createdAt,
};
const path = `/v1/lectures/${web.id}/staff`;

describe('staff', () => {
  it('is listed, added to, removed from and left', async () => {
    const world = await serve({
      [`GET ${path}`]: () => ({ staff: [helper] }),
      [`POST ${path}`]: () => helper,
      [`DELETE ${path}/${helper.member.id}`]: () => undefined,
      [`POST ${path}/leave`]: () => undefined,
    });
    expect(JSON.parse((await runCli(['staff', 'list', 'Web', '--json'], world)).stdout)).toEqual([helper]);
    expect((await runCli(['staff', 'list', 'Web', '--lang', 'ko'], world)).stdout).toContain('조교');
    const add = ['staff', 'add', 'Web', '--email', 'haeun@school.example', '--role', 'assistant', '--json'];
    expect(JSON.parse((await runCli(add, world)).stdout)).toEqual(helper);
    expect(await runCli(['staff', 'remove', 'Web', '김하은', '--yes'], world)).toMatchObject({ code: 0 });
    expect(await runCli(['staff', 'leave', 'Web', '--yes'], world)).toMatchObject({ code: 0 });
    expect(world.changes().map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      { method: 'POST', path, body: { email: 'haeun@school.example', role: 'assistant' } },
      { method: 'DELETE', path: `${path}/${helper.member.id}`, body: undefined },
      { method: 'POST', path: `${path}/leave`, body: undefined },
    ]);
  });
});
