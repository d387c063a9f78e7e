import type { Queries } from '../../platform/database.js';
import type { Ledger } from '../ledger/ledger.js';
import type { LedgerEffect, SoldLine } from '../ledger/postings.js';
import { type OrderLineRecord, orderStore } from '../orders/store.js';
import type { Books } from './books.js';
import type { PaymentRecord } from './record.js';

const sold = (line: OrderLineRecord): SoldLine => ({
  id: line.id,
  kind: line.kind,
  owner: line.owner,
  amount: line.amount,
  taxFree: line.taxFree,
  refunded: { amount: line.refunded, taxFree: line.refundedTaxFree },
});

/** Books payments in the ledger, and the earnings in them in the wallets. */
export function ledgerBooks(ledger: Ledger): Books {
  const book = async (tx: Queries, effect: LedgerEffect): Promise<void> => {
    await ledger.book(tx, effect);
  };
  const about = ({ id, orderId, provider }: PaymentRecord) => ({ paymentId: id, orderId, provider });
  return {
    captured: (tx, payment, lines) =>
      book(
        tx,
        lines === null
          ? { ...about(payment), kind: 'owed_capture', capture: payment.captures, amount: payment.captured }
          : { ...about(payment), kind: 'capture', capture: payment.captures, lines: lines.map(sold) },
      ),
    captureReversed: (tx, payment, lines) =>
      book(
        tx,
        lines === null
          ? { ...about(payment), kind: 'owed_capture_reversed', capture: payment.captures, amount: payment.captured }
          : { ...about(payment), kind: 'capture_reversed', capture: payment.captures, lines: lines.map(sold) },
      ),
    refunded: async (tx, payment, { id, amount }, parts) => {
      if (parts === null) return book(tx, { ...about(payment), kind: 'owed_refund', refundId: id, amount });
      // The VAT of a part depends on the whole order, as it was before this refund.
      const before = new Map(parts.map(({ line }) => [line.id, line]));
      const lines = (await orderStore(tx).linesOf(payment.orderId)).map((line) => before.get(line.id) ?? line);
      return book(tx, {
        ...{ ...about(payment), kind: 'refund', refundId: id },
        lines: lines.map(sold),
        parts: parts.map(({ part }) => part),
      });
    },
  };
}
