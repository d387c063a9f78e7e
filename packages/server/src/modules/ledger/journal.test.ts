import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../platform/sha256.js';
import type { NewJournalEntry } from './journal.js';
import { toEntry } from './journal-store.js';
import { genesisHash, journalEntryText } from './journal-text.js';
import type { LedgerEffect, Posting } from './postings.js';
import { effectsOf, lineOf, openTestLedger, type TestLedger } from './testing/test-ledger.js';

let books: TestLedger;
beforeEach(async () => {
  books = await openTestLedger();
});
afterEach(() => books.close());

const entries = async () => {
  const rows = await books.store.entriesAfter(0, 100);
  const postings = await books.store.postingsBetween(0, 100);
  return rows.map((row) =>
    toEntry(
      row,
      postings.filter(({ seq }) => seq === row.seq),
    ),
  );
};

const receipt: readonly Posting[] = [
  { account: 'receivable:kakaopay', owner: null, amount: 1_000 },
  { account: 'payable', owner: null, amount: -1_000 },
];
const entryOf = (change: Partial<NewJournalEntry> = {}): NewJournalEntry => ({
  ...{ kind: 'owed_capture', effectKey: 'capture:pay_1:1', orderId: 'ord_1', paymentId: 'pay_1', refundId: null },
  postings: () => receipt,
  ...change,
});

describe('the journal', () => {
  test('chains each entry to the one before it, from genesis on', async () => {
    await books.book(...[1, 2, 3].flatMap(effectsOf));
    const booked = await entries();
    expect(booked).toHaveLength(5);
    let before = genesisHash;
    for (const [at, entry] of booked.entries()) {
      expect(entry).toMatchObject({ seq: at + 1, previousHash: before, hash: sha256(journalEntryText(entry)) });
      before = entry.hash;
    }
    expect(await books.store.head()).toEqual({ seq: 5, hash: before });
  });

  test('dates an entry by the business day', async () => {
    books.clock.pass(Date.parse('2026-11-25T15:00:00.000Z') - books.clock.now());
    await books.append(entryOf());
    expect(await entries()).toMatchObject([{ at: '2026-11-25T15:00:00.000Z', businessDate: '2026-11-26' }]);
  });

  test('books an effect once, and says whether it was new', async () => {
    const [effect] = effectsOf(2);
    if (effect === undefined) throw new Error('no effect');
    expect(await books.book(effect, effect)).toEqual([true, false]);
    expect(await books.book(effect)).toEqual([false]);
    const asOwed: LedgerEffect = {
      ...{ kind: 'owed_capture', capture: 1, amount: 5, provider: 'kakaopay', orderId: 'ord_2', paymentId: 'pay_2' },
    };
    expect(await books.book(asOwed)).toEqual([false]);
    expect(await entries()).toHaveLength(1);
    expect(await books.db('wallet_transactions').select('seq')).toEqual([{ seq: 1 }]);
  });

  test('books with the change it belongs to, or not at all', async () => {
    const [effect] = effectsOf(2);
    if (effect === undefined) throw new Error('no effect');
    const failed = books.db.transaction(async (tx) => {
      await books.ledger.book(tx, effect);
      throw new Error('the rest failed');
    });
    await expect(failed).rejects.toThrow('the rest failed');
    await expect(books.ledger.book(books.db, effect)).rejects.toThrow(TypeError);
    expect([await entries(), await books.db('postings'), await books.db('wallets')]).toEqual([[], [], []]);
    expect(await books.book(effect)).toEqual([true]);
  });

  const { provider, orderId, paymentId } = { provider: 'kakaopay', orderId: 'ord_1', paymentId: 'pay_1' } as const;
  test.each<[string, readonly Posting[]]>([
    ['does not balance', [...receipt, { account: 'cash', owner: null, amount: 1 }]],
    ['has one posting', [{ account: 'cash', owner: null, amount: 0 }]],
    ['has none', []],
    ['has a posting of nothing', [...receipt, { account: 'cash', owner: null, amount: 0 }]],
    ['has half a won', [0.5, -0.5].map((amount): Posting => ({ account: 'cash', owner: null, amount }))],
    [
      'has more than a number holds',
      [2 ** 53, -(2 ** 53)].map((amount): Posting => ({ account: 'cash', owner: null, amount })),
    ],
    [
      'has earnings of nobody',
      [...receipt, ...[1, -1].map((amount): Posting => ({ account: 'revenue', owner: null, amount }))],
    ],
    ['has an owner of what is no earnings', receipt.map((posting) => ({ ...posting, owner: 'mem_1' }))],
  ])('refuses an entry that %s', async (_, postings) => {
    await expect(books.append(entryOf({ postings: () => postings }))).rejects.toThrow(RangeError);
    expect(await entries()).toEqual([]);
  });

  test('refuses an account that there is not', async () => {
    for (const account of ['receivable', 'receivable:', 'receivable:nobody', 'receivable:kakaopay:x', 'toString', '']) {
      const postings = receipt.map((posting) => ({ ...posting, account })) as unknown as Posting[];
      await expect(books.append(entryOf({ postings: () => postings }))).rejects.toThrow(RangeError);
    }
  });

  test('refuses a refund of more than was paid, and stays as it was', async () => {
    const lines = [lineOf(0)];
    const refund = (amount: number): LedgerEffect => ({
      ...{ provider, orderId, paymentId, kind: 'refund', refundId: `rfd_${amount}`, lines },
      parts: [{ lineId: 'orl_0', amount, taxFree: 0 }],
    });
    await books.book({ provider, orderId, paymentId, kind: 'capture', capture: 1, lines });
    await expect(books.book(refund(10_001))).rejects.toThrow(RangeError);
    expect(await books.book(refund(10_000))).toEqual([true]);
    expect(await entries()).toHaveLength(2);
  });

  test('moves wallets by what was earned, each with a transaction of its own', async () => {
    const lines = [lineOf(0), lineOf(1, { owner: 'mem_haeun', amount: 30_000, taxFree: 30_000 })];
    await books.book({ provider, orderId, paymentId, kind: 'capture', capture: 1, lines });
    const parts = [{ lineId: 'orl_1', amount: 10_000, taxFree: 10_000 }];
    await books.book({ provider, orderId, paymentId, kind: 'refund', refundId: 'rfd_1', lines, parts });
    expect(await books.db('wallets').orderBy('owner')).toEqual([
      { owner: 'institution', balance: 9_091 },
      { owner: 'mem_haeun', balance: 20_000 },
    ]);
    expect(await books.db('wallet_transactions').orderBy('seq').select('seq', 'owner', 'amount', 'balance')).toEqual([
      { seq: 1, owner: 'institution', amount: 9_091, balance: 9_091 },
      { seq: 1, owner: 'mem_haeun', amount: 30_000, balance: 30_000 },
      { seq: 2, owner: 'mem_haeun', amount: -10_000, balance: 20_000 },
    ]);
  });

  test('adds up to nothing at every entry, and books all of many that come at once', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, n) => books.book(...effectsOf(n))));
    const booked = await entries();
    expect(booked.map(({ seq }) => seq)).toEqual(booked.map((_, at) => at + 1));
    for (const { seq } of booked) {
      const [row]: { balance?: number }[] = await books
        .db('postings')
        .where('seq', '<=', seq)
        .sum({ balance: 'amount' });
      expect(row?.balance).toBe(0);
    }
    expect(await books.verify()).toMatchObject({ ok: true, entries: booked.length });
  });
});
