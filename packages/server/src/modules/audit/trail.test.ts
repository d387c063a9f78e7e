import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { auditDetailText } from '@didacto/sdk/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../platform/database.js';
import { systemActor } from './actor.js';
import { entriesOf, entryOf, openTestLog, someone, type TestLog } from './testing/test-log.js';

describe('the audit trail', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog();
  });
  afterEach(() => log.close());

  test('holds what was put on record, with what is personal beside it', async () => {
    await log.append(entryOf(1), { action: 'audit.dropped', by: systemActor, subjects: [] });
    const [first, second] = await entriesOf(log.db);
    expect(first).toMatchObject({
      seq: 1,
      at: '2026-03-02T00:00:00.000Z',
      action: 'lesson.started',
      actorKind: 'member',
      actorId: 'mem_1',
      tokenId: null,
      subjects: ['lec_1', 'mem_x1'],
      outcome: 'done',
      data: { count: 1, role: 'student', first: true, before: null },
      previousHash: '0'.repeat(64),
      detail: { address: '192.0.2.7', client: 'curl/8', requestId: 'req_1', note: 'note 1' },
    });
    if (!first?.detail) throw new Error('no detail');
    const text = auditDetailText(first.detail);
    expect(first.detailHash).toBe(createHash('sha256').update(text).digest('hex'));
    expect(second).toMatchObject({ seq: 2, previousHash: first.hash, detailHash: null, detail: null, data: {} });
  });

  test('salts each detail anew, so that equal addresses do not show', async () => {
    await log.append(entryOf(1), entryOf(1));
    const [first, second] = await entriesOf(log.db);
    expect(first?.detail?.address).toBe(second?.detail?.address);
    expect(first?.detailHash).not.toBe(second?.detailHash);
  });

  test('names a subject once, in order', async () => {
    await log.append(entryOf(1, { subjects: ['mem_b', 'lec_a', 'mem_b'] }));
    expect((await entriesOf(log.db))[0]?.subjects).toEqual(['lec_a', 'mem_b']);
    expect(await log.db('audit_subjects').orderBy('subject_id')).toEqual([
      { subject_id: 'lec_a', seq: 1 },
      { subject_id: 'mem_b', seq: 1 },
    ]);
  });

  test('verifies after any sequence of appends, whatever they hold', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 8 });
    const id = fc.string({ unit: fc.constantFrom(...'abc_019'), maxLength: 8 });
    const entry = fc.record({
      action: fc.constantFrom('member.suspended' as const, 'lecture.created' as const),
      by: fc.record({
        kind: fc.constantFrom('member' as const, 'device' as const, 'anonymous' as const, 'operator' as const),
        id: fc.option(id),
        tokenId: fc.option(id),
        address: text,
        client: text,
        requestId: text,
      }),
      subjects: fc.array(id, { maxLength: 3 }),
      outcome: fc.option(fc.constantFrom('done' as const, 'refused' as const), { nil: undefined }),
      data: fc.option(
        fc.dictionary(id, fc.oneof(id, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)), { maxKeys: 3 }),
        { nil: undefined },
      ),
      note: fc.option(text, { nil: undefined }),
    });
    let written = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(entry, { maxLength: 4 }), { maxLength: 6 }), async (batches) => {
        for (const batch of batches) await log.append(...batch);
        written += batches.flat().length;
        expect(await log.verify()).toMatchObject({ ok: true, entries: written, findings: [] });
      }),
      { numRuns: 30 },
    );
  });

  test('writes hundreds at once', async () => {
    await log.append(...Array.from({ length: 777 }, (_, n) => entryOf(n)));
    expect(await log.verify()).toMatchObject({ ok: true, entries: 777 });
    expect((await log.store.head()).seq).toBe(777);
  });

  test('leaves no gap and no entry where the transaction is rolled back', async () => {
    await log.append(entryOf(1));
    const undone = log.db.transaction(async (tx) => {
      await log.trail.append(tx, [entryOf(2), entryOf(3)]);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    await log.append(entryOf(4));
    expect((await entriesOf(log.db)).map(({ seq, actorId }) => [seq, actorId])).toEqual([
      [1, 'mem_1'],
      [2, 'mem_4'],
    ]);
    expect(await log.verify()).toMatchObject({ ok: true });
  });

  test('gives 50 parallel appends their places in one chain', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => log.append(entryOf(n))));
    expect(await log.verify()).toMatchObject({ ok: true, entries: 50, from: 1 });
    expect(new Set((await entriesOf(log.db)).map(({ actorId }) => actorId)).size).toBe(50);
  });

  test('takes 3 queries beside the insertion of the entry', async () => {
    const queries: string[] = [];
    await log.db.transaction(async (tx) => {
      tx.on('query', ({ sql }: { sql: string }) => queries.push(sql.split(' ').slice(0, 3).join(' ')));
      await log.trail.append(tx, [entryOf(1)]);
    });
    const own = queries.filter((sql) => /audit|insert|select/.test(sql));
    expect(own).toEqual([
      'select `seq`, `hash`',
      'insert into `audit_log`',
      'insert into `audit_details`',
      'insert into `audit_subjects`',
    ]);
  });

  test.each([
    ['a name', entryOf(1, { data: { name: '김하은' } })],
    ['a name in two words', entryOf(1, { data: { name: 'Haeun Kim' } })],
    ['an e-mail address', entryOf(1, { data: { email: 'haeun@school.example' } })],
    ['an address', entryOf(1, { data: { from: '192.0.2.7' } })],
    ['an IPv6 address', entryOf(1, { data: { from: '2001:db8::1' } })],
    ['a name as a key', entryOf(1, { data: { 'Haeun Kim': 1 } })],
    ['a name as a subject', entryOf(1, { subjects: ['김하은'] })],
    ['an e-mail address as the actor', entryOf(1, { by: { ...someone, id: 'haeun@school.example' } })],
  ])('refuses to keep %s for good, and does not repeat it', async (_, entry) => {
    const refused = log.append(entryOf(2), entry);
    await expect(refused).rejects.toThrow(/^The audit entry lesson.started would keep .* no id, code, time or count$/);
    await expect(refused).rejects.not.toThrow(/haeun|하은|192|2001/i);
    expect(await entriesOf(log.db)).toEqual([]);
  });

  test('keeps nothing personal in its chained rows', async () => {
    await log.append(entryOf(1, { note: '김하은 asked for it' }));
    const chained = JSON.stringify([await log.db('audit_log'), await log.db('audit_subjects')]);
    expect(chained).not.toMatch(/192\.0\.2\.7|curl|req_1|하은/);
    const beside = JSON.stringify(await log.db('audit_details'));
    for (const personal of ['192.0.2.7', 'curl/8', 'req_1', '하은']) expect(beside).toContain(personal);
  });
});

test('two servers on one file write one chain', async () => {
  const log = await openTestLog('didacto.sqlite');
  const other = await openDatabase(join(log.folder, 'didacto.sqlite'));
  const appendAt = (n: number) => log.trail.append(n % 2 === 0 ? log.db : other, [entryOf(n)]);
  await Promise.all(Array.from({ length: 40 }, (_, n) => appendAt(n)));
  expect(await log.verify()).toMatchObject({ ok: true, entries: 40 });
  await other.destroy();
  await log.close();
});
