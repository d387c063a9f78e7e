import type { Knex } from 'knex';
import type { Queries } from '../../platform/database.js';
import type { JournalEntry, StoredPosting } from './journal-text.js';

export interface EntryRow {
  seq: number;
  id: string;
  kind: string;
  effect_key: string;
  order_id: string | null;
  payment_id: string | null;
  refund_id: string | null;
  at: string;
  business_date: string;
  previous_hash: string;
  hash: string;
}

/** PostgreSQL gives bigints as text. */
export interface PostingRow {
  seq: number;
  line: number;
  account: string;
  owner: string | null;
  amount: number | string;
}

/** A place in the chain: the newest entry's. */
export interface Position {
  readonly seq: number;
  readonly hash: string;
}

export const journalStore = (db: Queries) => ({
  /** The newest position, for whoever moves it: nobody else does until the transaction ends. */
  takeHead: (): Promise<Position> => headOf(db('ledger_head').forUpdate()),
  head: (): Promise<Position> => headOf(db('ledger_head')),
  isBooked: async (effectKey: string): Promise<boolean> =>
    (await db('journal_entries').where({ effect_key: effectKey }).first('seq')) !== undefined,
  /** The postings first: an entry is refused that they do not balance. */
  insert: async (entry: JournalEntry): Promise<void> => {
    await db('postings').insert(entry.postings.map((posting) => ({ seq: entry.seq, ...posting })));
    await db('journal_entries').insert(toRow(entry));
  },
  /** So many entries after this one, in order. */
  entriesAfter: (seq: number, limit: number): Promise<EntryRow[]> =>
    db('journal_entries').where('seq', '>', seq).orderBy('seq').limit(limit),
  /** All postings after one entry and up to another, in order; also those that have no entry. */
  postingsBetween: (after: number, upTo: number): Promise<PostingRow[]> =>
    db('postings').where('seq', '>', after).where('seq', '<=', upTo).orderBy(['seq', 'line']),
  /** Numbers after an entry's that have postings but no entry. */
  lonelyPostings: async (after: number, limit: number): Promise<number[]> => {
    const rows: { seq: number }[] = await db('postings as p')
      .where('p.seq', '>', after)
      .whereNotExists(db('journal_entries as e').whereRaw('e.seq = p.seq').select('e.seq'))
      .distinct('p.seq')
      .orderBy('p.seq')
      .limit(limit);
    return rows.map(({ seq }) => Number(seq));
  },
});

async function headOf(query: Knex.QueryBuilder): Promise<Position> {
  const row: Position | undefined = await query.where({ id: 1 }).first('seq', 'hash');
  if (!row) throw new Error('The ledger has lost its head');
  return { seq: Number(row.seq), hash: row.hash };
}

const toRow = (entry: JournalEntry): EntryRow => ({
  seq: entry.seq,
  id: entry.id,
  kind: entry.kind,
  effect_key: entry.effectKey,
  order_id: entry.orderId,
  payment_id: entry.paymentId,
  refund_id: entry.refundId,
  at: entry.at,
  business_date: entry.businessDate,
  previous_hash: entry.previousHash,
  hash: entry.hash,
});

export const toPosting = ({ line, account, owner, amount }: PostingRow): StoredPosting => ({
  line: Number(line),
  account,
  owner,
  amount: Number(amount),
});

export const toEntry = (row: EntryRow, postings: readonly PostingRow[]): JournalEntry => ({
  seq: Number(row.seq),
  id: row.id,
  kind: row.kind,
  effectKey: row.effect_key,
  orderId: row.order_id,
  paymentId: row.payment_id,
  refundId: row.refund_id,
  at: row.at,
  businessDate: row.business_date,
  postings: postings.map(toPosting),
  previousHash: row.previous_hash,
  hash: row.hash,
});
