import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { page, sampleId, sampleLesson } from '../../testing/samples.js';
import { python, serve, web } from '../../testing/world.js';

describe('lesson', () => {
  it('ends through its lecture, and says so where none is active', async () => {
    const world = await serve({
      [`GET /v1/lectures/${python.id}/lessons`]: () => page(sampleLesson(2, 'active'), sampleLesson(1, 'ended')),
      [`GET /v1/lectures/${web.id}/lessons`]: () => page(sampleLesson(3, 'ended')),
      [`POST /v1/lessons/${sampleId('les', 2)}/end`]: () => sampleLesson(2, 'ended'),
    });
    expect(await runCli(['lesson', 'end', '파이썬 기초', '--yes'], world)).toMatchObject({ code: 0 });
    expect(await runCli(['lesson', 'end', 'Web', '--yes'], world)).toMatchObject({ code: 6 });
  });

  it('shows attendance as a bar of the lesson', async () => {
    const lesson = sampleLesson(1, 'ended');
    const at = (minute: number) => new Date(Date.parse('2026-11-21T01:00:00.000Z') + minute * 60_000).toISOString();
    const spans = [
      { state: 'live', reason: null, from: at(0), to: at(30) },
      { state: 'agent_lost', reason: null, from: at(30), to: at(60) },
    ];
    const students = [{ student: { id: sampleId('mem', 1), name: '김하은' }, presentMs: 30 * 60_000, gaps: 1, spans }];
    const world = await serve({ [`GET /v1/lessons/${lesson.id}/attendance`]: () => ({ lesson, students }) });
    const text = await runCli(['lesson', 'attendance', lesson.id], world);
    expect(text.stdout).toMatch(/김하은 +30 +1 +█{20}×{20}/);
    expect(text.stderr).toContain('× lost');
    const json = await runCli(['lesson', 'attendance', lesson.id, '--json'], world);
    expect(JSON.parse(json.stdout)).toEqual({ lesson, students });
  });
});
