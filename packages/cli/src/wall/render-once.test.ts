import { describe, expect, it } from 'vitest';
import { renderOnce } from './render-once.js';
import { colourJpeg, FakeSource, fakeTile } from './testing/fake-source.js';

const NOW = Date.UTC(2027, 2, 2, 1, 0, 0);
const picture = { version: 7, jpeg: colourJpeg(10, 200, 30), capturedAt: NOW - 3000 };
const source = new FakeSource(
  [
    fakeTile({ studentId: 'mem_1', name: '김하늘', since: NOW - 60_000, picture }),
    fakeTile({
      studentId: 'mem_2',
      name: '\u001b[31mDana',
      state: 'no_display',
      reason: 'locked',
      since: NOW - 120_000,
      consent: { screen: false, voice: true, camera: false },
    }),
    fakeTile({ studentId: 'mem_3', name: 'Erik', state: 'never_connected', deviceName: null }),
  ],
  { lesson: { id: 'les_1', startedAt: NOW - 90_000 }, waiting: 2 },
);
const options = { json: false, width: 80, lang: 'en', colour: false, now: NOW } as const;

describe('renderOnce', () => {
  it('prints a table without escape sequences', async () => {
    const text = await renderOnce(source.snapshot(), options);
    expect(text).not.toContain('\u001b');
    expect(text.split('\n')).toEqual([
      '자료구조 (A)                      lesson 1:30  ● 1 ▲ 1 · 1  2 waiting  connected',
      '',
      'NAME    DEVICE     STATE                           AGE  CONSENT',
      '김하늘  LAB1-PC01  ● live                          3s',
      'Dana    LAB1-PC01  ▲ no screen (screen is locked)  2m   live not allowed, voice allowed',
      'Erik    -          · absent',
      '',
    ]);
  });

  it('tells who sees to alarms of those that nobody has acknowledged', async () => {
    const alarms = { count: 2, codes: ['payment_unknown', '\u001b[2Jnew_one'] };
    const shown = { ...source.snapshot(), alarms };
    const second = async (lang: 'en' | 'ko', snapshot = shown) =>
      (await renderOnce(snapshot, { ...options, lang })).split('\n')[1];
    expect(await second('en')).toBe('⚠ 2 alarms: outcome of a payment unknown, new_one  (didacto alarm list)');
    expect(await second('ko')).toBe('⚠ 알림 2건: 결제 결과 확인 안 됨, new_one  (didacto alarm list)');
    expect(await second('en', { ...shown, alarms: { count: 0, codes: [] } })).toBe('');
    expect(JSON.parse(await renderOnce(shown, { ...options, json: true }))).toMatchObject({ alarms });
  });

  it('speaks Korean', async () => {
    expect(await renderOnce(source.snapshot(), { ...options, lang: 'ko' })).toContain('▲ 화면 없음 (화면 잠김)');
  });

  it('adds small pictures where colour is wanted', async () => {
    const text = await renderOnce(source.snapshot(), { ...options, colour: true });
    expect(text).toContain('▀');
    expect(text).toMatch(/48;2;\d+;20\d;/);
  });

  it('gives JSON with stable fields, names as they are, and no pixels', async () => {
    const json: unknown = JSON.parse(await renderOnce(source.snapshot(), { ...options, json: true }));
    expect(json).toMatchObject({
      lecture: { id: 'lec_1' },
      lesson: { id: 'les_1', startedAt: '2027-03-02T00:58:30.000Z' },
      waiting: 2,
      alarms: null,
      counts: { live: 1, unchanged: 0, no_display: 1, agent_lost: 0, left: 0, never_connected: 1 },
      students: [
        { studentId: 'mem_1', reason: null, picture: { version: 7, capturedAt: '2027-03-02T00:59:57.000Z' } },
        { name: '\u001b[31mDana', reason: 'locked', consent: { screen: false, voice: true }, picture: null },
        { deviceName: null },
      ],
    });
  });
});
