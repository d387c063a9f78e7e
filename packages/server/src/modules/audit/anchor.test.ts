import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../testing/until.js';
import { readAnchor } from './anchor.js';
import { auditKeeper } from './keeper.js';
import { entryOf, openTestLog, type TestLog } from './testing/test-log.js';

describe('the anchor', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog();
  });
  afterEach(() => log.close());

  /** Removes the newest entries and moves the head back, as an older copy of the database would. */
  const rollBack = async (to: number): Promise<void> => {
    const { db } = log;
    const triggers: { name: string; sql: string }[] = await db('sqlite_master').where({ type: 'trigger' });
    for (const { name } of triggers) await db.raw('drop trigger ??', [name]);
    const { hash }: { hash: string } = await db('audit_log').where({ seq: to }).first('hash');
    await db('audit_log').where('seq', '>', to).delete();
    await db('audit_head').update({ seq: to, hash });
    for (const { sql } of triggers) await db.raw(sql);
  };

  test('holds the newest entry, signed, readable by its owner only', async () => {
    await log.anchor.move();
    expect(await readAnchor(log.anchorFile)).toBeNull();
    await log.append(entryOf(1), entryOf(2));
    await log.anchor.move();
    expect(await readAnchor(log.anchorFile)).toMatchObject(await log.store.head());
    expect((statSync(log.anchorFile).mode & 0o777).toString(8)).toBe('600');
    expect(await log.verify()).toMatchObject({ ok: true, anchor: { seq: 2 } });
  });

  test('is written only when the log has grown', async () => {
    await log.append(entryOf(1));
    await log.anchor.move();
    const before = readFileSync(log.anchorFile, 'utf8');
    log.clock.pass(60_000);
    await log.anchor.move();
    expect(readFileSync(log.anchorFile, 'utf8')).toBe(before);
  });

  test('stays as evidence where an older database was put back, also when new entries follow', async () => {
    await log.append(...[1, 2, 3, 4].map((n) => entryOf(n)));
    await log.anchor.move();
    await rollBack(2);
    await expect(log.anchor.move()).rejects.toThrow('no longer holds entry 4');
    expect((await log.verify()).findings).toEqual([{ seq: 3, kind: 'missing', count: 2, foundBy: 'anchor' }]);
    log.clock.pass(1_000);
    await log.append(...[5, 6, 7].map((n) => entryOf(n)));
    await expect(log.anchor.move()).rejects.toThrow('no longer holds entry 4');
    expect((await log.verify()).findings).toEqual([{ seq: 4, kind: 'altered', count: 1, foundBy: 'anchor' }]);
    expect(await readAnchor(log.anchorFile)).toMatchObject({ seq: 4 });
    await rm(log.anchorFile);
    await log.anchor.move();
    expect(await log.verify()).toMatchObject({ ok: true, anchor: { seq: 5 } });
  });

  test('goes on where entries were dropped after their time, up to its own and beyond', async () => {
    const dropAll = async (): Promise<void> => {
      log.clock.pass(1_000);
      await log.checkpoints.dropBefore(new Date(log.clock.now()).toISOString());
    };
    const begins = async () => [(await log.store.newest('dropped'))?.seq, (await readAnchor(log.anchorFile))?.seq];
    await log.append(entryOf(1), entryOf(2), entryOf(3));
    await log.anchor.move();
    await dropAll();
    expect(await begins()).toEqual([3, 3]);
    expect(await log.verify()).toMatchObject({ ok: true });
    await log.anchor.move();
    await log.append(entryOf(5), entryOf(6));
    await dropAll();
    expect(await begins()).toEqual([6, 4]);
    expect(await log.verify()).toMatchObject({ ok: true });
    await log.anchor.move();
    expect(await begins()).toEqual([6, 7]);
  });

  test('that holds something else is named', async () => {
    await log.append(entryOf(1));
    writeFileSync(log.anchorFile, '{"seq":1}');
    await expect(log.verify()).rejects.toThrow(`${log.anchorFile} holds no checkpoint of the audit log`);
    await expect(log.anchor.move()).rejects.toThrow(`${log.anchorFile} holds no checkpoint of the audit log`);
  });

  test('that somebody else signed is found', async () => {
    await log.append(entryOf(1), entryOf(2));
    await log.anchor.move();
    const anchor = await readAnchor(log.anchorFile);
    writeFileSync(log.anchorFile, JSON.stringify({ ...anchor, seq: 1 }));
    expect((await log.verify()).findings).toMatchObject([{ seq: 1, kind: 'signature_invalid', foundBy: 'anchor' }]);
  });

  test('is moved every 10 s, a checkpoint made every hour, and both at the stop', async () => {
    const keeper = auditKeeper({ ...log, log: pino({ level: 'silent' }) });
    await log.append(entryOf(1));
    log.clock.pass(9_999);
    expect(await readAnchor(log.anchorFile)).toBeNull();
    log.clock.pass(1);
    await until('the anchor is there', async () => (await readAnchor(log.anchorFile))?.seq === 1);
    expect(await log.store.newest('reached')).toBeUndefined();
    log.clock.pass(3_600_000);
    await until('the checkpoint is there', async () => (await log.store.newest('reached'))?.seq === 1);
    await log.append(entryOf(2));
    await keeper.stop();
    expect(log.clock.timers()).toBe(0);
    expect(await readAnchor(log.anchorFile)).toMatchObject({ seq: 2 });
    expect(await log.store.newest('reached')).toMatchObject({ seq: 2 });
  });

  test('that cannot be moved is in the log, and keeps nothing from stopping', async () => {
    const lines: string[] = [];
    const keeper = auditKeeper({ ...log, log: pino({}, { write: (line: string) => lines.push(line) }) });
    await log.append(entryOf(1));
    writeFileSync(log.anchorFile, 'x');
    await keeper.stop();
    expect(lines.join()).toContain('holds no checkpoint of the audit log');
  });
});
