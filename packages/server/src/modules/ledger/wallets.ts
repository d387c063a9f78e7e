import type { Queries } from '../../platform/database.js';
import type { WalletState, WalletTransaction } from './checker.js';
import type { JournalEntry } from './journal-text.js';
import type { Earning } from './postings.js';

interface TransactionRow {
  seq: number;
  owner: string;
  amount: number | string;
  balance: number | string;
  at: string;
}

/**
 * What each instructor and the institution earned: a record of its own, moved by the earnings of an effect and never
 * computed from the ledger, so that each proves the other.
 */
export const walletStore = (db: Queries) => ({
  /** Moves the wallets of an effect, in the transaction that booked it as this entry. */
  move: async (earnings: readonly Earning[], { seq, at }: Pick<JournalEntry, 'seq' | 'at'>): Promise<void> => {
    const moves = new Map<string, number>();
    for (const { owner, net } of earnings) moves.set(owner, (moves.get(owner) ?? 0) + net);
    const transactions: WalletTransaction[] = [];
    for (const [owner, amount] of moves)
      if (amount !== 0) transactions.push({ seq, owner, amount, balance: await add(db, owner, amount), at });
    if (transactions.length > 0) await db('wallet_transactions').insert(transactions);
  },
  transactionsBetween: async (after: number, upTo: number): Promise<WalletTransaction[]> =>
    toTransactions(
      await db('wallet_transactions').where('seq', '>', after).where('seq', '<=', upTo).orderBy(['seq', 'owner']),
    ),
  /** Those after an entry that belong to none. */
  lonelyTransactions: async (after: number, limit: number): Promise<WalletTransaction[]> =>
    toTransactions(
      await db('wallet_transactions as t')
        .where('t.seq', '>', after)
        .whereNotExists(db('journal_entries as e').whereRaw('e.seq = t.seq').select('e.seq'))
        .orderBy(['t.seq', 't.owner'])
        .limit(limit)
        .select('t.*'),
    ),
  /** All wallets as they were after an entry: what later ones moved, which may come at any time, is taken off. */
  statesAfter: async (seq: number): Promise<WalletState[]> => {
    const later = db('wallet_transactions as t').whereRaw('t.owner = w.owner').where('t.seq', '>', seq).sum('t.amount');
    const rows: { owner: string; balance: number | string; later: number | string | null }[] = await db('wallets as w')
      .orderBy('w.owner')
      .select('w.owner', 'w.balance', later.as('later'));
    return rows.map(({ owner, balance, later }) => ({ owner, balance: Number(balance) - Number(later ?? 0) }));
  },
});

/** Adds to a wallet, which is made where there is none, and gives what is in it then. */
async function add(db: Queries, owner: string, amount: number): Promise<number> {
  const [row]: { balance: number | string }[] = await db('wallets')
    .insert({ owner, balance: amount })
    .onConflict('owner')
    .merge({ balance: db.raw('wallets.balance + excluded.balance') })
    .returning('balance');
  if (!row) throw new Error(`The wallet of ${owner} did not take its transaction`);
  return Number(row.balance);
}

const toTransactions = (rows: readonly TransactionRow[]): WalletTransaction[] =>
  rows.map(({ seq, owner, amount, balance, at }) => ({
    seq: Number(seq),
    owner,
    amount: Number(amount),
    balance: Number(balance),
    at,
  }));
