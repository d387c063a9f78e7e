import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { python, serve } from '../../testing/world.js';

const path = `/v1/lectures/${python.id}/consent`;

describe('consent', () => {
  it('shows what is allowed, by the words of the options that change it', async () => {
    const world = await serve({ [`GET ${path}`]: () => ({ screen: true, voice: false, camera: true }) });
    const { stdout } = await runCli(['consent', 'get', '파이썬 기초', '--lang', 'ko'], world);
    expect(stdout.replace(/ +/g, ' ')).toContain('화면 예');
    expect(stdout.replace(/ +/g, ' ')).toContain('음성 아니요');
    expect((await runCli(['consent', 'get', '파이썬 기초'], world)).stdout).toMatch(/^SCREEN +yes\n/);
  });

  it('changes only what is said, and nothing where nothing is', async () => {
    const world = await serve({ [`PATCH ${path}`]: () => ({ screen: false, voice: true, camera: false }) });
    const set = (...options: string[]) => runCli(['consent', 'set', '파이썬 기초', ...options, '--json'], world);
    expect(JSON.parse((await set('--voice', 'yes', '--screen', 'no')).stdout)).toMatchObject({ voice: true });
    expect(await set()).toMatchObject({ code: 2 });
    expect(await set('--voice', 'perhaps')).toMatchObject({ code: 2 });
    expect(world.changes().map(({ body }) => body)).toEqual([{ screen: false, voice: true }]);
  });
});
