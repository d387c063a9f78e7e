import type { Knex } from 'knex';
import { openDatabase, type Queries } from '../../../platform/database.js';
import { idFactory, systemRandom } from '../../../platform/ids.js';
import { ownedClock } from '../../../platform/mail/testing/owned-clock.js';
import type { LedgerVerification } from '../checker.js';
import { createJournal, type NewJournalEntry } from '../journal.js';
import { journalStore } from '../journal-store.js';
import { createLedger } from '../ledger.js';
import type { LedgerEffect, SoldLine } from '../postings.js';
import { verifyLedger } from '../verify.js';

export type TestLedger = Awaited<ReturnType<typeof openTestLedger>>;

/** A ledger on a database of its own. */
export async function openTestLedger(filename = ':memory:') {
  const clock = ownedClock();
  const db = await openDatabase(filename);
  const newId = idFactory(clock, systemRandom);
  const deps = { clock, newId, timeZone: 'Asia/Seoul' };
  const ledger = createLedger(deps);
  const journal = createJournal(deps);
  return {
    ...{ db, clock, newId, ledger, store: journalStore(db) },
    book: (...effects: LedgerEffect[]): Promise<boolean[]> =>
      db.transaction(async (tx) => {
        const booked: boolean[] = [];
        for (const effect of effects) booked.push(await ledger.book(tx, effect));
        return booked;
      }),
    append: (entry: NewJournalEntry) => db.transaction((tx) => journal.append(tx, entry)),
    verify: (queries: Queries = db, pageSize?: number): Promise<LedgerVerification> => verifyLedger(queries, pageSize),
    close: () => db.destroy(),
  };
}

/** A line that is like no other. */
export const lineOf = (n: number, change: Partial<SoldLine> = {}): SoldLine => ({
  id: `orl_${n}`,
  kind: (['premium', 'tuition', 'goods'] as const)[n % 3] ?? 'goods',
  owner: n % 3 === 1 ? `mem_${n % 5}` : 'institution',
  amount: 10_000 + 7 * n,
  taxFree: n % 3 === 1 ? 10_000 + 7 * n : n % 2 === 0 ? 0 : 3_000,
  refunded: { amount: 0, taxFree: 0 },
  ...change,
});

/** A payment that is captured, and refunded in part where n is odd. */
export function effectsOf(n: number): LedgerEffect[] {
  const of = { provider: 'tosspayments' as const, orderId: `ord_${n}`, paymentId: `pay_${n}` };
  if (n % 10 === 9) return [{ ...of, kind: 'owed_capture', capture: 1, amount: 500 + n }];
  const lines = [lineOf(n), lineOf(n + 1)];
  const capture: LedgerEffect = { ...of, kind: 'capture', capture: 1, lines };
  const parts = [{ lineId: `orl_${n}`, amount: 1_000, taxFree: n % 3 === 1 ? 1_000 : 0 }];
  return n % 2 === 0 ? [capture] : [capture, { ...of, kind: 'refund', refundId: `rfd_${n}`, lines, parts }];
}

/** Somebody who can write the database, guards or not; what they did is undone afterwards. */
export async function asIntruder<T>(db: Knex, work: (tx: Knex.Transaction) => Promise<T>): Promise<T> {
  const tx = await db.transaction();
  try {
    const triggers: { name: string }[] = await tx('sqlite_master').where({ type: 'trigger' }).select('name');
    for (const { name } of triggers) await tx.raw('drop trigger ??', [name]);
    await tx.raw('pragma defer_foreign_keys = on');
    await tx.raw('pragma ignore_check_constraints = on');
    return await work(tx);
  } finally {
    await tx.raw('pragma ignore_check_constraints = off');
    await tx.rollback();
  }
}
