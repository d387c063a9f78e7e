import { AuditEntry } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOf, systemActor } from './actor.js';
import { type AuditFilter, auditStore } from './store.js';
import { asIntruder, entryOf, openTestLog, someone, type TestLog } from './testing/test-log.js';

describe('the audit log', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await openTestLog();
    for (let n = 1; n <= 12; n++) {
      await log.append(entryOf(n, { subjects: [n % 2 === 0 ? 'lec_even' : 'lec_odd', `mem_${n + 1}`] }));
      log.clock.pass(60_000);
    }
  });
  afterAll(() => log.close());

  const seqs = async (filter: AuditFilter): Promise<number[]> =>
    (await log.store.page(filter, { limit: 100 })).data.map(({ seq }) => seq);

  test('is read newest first, or oldest first, page by page', async () => {
    const read = async (order: 'asc' | 'desc'): Promise<number[][]> => {
      const pages: number[][] = [];
      let cursor: string | undefined;
      do {
        const { data, nextCursor } = await log.store.page({ order }, { cursor, limit: 5 });
        pages.push(data.map(({ seq }) => seq));
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
      return pages;
    };
    expect(await read('asc')).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10],
      [11, 12],
    ]);
    expect(await read('desc')).toEqual([
      [12, 11, 10, 9, 8],
      [7, 6, 5, 4, 3],
      [2, 1],
    ]);
  });

  test.each(['', 'x', '1.5', '1e3', '9999999999', "1' or 1=1"])('takes the cursor %j for none', async (cursor) => {
    const first = async (order: 'asc' | 'desc') =>
      (await log.store.page({ order }, { cursor, limit: 1 })).data.map(({ seq }) => seq);
    expect([await first('asc'), await first('desc')]).toEqual([[1], [12]]);
  });

  test('is narrowed by actor, subject, member, action and time', async () => {
    expect(await seqs({ actorId: 'mem_4' })).toEqual([4]);
    expect(await seqs({ subjectId: 'lec_even' })).toEqual([12, 10, 8, 6, 4, 2]);
    expect(await seqs({ memberId: 'mem_4' })).toEqual([4, 3]);
    expect(await seqs({ action: 'lesson.started', order: 'asc' })).toEqual([1, 3, 5, 7, 9, 11]);
    expect(await seqs({ from: '2026-03-02T00:02:00Z', to: '2026-03-02T00:04:00Z' })).toEqual([4, 3]);
    expect(await seqs({ subjectId: 'lec_even', memberId: 'mem_4', from: '2026-03-02T00:03:00.000Z' })).toEqual([4]);
    expect(await seqs({ subjectId: 'lec_none' })).toEqual([]);
  });

  test('is narrowed by time also where the clock was set back in between', async () => {
    const other = await openTestLog();
    for (const passed of [0, 60_000, -30_000, 60_000]) {
      other.clock.pass(passed);
      await other.append(entryOf(1));
    }
    const { data } = await other.store.page({ from: '2026-03-02T00:01:00Z' }, { limit: 10 });
    expect(data.map(({ seq }) => seq)).toEqual([4, 2]);
    await other.close();
  });

  test('is read as the contract says, with its details', async () => {
    const { data } = await log.store.page({}, { limit: 100 });
    expect(data).toHaveLength(12);
    for (const entry of data) expect(AuditEntry.parse(entry)).toEqual(entry);
    expect(data[0]?.detail).toMatchObject({ address: someone.address, note: 'note 12' });
  });

  test('is read also where somebody made an entry unreadable', async () => {
    await asIntruder(log.db, async (tx) => {
      await tx('audit_log').where({ seq: 2 }).update({ data: '{', actor_kind: 'nobody' });
      await tx('audit_details').where({ seq: 3 }).update({ detail: '{' });
      const { data } = await auditStore(tx).page({ order: 'asc' }, { limit: 3 });
      for (const entry of data) expect(AuditEntry.parse(entry)).toEqual(entry);
      expect(data.map(({ action }) => action)).toEqual(['lesson.started', 'audit.unreadable', 'lesson.started']);
    });
  });
});

describe('what is personal in the audit log', () => {
  const erasedAfter = async (erase: (log: TestLog) => Promise<number>) => {
    const log = await openTestLog();
    for (let n = 1; n <= 6; n++) {
      await log.append(entryOf(n, { subjects: [`mem_${n + 1}`] }));
      log.clock.pass(60_000);
    }
    await log.anchor.move();
    const count = await erase(log);
    const left: number[] = await log.db('audit_details').orderBy('seq').pluck('seq');
    const report = await log.verify();
    await log.close();
    return { count, left, report };
  };

  test('is erased with the member who acted or was acted upon; the chain still verifies', async () => {
    const { count, left, report } = await erasedAfter(({ store }) => store.eraseDetailsOf('mem_4'));
    expect([count, left]).toEqual([2, [1, 2, 5, 6]]);
    expect(report).toMatchObject({ ok: true, entries: 6, erasedDetails: 2 });
  });

  test('is erased after its time; the chain still verifies', async () => {
    const { count, left, report } = await erasedAfter(({ store }) => store.eraseDetailsBefore('2026-03-02T00:02:00Z'));
    expect([count, left]).toEqual([2, [3, 4, 5, 6]]);
    expect(report).toMatchObject({ ok: true, entries: 6, erasedDetails: 2 });
  });
});

describe('an actor', () => {
  const origin = { address: '192.0.2.7', client: 'x'.repeat(9_000), requestId: 'req_1' };
  const from = { ...origin, client: 'x'.repeat(200) };
  const member = { kind: 'member', memberId: 'mem_1', name: '김하은', role: 'admin', mustSetUp: false } as const;

  test('is the member, with the access token that was used, if any; never their name', () => {
    const session = actorOf({ ...member, credentialId: 'ses_1', scopes: null }, origin);
    expect(session).toEqual({ kind: 'member', id: 'mem_1', tokenId: null, ...from });
    const token = actorOf({ ...member, credentialId: 'tok_1', scopes: new Set() }, origin);
    expect(token).toEqual({ kind: 'member', id: 'mem_1', tokenId: 'tok_1', ...from });
  });

  test('is the device, or nobody known, or the server itself', () => {
    expect(actorOf({ kind: 'device', deviceId: 'dev_1', instanceId: 'i' }, origin)).toEqual({
      ...{ kind: 'device', id: 'dev_1', tokenId: null },
      ...from,
    });
    expect(actorOf({ kind: 'anonymous' }, origin)).toEqual({ kind: 'anonymous', id: null, tokenId: null, ...from });
    expect(systemActor).toMatchObject({ kind: 'system', id: null, address: '' });
  });
});
