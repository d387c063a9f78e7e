import type { Knex } from 'knex';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageByNumber } from '../../platform/page.js';
import { type EntryRow, type PostingRow, toEntry } from './journal-store.js';
import type { JournalEntry } from './journal-text.js';

export interface EntryFilter extends PageRequest {
  readonly account?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly orderId?: string | undefined;
  /** Business dates, included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface BalanceRow {
  balance: number | string | null;
}

/** The ledger as it is read. */
export const ledgerStore = (db: Queries) => {
  const withPostings = async (rows: readonly EntryRow[]): Promise<JournalEntry[]> => {
    const postings: PostingRow[] = await db('postings')
      .whereIn(
        'seq',
        rows.map(({ seq }) => seq),
      )
      .orderBy(['seq', 'line']);
    return rows.map((row) =>
      toEntry(
        row,
        postings.filter(({ seq }) => seq === row.seq),
      ),
    );
  };
  return {
    /** Every account that has postings, by name. */
    balances: async (): Promise<{ account: string; balance: number }[]> => {
      const rows: (BalanceRow & { account: string })[] = await db('postings')
        .groupBy('account')
        .orderBy('account')
        .select('account')
        .sum({ balance: 'amount' });
      return rows.map(({ account, balance }) => ({ account, balance: Number(balance) }));
    },
    page: async ({ cursor, limit, ...filter }: EntryFilter) => {
      const query = db('journal_entries as e').select('e.*');
      narrow(db, query, filter);
      const { data, nextCursor } = await pageByNumber<EntryRow, EntryRow>(
        query,
        { cursor, limit },
        'e.seq',
        'desc',
        ({ seq }) => seq,
        (row) => row,
      );
      return { data: await withPostings(data), nextCursor };
    },
    byId: async (id: string): Promise<JournalEntry | undefined> => {
      const rows: EntryRow[] = await db('journal_entries').where({ id });
      return (await withPostings(rows))[0];
    },
    /** What is earned for each owner, by wallet and by ledger; 0 where one of them knows nothing of an owner. */
    earnings: async (): Promise<{ owner: string; wallet: number; ledger: number }[]> => {
      const wallets: (BalanceRow & { owner: string })[] = await db('wallets').select('owner', 'balance');
      const earned: (BalanceRow & { owner: string })[] = await db('postings')
        .whereNotNull('owner')
        .groupBy('owner')
        .select('owner')
        .sum({ balance: 'amount' });
      const [byWallet, byLedger] = [amountsOf(wallets), amountsOf(earned)];
      return [...new Set([...byWallet.keys(), ...byLedger.keys()])]
        .sort()
        .map((owner) => ({ owner, wallet: byWallet.get(owner) ?? 0, ledger: 0 - (byLedger.get(owner) ?? 0) }));
    },
  };
};

const amountsOf = (rows: readonly (BalanceRow & { owner: string })[]): Map<string, number> =>
  new Map(rows.map(({ owner, balance }) => [owner, Number(balance)]));

function narrow(db: Queries, query: Knex.QueryBuilder, filter: Omit<EntryFilter, 'cursor' | 'limit'>): void {
  const { account, paymentId, orderId, from, to } = filter;
  if (account !== undefined) query.whereIn('e.seq', db('postings').where({ account }).select('seq'));
  if (paymentId !== undefined) query.where('e.payment_id', paymentId);
  if (orderId !== undefined) query.where('e.order_id', orderId);
  if (from !== undefined) query.where('e.business_date', '>=', from);
  if (to !== undefined) query.where('e.business_date', '<=', to);
}
