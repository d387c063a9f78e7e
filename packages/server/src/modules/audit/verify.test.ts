import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { type AuditFinding, auditEntryText, auditSignatureText } from '@didacto/sdk/contract';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DetailedRow, type EntryRow, toEntry } from './entry-rows.js';
import { asIntruder, entryOf, openTestLog, type TestLog } from './testing/test-log.js';

const length = 24;
const strangersKey = generateKeyPairSync('ed25519').privateKey;

/** The hash somebody without the key can compute, with a signature of their own. */
function rehashed(row: DetailedRow): Pick<EntryRow, 'hash' | 'signature'> {
  const hash = createHash('sha256')
    .update(auditEntryText(toEntry(row)))
    .digest('hex');
  const text = auditSignatureText(row.seq, hash);
  return { hash, signature: sign(null, Buffer.from(text), strangersKey).toString('base64url') };
}

const rowOf = async (tx: Knex.Transaction, seq: number): Promise<DetailedRow> =>
  tx('audit_log as l')
    .leftJoin('audit_details as d', 'd.seq', 'l.seq')
    .where('l.seq', seq)
    .first('l.*', 'd.salt', 'd.detail');

describe('verifying the audit log', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await openTestLog();
    for (let n = 1; n <= 10; n++) await log.append(entryOf(n));
    await log.checkpoints.make();
    await log.append(...Array.from({ length: length - 10 }, (_, n) => entryOf(11 + n)));
    await log.anchor.move();
  });
  afterAll(() => log.close());

  /** What is found after somebody without the key did this. */
  const findingsAfter = (act: (tx: Knex.Transaction) => Promise<unknown>): Promise<readonly AuditFinding[]> =>
    asIntruder(log.db, async (tx) => {
      await act(tx);
      const { ok, findings } = await log.verify(tx);
      expect(ok).toBe(findings.length === 0);
      return findings;
    });
  const anySeq = fc.integer({ min: 1, max: length });

  test('finds nothing in a log as it was written', async () => {
    const head = await log.store.head();
    expect(await log.verify()).toMatchObject({ ok: true, entries: length, erasedDetails: 0, from: 1, head, faults: 0 });
    expect(await findingsAfter(async () => undefined)).toEqual([]);
  });

  const text = fc.oneof(
    fc.string({ maxLength: 10 }),
    fc.constantFrom('done', 'refused', 'system', '[]', '{}', '{"n":1}'),
  );
  const values: Record<keyof EntryRow, fc.Arbitrary<string | number | null>> = {
    seq: fc.integer({ min: -100, max: 100 }),
    at: fc.oneof(text, fc.constant('2026-03-03T00:00:00.000Z')),
    action: fc.oneof(text, fc.constant('member.restored')),
    actor_kind: fc.oneof(text, fc.constantFrom('member', 'device')),
    actor_id: fc.option(text),
    token_id: fc.option(text),
    subjects: text,
    outcome: text,
    data: text,
    detail_hash: fc.option(text),
    previous_hash: text,
    hash: text,
    signature: text,
  };
  const alteration = fc.oneof(...Object.entries(values).map(([column, value]) => value.map((to) => ({ column, to }))));

  test('finds any alteration of any column of any entry, and says which entry', async () => {
    await fc.assert(
      fc.asyncProperty(anySeq, alteration, async (seq, { column, to }) => {
        const isKept = column === 'seq' && typeof to === 'number' && to >= 1 && to <= length;
        const before = Object.entries((await log.db('audit_log').where({ seq }).first()) ?? {});
        fc.pre(!isKept && before.some(([name, value]) => name === column && value !== to));
        const found = await findingsAfter((tx) =>
          tx('audit_log')
            .where({ seq })
            .update({ [column]: to }),
        );
        expect(found.map((finding) => finding.seq)).toContain(seq);
        if (column !== 'seq') expect(found).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  test('finds it also with the hash recomputed and signed by another key', async () => {
    await fc.assert(
      fc.asyncProperty(anySeq, alteration, async (seq, { column, to }) => {
        fc.pre(!['seq', 'hash', 'signature'].includes(column));
        const found = await findingsAfter(async (tx) => {
          await tx('audit_log')
            .where({ seq })
            .update({ [column]: to });
          await tx('audit_log')
            .where({ seq })
            .update(rehashed(await rowOf(tx, seq)));
        });
        expect(found).toMatchObject([{ seq, foundBy: 'chain' }]);
      }),
      { numRuns: 100 },
    );
  });

  test('finds an entry whose text was changed where its meaning was not', async () => {
    const { data, subjects } = await log.db('audit_log').where({ seq: 5 }).first();
    for (const change of [
      { data: ` ${data}` },
      { data: data.replace('{', '{"count":0,') },
      { subjects: `${subjects} ` },
    ])
      expect(await findingsAfter((tx) => tx('audit_log').where({ seq: 5 }).update(change))).toMatchObject([
        { seq: 5, kind: 'altered' },
      ]);
  });

  test('finds the rest of the chain recomputed, entry by entry', async () => {
    const found = await findingsAfter(async (tx) => {
      await tx('audit_log').where({ seq: 15 }).update({ actor_id: 'mem_other' });
      let previous_hash = (await rowOf(tx, 14)).hash;
      for (let seq = 15; seq <= length; seq++) {
        await tx('audit_log').where({ seq }).update({ previous_hash });
        const forged = rehashed(await rowOf(tx, seq));
        await tx('audit_log').where({ seq }).update(forged);
        previous_hash = forged.hash;
      }
      await tx('audit_head').update({ hash: previous_hash });
    });
    expect(found.map(({ seq, kind }) => [seq, kind])).toEqual(
      Array.from({ length: 10 }, (_, n) => [15 + n, 'signature_invalid']),
    );
  });

  test('finds any removed entries as one run', async () => {
    await fc.assert(
      fc.asyncProperty(anySeq, fc.integer({ min: 1, max: length }), async (seq, wanted) => {
        const count = Math.min(wanted, length - seq + 1);
        const found = await findingsAfter((tx) =>
          tx('audit_log')
            .whereBetween('seq', [seq, seq + count - 1])
            .delete(),
        );
        expect(found).toMatchObject([{ seq, kind: 'missing', count }]);
      }),
      { numRuns: 50 },
    );
  });

  test('finds the last entries removed together with a head moved back, by the anchor', async () => {
    for (const last of [0, 5, length - 1]) {
      const found = await findingsAfter(async (tx) => {
        const hash: { hash: string } | undefined = await tx('audit_log').where({ seq: last }).first('hash');
        await tx('audit_log').where('seq', '>', last).delete();
        await tx('audit_head').update({ seq: last, hash: hash?.hash ?? '0'.repeat(64) });
      });
      expect(found).toEqual([{ seq: last + 1, kind: 'missing', count: length - last, foundBy: 'anchor' }]);
    }
  });

  test('finds an entry that somebody added', async () => {
    const found = await findingsAfter(async (tx) => {
      const row = { ...(await rowOf(tx, length)), seq: length + 1, actor_id: 'mem_other' };
      const { salt: _salt, detail: _detail, ...entry } = { ...row, previous_hash: row.hash };
      await tx('audit_log').insert({ ...entry, ...rehashed({ ...row, ...entry }) });
    });
    expect(found).toEqual([{ seq: length + 1, kind: 'signature_invalid', count: 1, foundBy: 'chain' }]);
  });

  test('finds an entry copied to another place, and two that changed places', async () => {
    const copy = await findingsAfter(async (tx) => {
      const { salt: _salt, detail: _detail, ...row } = await rowOf(tx, 7);
      await tx('audit_log').insert({ ...row, seq: length + 1 });
    });
    expect(copy).toMatchObject([{ seq: length + 1, kind: 'altered' }]);
    const swap = await findingsAfter(async (tx) => {
      await tx('audit_log').where({ seq: 7 }).update({ seq: 100 });
      await tx('audit_log').where({ seq: 8 }).update({ seq: 7 });
      await tx('audit_log').where({ seq: 100 }).update({ seq: 8 });
    });
    expect(swap).toMatchObject([
      { seq: 7, kind: 'altered' },
      { seq: 8, kind: 'altered' },
    ]);
  });

  test('finds any alteration of a head and of a checkpoint', async () => {
    const head = await log.store.head();
    const other = '1'.repeat(64);
    expect(await findingsAfter((tx) => tx('audit_head').update({ hash: other }))).toEqual([
      { seq: length, kind: 'altered', count: 1, foundBy: 'head' },
    ]);
    expect(await findingsAfter((tx) => tx('audit_head').update({ seq: head.seq + 2 }))).toEqual([
      { seq: length + 1, kind: 'missing', count: 2, foundBy: 'head' },
    ]);
    expect(await findingsAfter((tx) => tx('audit_head').update({ seq: head.seq - 2 }))).toEqual([
      { seq: length - 1, kind: 'inserted', count: 2, foundBy: 'head' },
    ]);
    for (const change of [{ hash: other }, { seq: 9 }, { at: '2026-03-01T00:00:00.000Z' }, { signature: 'x' }])
      expect(await findingsAfter((tx) => tx('audit_checkpoints').update(change))).toMatchObject([
        { seq: 'seq' in change ? 9 : 10, kind: 'signature_invalid', foundBy: 'checkpoint' },
      ]);
  });

  test('says that the log lost its head', async () => {
    await expect(findingsAfter((tx) => tx('audit_head').delete())).rejects.toThrow('lost its head');
  });

  test('finds any alteration of a detail, also of its salt, and a detail that was added', async () => {
    const row: { salt: string; detail: string } = await log.db('audit_details').where({ seq: 5 }).first();
    const changes = [
      { salt: 'another' },
      { detail: row.detail.replace('192.0.2.7', '198.51.100.1') },
      { detail: row.detail.replace('note 5', '') },
      { detail: ` ${row.detail}` },
      { detail: '{}' },
      { detail: 'none' },
      { detail: '[]' },
    ];
    for (const change of changes)
      expect(await findingsAfter((tx) => tx('audit_details').where({ seq: 5 }).update(change))).toEqual([
        { seq: 5, kind: 'detail_altered', count: 1, foundBy: 'chain' },
      ]);
    const moved = await findingsAfter(async (tx) => {
      await tx('audit_details').where({ seq: 6 }).delete();
      await tx('audit_details').where({ seq: 5 }).update({ seq: 6 });
    });
    expect(moved).toMatchObject([{ seq: 6, kind: 'detail_altered' }]);
  });

  test('stays true, and counts, while details are erased', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anySeq), (erased) =>
        asIntruder(log.db, async (tx) => {
          await tx('audit_details').whereIn('seq', erased).delete();
          expect(await log.verify(tx)).toMatchObject({ ok: true, erasedDetails: erased.length });
        }),
      ),
      { numRuns: 30 },
    );
  });

  test('does not trust the index of subjects', async () => {
    expect(await findingsAfter((tx) => tx('audit_subjects').delete())).toEqual([]);
  });

  test('reads a log of several pages', async () => {
    const long = await openTestLog();
    for (let n = 0; n < 5; n++) await long.append(...Array.from({ length: 500 }, (_, m) => entryOf(n * 500 + m)));
    await long.checkpoints.make();
    expect(await long.verify()).toMatchObject({ ok: true, entries: 2_500 });
    const found = await asIntruder(long.db, async (tx) => {
      await tx('audit_log').whereBetween('seq', [995, 1_005]).delete();
      await tx('audit_log').where({ seq: 2_000 }).update({ data: '{}' });
      return (await long.verify(tx)).findings;
    });
    expect(found.map(({ seq, kind, count }) => [seq, kind, count])).toEqual([
      [995, 'missing', 11],
      [2_000, 'altered', 1],
    ]);
    await long.close();
  });

  test('finds nothing while others append', async () => {
    const busy = await openTestLog();
    await busy.append(...Array.from({ length: 1_200 }, (_, n) => entryOf(n)));
    const writing = (async () => {
      for (let n = 0; n < 60; n++) {
        await busy.append(entryOf(n));
        if (n % 20 === 0) await busy.checkpoints.make();
        await busy.anchor.move();
      }
    })();
    for (let n = 0; n < 3; n++) expect(await busy.verify()).toMatchObject({ ok: true, findings: [] });
    await writing;
    expect(await busy.verify()).toMatchObject({ ok: true, entries: 1_260 });
    await busy.close();
  });
});
