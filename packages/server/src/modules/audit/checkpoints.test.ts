import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signCheckpoint } from './proofs.js';
import { auditStore } from './store.js';
import { asIntruder, entriesOf, entryOf, openTestLog, someone, type TestLog } from './testing/test-log.js';

const hour = 3_600_000;

describe('checkpoints', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog();
  });
  afterEach(() => log.close());

  /** Entries an hour apart; gives the time of the last one. */
  const appendHourly = async (count: number): Promise<string> => {
    for (let n = 1; n <= count; n++) {
      if (n > 1) log.clock.pass(hour);
      await log.append(entryOf(n));
    }
    return new Date(log.clock.now()).toISOString();
  };

  test('state how far the chain has come, once', async () => {
    await log.checkpoints.make();
    expect(await log.store.newest('reached')).toBeUndefined();
    await appendHourly(3);
    await log.checkpoints.make();
    await log.checkpoints.make();
    const head = await log.store.head();
    expect(await log.db('audit_checkpoints')).toMatchObject([{ purpose: 'reached', ...head }]);
    expect(await log.verify()).toMatchObject({ ok: true });
  });

  test('let the old part go, and the rest still verifies', async () => {
    const at = await appendHourly(10);
    await log.checkpoints.make();
    await log.anchor.move();
    expect(await log.checkpoints.dropBefore(at, someone)).toBe(9);
    const entries = await entriesOf(log.db);
    expect(entries.map(({ seq, action, data }) => [seq, action, data])).toEqual([
      [10, 'member.suspended', expect.anything()],
      [11, 'audit.dropped', { upTo: 9, entries: 9 }],
    ]);
    expect(await log.verify()).toMatchObject({ ok: true, entries: 2, from: 10 });
    expect(await log.db('audit_details').orderBy('seq').pluck('seq')).toEqual([10, 11]);
    await log.anchor.move();
    await log.append(entryOf(12));
    expect(await log.checkpoints.dropBefore(at)).toBe(0);
    expect(await log.verify()).toMatchObject({ ok: true, entries: 3 });
  });

  test('let all go, again and again', async () => {
    await appendHourly(3);
    for (const dropped of [3, 1, 1]) {
      log.clock.pass(hour);
      expect(await log.checkpoints.dropBefore(new Date(log.clock.now()).toISOString())).toBe(dropped);
      expect(await log.verify()).toMatchObject({ ok: true, entries: 1 });
    }
    expect((await entriesOf(log.db)).map(({ seq }) => seq)).toEqual([6]);
  });

  test('keep an entry that comes after a newer one, as when the clock was set back', async () => {
    await appendHourly(3);
    const before = log.clock.now();
    log.clock.pass(-2 * hour);
    await log.append(entryOf(4));
    expect(await log.checkpoints.dropBefore(new Date(before).toISOString())).toBe(2);
    expect((await entriesOf(log.db)).map(({ seq }) => seq)).toEqual([3, 4, 5]);
  });

  test('find entries that are missing after the old part, and old ones that are still there', async () => {
    const at = await appendHourly(6);
    await log.checkpoints.dropBefore(at);
    const missing = await asIntruder(log.db, async (tx) => {
      await tx('audit_log').where({ seq: 6 }).delete();
      return log.verify(tx);
    });
    expect(missing.findings).toMatchObject([{ seq: 6, kind: 'missing', foundBy: 'chain' }]);
    const restored = await asIntruder(log.db, async (tx) => {
      const row: object = await tx('audit_log').where({ seq: 6 }).first();
      await tx('audit_log').insert({ ...row, seq: 5 });
      return log.verify(tx);
    });
    expect(restored.findings).toMatchObject([{ seq: 5, kind: 'inserted' }]);
  });

  test('do not make a removed beginning right: who has no key cannot say that it was dropped', async () => {
    await appendHourly(6);
    await log.checkpoints.make();
    const unlicensed = await asIntruder(log.db, async (tx) => {
      await tx('audit_log').where('seq', '<=', 4).delete();
      return log.verify(tx);
    });
    expect(unlicensed.findings).toMatchObject([{ seq: 1, kind: 'missing', count: 4 }]);
    const turned = await asIntruder(log.db, async (tx) => {
      await tx('audit_log').delete();
      await tx('audit_checkpoints').update({ purpose: 'dropped' });
      return log.verify(tx);
    });
    expect(turned.findings).toMatchObject([{ seq: 6, kind: 'signature_invalid', foundBy: 'checkpoint' }]);
  });

  test('find the end of the log removed together with its head moved back', async () => {
    await appendHourly(4);
    const { hash } = await log.store.head();
    await log.append(entryOf(5), entryOf(6));
    await log.checkpoints.make();
    const cut = await asIntruder(log.db, async (tx) => {
      await tx('audit_log').where('seq', '>', 4).delete();
      await tx('audit_head').update({ seq: 4, hash });
      return log.verify(tx);
    });
    expect(cut.findings).toEqual([{ seq: 5, kind: 'missing', count: 2, foundBy: 'checkpoint' }]);
  });

  test('that let entries go while the log is verified do not make them missing', async () => {
    await appendHourly(4);
    const position = { seq: 3, hash: (await log.store.hashAt(3)) ?? '' };
    const statement = signCheckpoint(log.identity, 'dropped', position, new Date(log.clock.now()).toISOString());
    let dropping: Promise<void> | undefined;
    // Once the verification knows where the log begins, and before it reads an entry.
    log.db.on('query-response', (_, { sql }: { sql: string }) => {
      if (!/audit_checkpoints/.test(sql)) return;
      dropping ??= log.db.transaction(async (tx) => {
        await auditStore(tx).insertCheckpoint({ ...statement, purpose: 'dropped' });
        await auditStore(tx).drop(3);
      });
    });
    expect(await log.verify()).toMatchObject({ ok: true, entries: 1, from: 4 });
    await dropping;
  });

  test('drop nothing that was altered: an old date does not get rid of an entry', async () => {
    const at = await appendHourly(6);
    log.clock.pass(hour);
    await log.append(entryOf(7));
    const { db } = log;
    const triggers: { name: string }[] = await db('sqlite_master').where({ type: 'trigger' }).select('name');
    for (const { name } of triggers) await db.raw('drop trigger ??', [name]);
    await db('audit_log').where('seq', '>=', 6).update({ at: '2020-01-01T00:00:00.000Z' });
    await expect(log.checkpoints.dropBefore(at)).rejects.toThrow('does not verify at entry 6; nothing was dropped');
    expect(await entriesOf(db)).toHaveLength(7);
    expect(await log.store.newest('dropped')).toBeUndefined();
  });
});
