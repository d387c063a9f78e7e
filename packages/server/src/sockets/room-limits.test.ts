import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../platform/clock.js';
import { pairUp, reaches, roomScene } from '../testing/test-rooms.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';
import { roomLimits } from './room-limits.js';

describe('what a place may send in one second', () => {
  // The second stands still, so that nothing comes back.
  const second = Date.now();
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer({ effects: { clock: { ...systemClock, now: () => second } } });
  });
  afterAll(() => school.stop());

  const tally = (answers: readonly string[]) =>
    Object.fromEntries([...new Set(answers)].map((code) => [code, answers.filter((one) => one === code).length]));
  const signal = { description: { type: 'answer', sdp: '' } } as const;

  test('are 200 relays and 100 signals, each on its own and apart from everything else', async () => {
    const { instructor, student, place, studentPlace, close } = await pairUp(school, await roomScene(school));
    const many = Array.from({ length: roomLimits.relays + 20 });
    const relayed = await Promise.all(many.map(() => reaches(instructor, place)));
    expect(tally(relayed)).toEqual({ ok: roomLimits.relays, rate_limited: 20 });
    const signals = Array.from({ length: roomLimits.signals + 5 });
    const signalled = await Promise.all(signals.map(() => instructor.send('room.signal', { ...place, signal })));
    expect(tally(signalled)).toEqual({ ok: roomLimits.signals, rate_limited: 5 });
    await until('all are there', () => student.signals.length === roomLimits.signals);
    expect(await instructor.send('room.renew', place)).toBe('ok');
    expect(await reaches(student, studentPlace)).toBe('ok');
    close();
  });

  test('are 8 MB', async () => {
    const { student, studentPlace, instructor, close } = await pairUp(school, await roomScene(school));
    const bytes = new Uint8Array(512 * 1024);
    const relay = () => student.send('room.relay', { ...studentPlace, channel: 'tiles', bytes });
    const fits = roomLimits.relayBytes / bytes.length;
    const answers = [];
    for (let n = 0; n < fits + 1; n++) answers.push(await relay());
    expect(tally(answers)).toEqual({ ok: fits, rate_limited: 1 });
    expect(instructor.relayed).toHaveLength(fits);
    close();
  });

  test('is not more for coming in again', async () => {
    const scene = await roomScene(school);
    const { student, instructor, close } = await pairUp(school, scene);
    const answers: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { roomId, fence } = await student.attend(scene.lectureId, scene.lessonId);
      const many = Array.from({ length: roomLimits.relays / 2 });
      answers.push(...(await Promise.all(many.map(() => reaches(student, { roomId, fence })))));
    }
    expect(tally(answers)).toEqual({ ok: roomLimits.relays, rate_limited: roomLimits.relays / 2 });
    expect(instructor.relayed).toHaveLength(roomLimits.relays);
    close();
  });

  test('a message that the other side does not take is answered so, after a while', async () => {
    const { student, instructor, place, close } = await pairUp(school, await roomScene(school));
    student.takes = false;
    expect(await reaches(instructor, place)).toBe('room_peer_absent');
    student.takes = true;
    expect(await reaches(instructor, place)).toBe('ok');
    close();
  });
});
