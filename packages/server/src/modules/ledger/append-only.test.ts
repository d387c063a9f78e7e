import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Queries } from '../../platform/database.js';
import { journalStore } from './journal-store.js';
import { effectsOf, openTestLedger, type TestLedger } from './testing/test-ledger.js';

describe('the database', () => {
  let books: TestLedger;
  beforeAll(async () => {
    books = await openTestLedger();
    await books.book(...[2, 4, 6].flatMap(effectsOf));
  });
  afterAll(() => books.close());
  const untouched = async () => expect(await books.verify()).toMatchObject({ ok: true, entries: 3 });

  test.each<[string, (db: Queries) => Promise<unknown>]>([
    ['a changed entry', (db) => db('journal_entries').where({ seq: 2 }).update({ payment_id: 'pay_other' })],
    ['an entry changed to itself', (db) => db('journal_entries').where({ seq: 2 }).update({ seq: 2 })],
    ['a removed entry', (db) => db('journal_entries').where({ seq: 2 }).delete()],
    ['a removed last entry', (db) => db('journal_entries').where({ seq: 3 }).delete()],
    ['a changed posting', (db) => db('postings').where({ seq: 2, line: 1 }).update({ amount: 1 })],
    ['a posting of another owner', (db) => db('postings').whereNotNull('owner').update({ owner: 'mem_other' })],
    ['a removed posting', (db) => db('postings').where({ seq: 2, line: 1 }).delete()],
    ['an emptied ledger', (db) => db('postings').delete()],
    ['a head moved back', (db) => db('ledger_head').update({ seq: 2 })],
    ['a head with another hash', (db) => db('ledger_head').update({ hash: '1'.repeat(64) })],
    ['a removed head', (db) => db('ledger_head').delete()],
    ['a changed wallet transaction', (db) => db('wallet_transactions').where({ seq: 2 }).update({ amount: 1 })],
    ['a removed wallet transaction', (db) => db('wallet_transactions').where({ seq: 2 }).delete()],
    ['a removed wallet', (db) => db('wallets').delete()],
  ])('refuses %s', async (_, act) => {
    await expect(act(books.db)).rejects.toThrow(/append-only|head|a wallet stays/);
    await untouched();
  });

  /** Writes an entry past the journal. */
  const write = (postings: readonly object[], change: object = {}) =>
    books.db.transaction(async (tx) => {
      const { hash } = await journalStore(tx).head();
      for (const posting of postings) await tx('postings').insert({ seq: 4, owner: null, account: 'cash', ...posting });
      const ids = { id: 'jen_x', effect_key: 'x', kind: 'x', order_id: null, payment_id: null, refund_id: null };
      const dates = { at: '', business_date: '', previous_hash: hash, hash: '2'.repeat(64) };
      await tx('journal_entries').insert({ seq: 4, ...ids, ...dates, ...change });
    });
  const [debit, credit] = [
    { line: 1, amount: 5 },
    { line: 2, amount: -5 },
  ];

  test.each<[string, readonly object[]]>([
    ['that does not balance', [debit, { line: 2, amount: -4 }]],
    ['with one posting', [debit]],
    ['without postings', []],
  ])('refuses an entry %s', async (_, postings) => {
    await expect(write(postings)).rejects.toThrow('must balance');
    await untouched();
  });

  test('refuses an entry that does not follow the newest one, and a second one of an effect', async () => {
    await expect(write([debit, credit], { previous_hash: '1'.repeat(64) })).rejects.toThrow(
      'must follow the newest one',
    );
    await expect(write([debit, credit], { effect_key: 'capture:pay_2:1' })).rejects.toThrow(/UNIQUE/);
    await untouched();
  });

  test('refuses a further posting of an entry, and one of an entry that is not there', async () => {
    const further = { seq: 2, line: 9, account: 'cash', owner: null, amount: 5 };
    await expect(books.db('postings').insert(further)).rejects.toThrow('append-only');
    await expect(books.db('postings').insert({ ...further, seq: 4 })).rejects.toThrow(/FOREIGN KEY/);
    await untouched();
  });

  test('refuses to replace what is there', async () => {
    const replace = async (db: Queries, table: string, where: object, change: object) => {
      const row: Record<string, string | number | null> = await db(table).where(where).first();
      const all = Object.entries({ ...row, ...change });
      const [names, marks] = [all.map(([name]) => name).join(', '), all.map(() => '?').join(', ')];
      await db.raw(
        `insert or replace into ${table} (${names}) values (${marks})`,
        all.map(([, value]) => value),
      );
    };
    const { db } = books;
    await expect(replace(db, 'postings', { seq: 2, line: 1 }, { amount: 1 })).rejects.toThrow('append-only');
    await expect(replace(db, 'journal_entries', { seq: 2 }, { payment_id: 'x' })).rejects.toThrow('must follow');
    await expect(replace(db, 'wallet_transactions', { seq: 2 }, { amount: 1 })).rejects.toThrow('append-only');
    // A new entry in the place of an old one's effect leaves the old one's postings behind.
    const { hash } = await books.store.head();
    const taken = db.transaction(async (tx) => {
      await tx('postings').insert(
        [debit, credit].map((posting) => ({ seq: 4, account: 'cash', owner: null, ...posting })),
      );
      await replace(tx, 'journal_entries', { seq: 2 }, { seq: 4, previous_hash: hash });
    });
    await expect(taken).rejects.toThrow(/FOREIGN KEY/);
    await untouched();
  });
});
