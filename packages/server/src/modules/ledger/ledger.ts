import type { Clock } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import type { NewId } from '../../platform/ids.js';
import { createJournal } from './journal.js';
import { earningsOf, effectKey, type LedgerEffect, postingsOf } from './postings.js';
import { walletStore } from './wallets.js';

/** Where money that moved is booked. */
export interface Ledger {
  /**
   * Books an effect in the transaction of the change that it belongs to: entry, postings and wallets. False: it was
   * booked before, and nothing was done.
   * @throws RangeError where more would go back than came
   */
  book(tx: Queries, effect: LedgerEffect): Promise<boolean>;
}

interface Dependencies {
  readonly clock: Clock;
  readonly newId: NewId;
  /** Where the institution does business. */
  readonly timeZone: string;
}

export function createLedger(deps: Dependencies): Ledger {
  const journal = createJournal(deps);
  return {
    book: async (tx, effect) => {
      const entry = await journal.append(tx, {
        kind: effect.kind,
        effectKey: effectKey(effect),
        orderId: effect.orderId,
        paymentId: effect.paymentId,
        refundId: 'refundId' in effect ? effect.refundId : null,
        postings: () => postingsOf(effect),
      });
      if (entry === undefined) return false;
      await walletStore(tx).move(earningsOf(effect), entry);
      return true;
    },
  };
}
