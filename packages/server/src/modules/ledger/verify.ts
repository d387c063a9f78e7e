import type { Queries } from '../../platform/database.js';
import { type LedgerChecker, type LedgerVerification, ledgerChecker, type WalletTransaction } from './checker.js';
import { journalStore, type PostingRow, toEntry } from './journal-store.js';
import { walletStore } from './wallets.js';

/** Below every number that PostgreSQL's `integer` can hold: an entry in front of the first is found too. */
const beforeAll = -(2 ** 31);

/**
 * Finds altered, missing, inserted and unbalanced entries, and wallets that say something else, while others are booked.
 * Takes memory for one page, and for one number an owner.
 */
export async function verifyLedger(db: Queries, pageSize = 1_000): Promise<LedgerVerification> {
  const checker = ledgerChecker();
  let after = beforeAll;
  for (;;) {
    const reached = await addAfter(db, checker, after, pageSize);
    const head = await journalStore(db).head();
    // A head that is further on belongs to entries that were booked meanwhile, unless none come any more.
    if (head.seq <= checker.last.seq || reached === after) {
      const { seq } = checker.last;
      return checker.end({
        head,
        wallets: await walletStore(db).statesAfter(seq),
        lonelyPostings: await journalStore(db).lonelyPostings(reached, pageSize),
        lonelyTransactions: await walletStore(db).lonelyTransactions(reached, pageSize),
      });
    }
    after = reached;
  }
}

/** Adds all entries after a number, page by page, and gives the last one's. */
async function addAfter(db: Queries, checker: LedgerChecker, start: number, pageSize: number): Promise<number> {
  for (let after = start; ; ) {
    const rows = await journalStore(db).entriesAfter(after, pageSize);
    const upTo = rows.at(-1)?.seq;
    if (upTo === undefined) return after;
    const postings = bySeq<PostingRow>(await journalStore(db).postingsBetween(after, upTo));
    const transactions = queueOf(await walletStore(db).transactionsBetween(after, upTo));
    for (const row of rows) checker.add(toEntry(row, postings.get(row.seq) ?? []), transactions.upTo(row.seq));
    if (rows.length < pageSize) return upTo;
    after = upTo;
  }
}

function bySeq<Row extends { readonly seq: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const grouped = new Map<number, Row[]>();
  for (const row of rows) {
    const group = grouped.get(row.seq);
    if (group) group.push(row);
    else grouped.set(row.seq, [row]);
  }
  return grouped;
}

/** Gives ordered transactions out, up to one entry after the other. */
function queueOf(transactions: readonly WalletTransaction[]) {
  let at = 0;
  return {
    upTo: (seq: number): WalletTransaction[] => {
      const start = at;
      while ((transactions[at]?.seq ?? Number.POSITIVE_INFINITY) <= seq) at += 1;
      return transactions.slice(start, at);
    },
  };
}
