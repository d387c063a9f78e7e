/** What the first entry of all names as the hash of the one before it. */
export const genesisHash = '0'.repeat(64);

/** A posting as it is read: its account may be one that this version does not know. */
export interface StoredPosting {
  /** From 1. */
  readonly line: number;
  readonly account: string;
  readonly owner: string | null;
  readonly amount: number;
}

/** An entry as it is booked. */
export interface JournalEntry {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly effectKey: string;
  readonly orderId: string | null;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  readonly at: string;
  readonly businessDate: string;
  readonly postings: readonly StoredPosting[];
  readonly previousHash: string;
  readonly hash: string;
}

/**
 * What an entry's hash is the SHA-256 of: the JSON of an array, so that no two entries share one, and with its name in
 * front, so that it is no hash of anything else.
 */
export const journalEntryText = (entry: Omit<JournalEntry, 'hash'>): string =>
  JSON.stringify([
    'didacto-journal-entry-1',
    entry.seq,
    entry.id,
    entry.kind,
    entry.effectKey,
    entry.orderId,
    entry.paymentId,
    entry.refundId,
    entry.at,
    entry.businessDate,
    entry.postings.map(({ line, account, owner, amount }) => [line, account, owner, amount]),
    entry.previousHash,
  ]);
