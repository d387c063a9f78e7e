import { businessDate } from '../../platform/business-date.js';
import { type Clock, iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import type { NewId } from '../../platform/ids.js';
import { sha256 } from '../../platform/sha256.js';
import { classOf, isEarnings } from './accounts.js';
import { journalStore } from './journal-store.js';
import { type JournalEntry, journalEntryText } from './journal-text.js';
import type { Posting } from './postings.js';

export interface NewJournalEntry {
  readonly kind: string;
  /** Names what is booked; at most one entry has it. */
  readonly effectKey: string;
  readonly orderId: string | null;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  /** Asked for where it is not booked yet. */
  readonly postings: () => readonly Posting[];
}

export interface Journal {
  /**
   * Books an entry in the transaction of what it books: both are there, or neither is. Undefined: it was booked before,
   * and nothing was done.
   * @throws RangeError where it does not balance, or has a posting that no entry may have
   */
  append(tx: Queries, entry: NewJournalEntry): Promise<JournalEntry | undefined>;
}

interface Dependencies {
  readonly clock: Clock;
  readonly newId: NewId;
  /** Where the institution does business. */
  readonly timeZone: string;
}

export function createJournal({ clock, newId, timeZone }: Dependencies): Journal {
  return {
    append: async (tx, { postings, ...entry }) => {
      if (!tx.isTransaction) throw new TypeError('An entry is booked in the transaction of what it books');
      const store = journalStore(tx);
      const head = await store.takeHead();
      if (await store.isBooked(entry.effectKey)) return undefined;
      const booked = postings();
      mustBalance(entry.effectKey, booked);
      const now = clock.now();
      const made = {
        ...entry,
        seq: head.seq + 1,
        id: newId('jen'),
        at: iso(now),
        businessDate: businessDate(now, timeZone),
        postings: booked.map((posting, at) => ({ line: at + 1, ...posting })),
        previousHash: head.hash,
      };
      const chained = { ...made, hash: sha256(journalEntryText(made)) };
      await store.insert(chained);
      return chained;
    },
  };
}

function mustBalance(effectKey: string, postings: readonly Posting[]): void {
  const faults = postings.filter(
    ({ account, owner, amount }) =>
      classOf(account) === undefined ||
      isEarnings(account) !== (owner !== null) ||
      !Number.isSafeInteger(amount) ||
      amount === 0,
  );
  const sum = postings.reduce((all, { amount }) => all + amount, 0);
  if (faults.length > 0) throw new RangeError(`${effectKey} has no legal posting on ${faults[0]?.account}`);
  if (postings.length < 2 || sum !== 0) throw new RangeError(`${effectKey} does not balance: ${sum}`);
}
