import fc from 'fast-check';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../platform/sha256.js';
import type { LedgerFinding } from './checker.js';
import { type EntryRow, journalStore, toEntry } from './journal-store.js';
import { genesisHash, journalEntryText } from './journal-text.js';
import { randomEdit } from './testing/random-edit.js';
import { asIntruder, effectsOf, openTestLedger, type TestLedger } from './testing/test-ledger.js';

describe('verifying the ledger', () => {
  let books: TestLedger;
  let length = 0;
  beforeAll(async () => {
    books = await openTestLedger();
    await books.book(...Array.from({ length: 16 }, (_, n) => effectsOf(n)).flat());
    length = (await books.store.head()).seq;
  });
  afterAll(() => books.close());

  /** What is found after somebody did this. */
  const findingsAfter = (act: (tx: Knex.Transaction) => Promise<unknown>): Promise<readonly LedgerFinding[]> =>
    asIntruder(books.db, async (tx) => {
      await act(tx);
      const { ok, findings } = await books.verify(tx);
      expect(ok).toBe(findings.length === 0);
      return findings;
    });
  const finding = (seq: number, kind: LedgerFinding['kind'], count = 1, owner: string | null = null) => ({
    ...{ seq, kind, count, owner },
  });

  test('finds nothing in a ledger as it was written, and in an empty one', async () => {
    const head = await books.store.head();
    expect(await books.verify()).toEqual({ ok: true, entries: length, head, faults: 0, findings: [] });
    expect(await findingsAfter(async () => undefined)).toEqual([]);
    const empty = await openTestLedger();
    expect(await empty.verify()).toMatchObject({ ok: true, entries: 0, head: { seq: 0, hash: genesisHash } });
    await empty.close();
  });

  test('finds each of 1,000 random edits of entries, postings, head and wallets', async () => {
    await asIntruder(books.db, async (tx) => {
      for (let seed = 0; seed < 1_000; seed++) {
        const edit = randomEdit(seed, length);
        const attempt = await tx.transaction();
        const applied = await edit.apply(attempt);
        const { ok } = await books.verify(attempt);
        await attempt.rollback();
        expect([seed, edit.name, applied, ok]).toEqual([seed, edit.name, true, false]);
      }
      expect(await books.verify(tx)).toMatchObject({ ok: true });
    });
  });

  test('says which entry was altered', async () => {
    expect(
      await findingsAfter((tx) => tx('journal_entries').where({ seq: 5 }).update({ payment_id: 'pay_x' })),
    ).toEqual([finding(5, 'altered')]);
    expect(await findingsAfter((tx) => tx('postings').where({ seq: 6, line: 1 }).update({ amount: 5 }))).toEqual([
      finding(6, 'altered'),
    ]);
    expect(await findingsAfter((tx) => tx('postings').where({ seq: 6, line: 3 }).update({ line: 9 }))).toEqual([
      finding(6, 'altered'),
    ]);
  });

  test('finds removed entries as one run, with or without their postings', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: length }), fc.nat(5), fc.boolean(), async (seq, more, postingsToo) => {
        const last = Math.min(seq + more, length);
        const found = await findingsAfter(async (tx) => {
          await tx('journal_entries').whereBetween('seq', [seq, last]).delete();
          if (postingsToo) await tx('postings').whereBetween('seq', [seq, last]).delete();
        });
        expect(found).toEqual([finding(seq, 'missing', last - seq + 1)]);
      }),
      { numRuns: 60 },
    );
  });

  /** Gives an entry the hash that fits it, as whoever can compute one may. */
  const rehash = async (tx: Knex.Transaction, seq: number, previous?: string): Promise<string> => {
    const row: EntryRow = await tx('journal_entries').where({ seq }).first();
    const postings = await journalStore(tx).postingsBetween(seq - 1, seq);
    const entry = { ...toEntry(row, postings), ...(previous !== undefined && { previousHash: previous }) };
    const hash = sha256(journalEntryText(entry));
    await tx('journal_entries').where({ seq }).update({ hash, previous_hash: entry.previousHash });
    return hash;
  };

  test('finds an altered entry with its hash recomputed by the link that broke', async () => {
    const found = await findingsAfter(async (tx) => {
      await tx('journal_entries').where({ seq: 5 }).update({ payment_id: 'pay_x' });
      await rehash(tx, 5);
    });
    expect(found).toEqual([finding(6, 'inserted')]);
  });

  test('finds that an entry does not balance, and a wallet that its ledger does not explain, under recomputed hashes', async () => {
    const rewriteFrom = async (tx: Knex.Transaction, from: number) => {
      let previous: string | undefined;
      for (let seq = from; seq <= length; seq++) previous = await rehash(tx, seq, previous);
      await tx('ledger_head').update({ hash: previous });
    };
    const unbalanced = await findingsAfter(async (tx) => {
      await tx('postings').where({ seq: 5, line: 1 }).increment('amount', 1);
      await rewriteFrom(tx, 5);
    });
    expect(unbalanced).toEqual([finding(5, 'unbalanced')]);
    const shifted = await findingsAfter(async (tx) => {
      await tx('postings').where({ seq: 5, line: 1 }).increment('amount', 7);
      await tx('postings').where({ seq: 5, owner: 'institution' }).decrement('amount', 7);
      await rewriteFrom(tx, 5);
    });
    expect(shifted).toEqual([finding(5, 'wallet_differs', 1, 'institution')]);
  });

  test('finds entries and postings that were put in', async () => {
    const copyTo = async (tx: Knex.Transaction, seq: number) => {
      const row: object = await tx('journal_entries').where({ seq: 2 }).first();
      await tx('journal_entries').insert({ ...row, seq, id: 'jen_x', effect_key: 'x' });
    };
    expect(await findingsAfter((tx) => copyTo(tx, length + 1))).toEqual([finding(length + 1, 'altered')]);
    expect(await findingsAfter((tx) => copyTo(tx, -3))).toEqual([finding(-3, 'inserted')]);
    const posting = { line: 7, account: 'cash', owner: null, amount: 5 };
    expect(await findingsAfter((tx) => tx('postings').insert({ ...posting, seq: length + 1 }))).toEqual([
      finding(length + 1, 'inserted'),
    ]);
    expect(await findingsAfter((tx) => tx('postings').insert({ ...posting, seq: 4 }))).toEqual([finding(4, 'altered')]);
  });

  test('finds any alteration of the head', async () => {
    expect(await findingsAfter((tx) => tx('ledger_head').update({ hash: '1'.repeat(64) }))).toEqual([
      finding(length, 'altered'),
    ]);
    expect(await findingsAfter((tx) => tx('ledger_head').update({ seq: length + 2 }))).toEqual([
      finding(length + 1, 'missing', 2),
    ]);
    expect(await findingsAfter((tx) => tx('ledger_head').update({ seq: length - 2 }))).toEqual([
      finding(length - 1, 'inserted', 2),
    ]);
    await expect(findingsAfter((tx) => tx('ledger_head').delete())).rejects.toThrow('lost its head');
  });

  test('names the owner whose wallet differs, once, and the entry from which on', async () => {
    const seq = 3;
    const { owner } = await books.db('wallet_transactions').where({ seq }).first('owner');
    const acts: readonly ((tx: Knex.Transaction) => Promise<unknown>)[] = [
      (tx) => tx('wallet_transactions').where({ seq, owner }).increment('amount', 1),
      (tx) => tx('wallet_transactions').where({ seq, owner }).increment('balance', 1),
      (tx) => tx('wallet_transactions').where({ seq, owner }).update({ at: '2026-01-01T00:00:00.000Z' }),
      (tx) => tx('wallet_transactions').where({ seq, owner }).delete(),
    ];
    for (const act of acts) expect(await findingsAfter(act)).toEqual([finding(seq, 'wallet_differs', 1, owner)]);
    expect(await findingsAfter((tx) => tx('wallets').where({ owner }).increment('balance', 1))).toEqual([
      finding(length, 'wallet_differs', 1, owner),
    ]);
    expect(await findingsAfter((tx) => tx('wallets').insert({ owner: 'mem_x', balance: 9 }))).toEqual([
      finding(length, 'wallet_differs', 1, 'mem_x'),
    ]);
    const paid = { seq: length + 1, owner, amount: 9, balance: 9, at: '' };
    expect(await findingsAfter((tx) => tx('wallet_transactions').insert(paid))).toEqual([
      finding(length + 1, 'wallet_differs', 1, owner),
    ]);
  });

  test('reads a ledger of several pages', async () => {
    expect(await books.verify(books.db, 5)).toMatchObject({ ok: true, entries: length });
    await asIntruder(books.db, async (tx) => {
      await tx('journal_entries').whereBetween('seq', [4, 11]).delete();
      await tx('postings').where({ seq: 15, line: 1 }).update({ amount: 1 });
      for (const size of [1, 3, 5, length])
        expect((await books.verify(tx, size)).findings).toEqual([finding(4, 'missing', 8), finding(15, 'altered')]);
    });
  });

  test('finds nothing while others book', async () => {
    const busy = await openTestLedger();
    await busy.book(...Array.from({ length: 40 }, (_, n) => effectsOf(n)).flat());
    const writing = (async () => {
      for (let n = 100; n < 160; n++) await busy.book(...effectsOf(n));
    })();
    for (let n = 0; n < 5; n++) expect(await busy.verify(busy.db, 10)).toMatchObject({ ok: true, findings: [] });
    await writing;
    expect(await busy.verify()).toMatchObject({ ok: true, entries: (await busy.store.head()).seq });
    await busy.close();
  });
});
