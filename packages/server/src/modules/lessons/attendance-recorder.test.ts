import { expect, test } from 'vitest';
import type { Clock } from '../../platform/clock.js';
import { openDatabase } from '../../platform/database.js';
import { createLogger } from '../../platform/logger.js';
import { attendanceRecorder } from './attendance-recorder.js';
import { attendanceStore } from './attendance-store.js';

const at = '2026-03-02T00:00:00.000Z';

async function openRecorder() {
  const db = await openDatabase(':memory:');
  await db.raw('PRAGMA foreign_keys = OFF');
  await db('members').insert({
    id: 'mem_1',
    email: 'a@school.example',
    password_hash: '',
    name: '학생',
    role: 'student',
    grade: 'free',
    created_at: at,
  });
  const beats: (() => void)[] = [];
  const clock: Clock = {
    now: () => 0,
    every: (_, work) => {
      beats.push(work);
      return () => undefined;
    },
  };
  const recorder = attendanceRecorder({ db, clock, log: createLogger('silent') });
  const record = (state: 'live' | 'agent_lost' | 'left') =>
    recorder.record({ lessonId: 'les_1', studentId: 'mem_1', state, reason: null, at });
  const states = async () => (await attendanceStore(db).spansOf('les_1')).map(({ state }) => state);
  return { db, recorder, record, states, beat: () => beats.forEach((work) => void work()) };
}

test('states are written in the order they came, and only the last one lasts', async () => {
  const { db, recorder, record, states } = await openRecorder();
  record('live');
  record('agent_lost');
  const first = recorder.flush();
  record('live');
  await Promise.all([first, recorder.flush()]);
  expect(await states()).toEqual(['live', 'agent_lost', 'live']);
  expect(await attendanceStore(db).openSpans('les_1')).toHaveLength(1);
  await db.destroy();
});

test('what the database refused is told to who waits, kept, and written before what came later', async () => {
  const { db, recorder, record, states, beat } = await openRecorder();
  await db.schema.renameTable('attendance_spans', 'away');
  record('live');
  await expect(recorder.flush()).rejects.toThrow('attendance_spans');
  record('left');
  beat();
  await expect(recorder.flush()).rejects.toThrow('attendance_spans');
  await db.schema.renameTable('away', 'attendance_spans');
  await recorder.stop();
  expect(await states()).toEqual(['live', 'left']);
  await db.destroy();
});
