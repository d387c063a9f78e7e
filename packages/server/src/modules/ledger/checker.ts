import { sha256 } from '../../platform/sha256.js';
import { isEarnings } from './accounts.js';
import type { Position } from './journal-store.js';
import { genesisHash, type JournalEntry, journalEntryText } from './journal-text.js';

export interface LedgerFinding {
  /** The entry that is at fault, or the first of a run; of a wallet, the one from which on it differs, or the newest. */
  readonly seq: number;
  /**
   * `altered`: the entry or a posting of it is not what was hashed, or not what the head knows. `missing`: not there.
   * `inserted`: one too many, or of another chain. `unbalanced`: it does not add up to 0. `wallet_differs`: an owner's
   * wallet is not what the ledger says they earned.
   */
  readonly kind: 'altered' | 'missing' | 'inserted' | 'unbalanced' | 'wallet_differs';
  /** How many entries, of a run of missing or inserted ones. */
  readonly count: number;
  /** Whose wallet. */
  readonly owner: string | null;
}

export interface LedgerVerification {
  readonly ok: boolean;
  /** Entries that were looked at. */
  readonly entries: number;
  /** The last entry there is. */
  readonly head: Position;
  /** How many faults there are; of many, `findings` holds the first 1,000. */
  readonly faults: number;
  readonly findings: readonly LedgerFinding[];
}

/** A movement of a wallet, as it is on record. */
export interface WalletTransaction {
  readonly seq: number;
  readonly owner: string;
  readonly amount: number;
  readonly balance: number;
  readonly at: string;
}

/** A wallet as it was after the last entry that was added. */
export interface WalletState {
  readonly owner: string;
  readonly balance: number;
}

/**
 * Checks the ledger as it is read, oldest first; takes memory for one number an owner. A fault is found once: good
 * entries after a bad one are not reported.
 */
export interface LedgerChecker {
  /** The next entry that there is, with the wallet transactions up to it from the last one on. */
  add(entry: JournalEntry, transactions: readonly WalletTransaction[]): void;
  readonly last: Position;
  end(rest: LedgerEnd): LedgerVerification;
}

/** What is read after the last entry. */
export interface LedgerEnd {
  readonly head: Position;
  readonly wallets: Iterable<WalletState>;
  /** Entries that are not there, but have postings. */
  readonly lonelyPostings: Iterable<number>;
  /** Those of entries that are not there. */
  readonly lonelyTransactions: readonly WalletTransaction[];
}

const mostFindings = 1_000;

export function ledgerChecker(): LedgerChecker {
  const findings: LedgerFinding[] = [];
  let faults = 0;
  const note = (seq: number, kind: LedgerFinding['kind'], { count = 1, owner = null as string | null } = {}): void => {
    faults += 1;
    if (findings.length < mostFindings) findings.push({ seq, kind, count, owner });
  };
  // A link is judged where both ends are sound: the fault of one is not reported at the other too.
  let last = { seq: 0, hash: genesisHash, sound: true };
  let entries = 0;
  const books = walletBooks(note);

  const fault = (entry: JournalEntry, follows: boolean): LedgerFinding['kind'] | undefined => {
    if (sha256(journalEntryText(entry)) !== entry.hash) return 'altered';
    if (follows && last.sound && entry.previousHash !== last.hash) return 'inserted';
    return isBalanced(entry) ? undefined : 'unbalanced';
  };

  return {
    add: (entry, transactions) => {
      entries += 1;
      if (entry.seq <= last.seq) return note(entry.seq, 'inserted');
      const gap = entry.seq - last.seq - 1;
      if (gap > 0) note(last.seq + 1, 'missing', { count: gap });
      const found = fault(entry, gap === 0);
      if (found) note(entry.seq, found);
      last = { seq: entry.seq, hash: entry.hash, sound: found === undefined };
      const [own, others] = [
        transactions.filter(({ seq }) => seq === entry.seq),
        transactions.filter(({ seq }) => seq < entry.seq),
      ];
      books.trust(others);
      if (found) books.trust(own);
      else books.compare(entry, own);
    },
    get last() {
      return { seq: last.seq, hash: last.hash };
    },
    end: ({ head, wallets, lonelyPostings, lonelyTransactions }) => {
      if (head.seq > last.seq) note(last.seq + 1, 'missing', { count: head.seq - last.seq });
      else if (head.seq < last.seq && last.sound) note(head.seq + 1, 'inserted', { count: last.seq - head.seq });
      else if (head.seq === last.seq && head.hash !== last.hash && last.sound) note(head.seq, 'altered');
      // What is between 1 and the head was reported as missing.
      const isKnown = (seq: number) => seq >= 1 && seq <= Math.max(head.seq, last.seq);
      for (const seq of lonelyPostings) if (!isKnown(seq)) note(seq, 'inserted');
      for (const { seq, owner } of lonelyTransactions) if (!isKnown(seq)) books.differs(seq, owner);
      books.end(last.seq, wallets);
      return { ok: faults === 0, entries, head: { seq: last.seq, hash: last.hash }, faults, findings };
    },
  };
}

function isBalanced({ postings }: JournalEntry): boolean {
  return postings.length >= 2 && postings.reduce((sum, { amount }) => sum + amount, 0) === 0;
}

/** What the ledger says each owner earned, beside what their wallet says. Each wallet is reported at most once. */
function walletBooks(note: (seq: number, kind: 'wallet_differs', about: { owner: string }) => void) {
  const balances = new Map<string, number>();
  const reported = new Set<string>();
  const differs = (seq: number, owner: string): void => {
    if (reported.has(owner)) return;
    reported.add(owner);
    note(seq, 'wallet_differs', { owner });
  };
  const follow = ({ seq, owner, balance }: WalletTransaction, amount: number): void => {
    const expected = (balances.get(owner) ?? 0) + amount;
    balances.set(owner, expected);
    if (balance !== expected) differs(seq, owner);
  };
  return {
    differs,
    /** Takes over what wallets say: an entry that is at fault is no witness against them. */
    trust: (transactions: readonly WalletTransaction[]): void => {
      for (const transaction of transactions) follow(transaction, transaction.amount);
    },
    compare: ({ seq, at, postings }: JournalEntry, transactions: readonly WalletTransaction[]): void => {
      const earnings = new Map<string, number>();
      for (const { account, owner, amount } of postings)
        if (owner !== null && isEarnings(account)) earnings.set(owner, (earnings.get(owner) ?? 0) - amount);
      for (const transaction of transactions) {
        const earned = earnings.get(transaction.owner) ?? 0;
        earnings.delete(transaction.owner);
        if (transaction.amount !== earned || transaction.at !== at) differs(seq, transaction.owner);
        follow(transaction, earned);
      }
      for (const [owner, amount] of earnings) if (amount !== 0) differs(seq, owner);
    },
    end: (seq: number, wallets: Iterable<WalletState>): void => {
      const unseen = new Set(balances.keys());
      for (const { owner, balance } of wallets) {
        unseen.delete(owner);
        if (balance !== (balances.get(owner) ?? 0)) differs(seq, owner);
      }
      for (const owner of unseen) differs(seq, owner);
    },
  };
}
