import type { Alarm } from '@didacto/sdk';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../testing/fake-server.js';
import { runCli } from '../../testing/run-cli.js';
import { page, sampleId } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

const time = '2026-11-21T01:02:03.456Z';
const alarm = (number: number, over: Partial<Alarm> = {}): Alarm => ({
  id: sampleId('alm', number),
  code: 'payment_unknown',
  subject: sampleId('pay', number),
  state: 'open',
  count: 3,
  detail: 'timeout',
  openedAt: time,
  lastAt: time,
  acknowledgedBy: null,
  acknowledgedAt: null,
  resolvedBy: null,
  resolvedAt: null,
  ...over,
});
const haeun = { id: sampleId('mem', 1), name: '김하은' };

describe('alarm list', () => {
  it('shows each in words, and how to take one on', async () => {
    const others = [
      alarm(2, { state: 'acknowledged', acknowledgedBy: haeun, acknowledgedAt: time, code: 'a_new_one' }),
      alarm(3, { state: 'resolved', resolvedAt: time }),
    ];
    const world = await serve({ 'GET /v1/alarms': () => page(...others, alarm(1)) });
    const ko = await runCli(['alarm', 'list', '--lang', 'ko'], world);
    expect(ko.stdout).toMatch(
      new RegExp(`^${sampleId('alm', 1)} +결제 결과 확인 안 됨 +${sampleId('pay', 1)} +미확인 +3 `, 'm'),
    );
    expect(ko.stdout).toMatch(/a_new_one .*확인 중 .*김하은/);
    expect(ko.stdout).toMatch(/해결됨 .*저절로/);
    expect(ko.stderr).toBe(`담당한다고 표시하기: didacto alarm ack ${sampleId('alm', 1)}\n`);
    const en = await runCli(['alarm', 'list'], world);
    expect(en.stdout).toContain('outcome of a payment unknown');
  });

  it('asks for one state, and gives programs all of it', async () => {
    const world = await serve({ 'GET /v1/alarms': () => page(alarm(1, { state: 'resolved', resolvedAt: time })) });
    const { stdout, stderr } = await runCli(['alarm', 'list', '--state', 'resolved', '--limit', '1', '--json'], world);
    expect(JSON.parse(stdout)).toEqual([alarm(1, { state: 'resolved', resolvedAt: time })]);
    expect([stderr, world.seen[0]?.query.get('state')]).toEqual(['', 'resolved']);
    expect(await runCli(['alarm', 'list', '--state', 'loud'], world)).toMatchObject({ code: 2 });
  });
});

describe('alarm ack and alarm resolve', () => {
  const id = sampleId('alm', 1);
  const world = () =>
    serve({
      [`POST /v1/alarms/${id}/acknowledge`]: () => alarm(1, { state: 'acknowledged', acknowledgedBy: haeun }),
      [`POST /v1/alarms/${id}/resolve`]: () => alarm(1, { state: 'resolved', resolvedBy: haeun, resolvedAt: time }),
    });

  it('show the alarm as it is then', async () => {
    const school = await world();
    expect((await runCli(['alarm', 'ack', id], school)).stdout).toContain('김하은');
    const resolve = ['alarm', 'resolve', id, '--note', '통장에서 확인', '--json'];
    expect(JSON.parse((await runCli(resolve, school)).stdout)).toMatchObject({ state: 'resolved', resolvedBy: haeun });
    expect(school.changes().map(({ body }) => body)).toEqual([undefined, { note: '통장에서 확인' }]);
  });

  it.each([
    ['ack', 'acknowledge'],
    ['resolve', 'resolve'],
  ])('%s sends nothing in a dry run', async (verb, path) => {
    const school = await world();
    const { code, stdout } = await runCli(['alarm', verb, id, '--dry-run', '--json'], school);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).requests).toMatchObject([{ method: 'POST', path: `/v1/alarms/${id}/${path}` }]);
    expect(school.changes()).toEqual([]);
  });

  it('end with 6 where another was faster', async () => {
    const school = await serve({
      [`POST /v1/alarms/${id}/acknowledge`]: () => {
        throw new Refusal('alarm_not_open');
      },
    });
    expect(await runCli(['alarm', 'ack', id], school)).toMatchObject({ code: 6, stdout: '' });
  });
});
