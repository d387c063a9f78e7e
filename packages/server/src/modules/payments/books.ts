import type { Queries } from '../../platform/database.js';
import type { OrderLineRecord } from '../orders/store.js';
import type { PaymentRecord, RefundPart, RefundRecord } from './record.js';

/** How payments reach the ledger; each in the transaction of the change that it books, and once. */
export interface Books {
  /** The provider took the money: for the order's lines, or, with null, to be given back. */
  captured(tx: Queries, payment: PaymentRecord, lines: readonly OrderLineRecord[] | null, now: number): Promise<void>;
  /** The bank took a deposit back, before anything of it was refunded. */
  captureReversed(
    tx: Queries,
    payment: PaymentRecord,
    lines: readonly OrderLineRecord[] | null,
    now: number,
  ): Promise<void>;
  /** The provider gave `refund` back; `lines` as they were before it. */
  refunded(
    tx: Queries,
    payment: PaymentRecord,
    refund: Pick<RefundRecord, 'id' | 'amount' | 'taxFree'>,
    lines: readonly { readonly line: OrderLineRecord; readonly part: RefundPart }[] | null,
    now: number,
  ): Promise<void>;
}
