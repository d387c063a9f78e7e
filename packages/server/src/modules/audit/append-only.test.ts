import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entriesOf, entryOf, openTestLog, type TestLog } from './testing/test-log.js';

describe('the database', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await openTestLog();
    await log.append(...Array.from({ length: 6 }, (_, n) => entryOf(n)));
    await log.checkpoints.make();
  });
  afterAll(() => log.close());
  const untouched = async () => expect(await log.verify()).toMatchObject({ ok: true, entries: 6, erasedDetails: 0 });

  test.each<[string, (log: TestLog) => Promise<unknown>]>([
    ['a changed entry', ({ db }) => db('audit_log').where({ seq: 3 }).update({ actor_id: 'mem_other' })],
    ['an entry changed to itself', ({ db }) => db('audit_log').where({ seq: 3 }).update({ seq: 3 })],
    ['a removed entry', ({ db }) => db('audit_log').where({ seq: 3 }).delete()],
    ['a removed last entry', ({ db }) => db('audit_log').where({ seq: 6 }).delete()],
    ['an emptied log', ({ db }) => db('audit_log').delete()],
    ['a head moved back', ({ db }) => db('audit_head').update({ seq: 5 })],
    ['a head with another hash', ({ db }) => db('audit_head').update({ hash: '1'.repeat(64) })],
    ['a removed head', ({ db }) => db('audit_head').delete()],
    ['a changed detail', ({ db }) => db('audit_details').where({ seq: 3 }).update({ detail: '{}' })],
    ['a changed checkpoint', ({ db }) => db('audit_checkpoints').update({ hash: '1'.repeat(64) })],
    ['a removed checkpoint', ({ db }) => db('audit_checkpoints').delete()],
  ])('refuses %s', async (_, act) => {
    await expect(act(log)).rejects.toThrow(/audit log/);
    await untouched();
  });

  test.each<[string, object]>([
    ['that leaves a gap', { seq: 8 }],
    ['in the place of another', { seq: 3 }],
    ['that follows another than the newest', { seq: 7, previous_hash: '1'.repeat(64) }],
  ])('refuses an entry %s', async (_, change) => {
    const row: object = await log.db('audit_log').where({ seq: 6 }).first();
    await expect(log.db('audit_log').insert({ ...row, ...change })).rejects.toThrow('must follow the newest one');
    const replaced = { ...row, ...change, data: '{}' };
    const [columns, values] = [Object.keys(replaced), Object.values(replaced)];
    const marks = columns.map(() => '?').join(', ');
    const replace = `insert or replace into audit_log (${columns.join(', ')}) values (${marks})`;
    await expect(log.db.raw(replace, values)).rejects.toThrow('must follow the newest one');
    await untouched();
  });

  test('lets entries go only as far as a checkpoint says that they were dropped', async () => {
    const undone = log.db.transaction(async (tx) => {
      await tx('audit_checkpoints').insert({ purpose: 'dropped', seq: 2, hash: '', at: '', signature: '' });
      await expect(tx('audit_log').where({ seq: 3 }).delete()).rejects.toThrow('append-only');
      expect(await tx('audit_log').where('seq', '<=', 2).delete()).toBe(2);
      expect(await tx('audit_details').orderBy('seq').pluck('seq')).toEqual([3, 4, 5, 6]);
      expect(await tx('audit_subjects').distinct('seq').orderBy('seq').pluck('seq')).toEqual([3, 4, 5, 6]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await entriesOf(log.db)).toHaveLength(6);
  });
});
