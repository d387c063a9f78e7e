import { share } from '../../platform/shares.js';
import type { OrderLineRecord } from '../orders/store.js';
import type { RefundPart } from './record.js';

type Refundable = Pick<OrderLineRecord, 'id' | 'amount' | 'taxFree' | 'refunded' | 'refundedTaxFree'>;

/** What of a line was not yet given back. */
export const leftOf = (line: Refundable): number => line.amount - line.refunded;

/**
 * The part of a line that is free of VAT in a refund of `amount` from it. Counted from the whole that will have been given
 * back, so that the parts of any number of refunds add up to the line's own; and within what is left, where refunds that
 * were planned apart came together.
 */
function taxFreePart(line: Refundable, amount: number): number {
  const after = line.refunded + amount;
  const taxFreeAfter = Number((BigInt(line.taxFree) * BigInt(after)) / BigInt(line.amount));
  const freeLeft = line.taxFree - line.refundedTaxFree;
  const taxedLeft = leftOf(line) - freeLeft;
  return Math.min(Math.max(taxFreeAfter - line.refundedTaxFree, amount - taxedLeft, 0), freeLeft, amount);
}

/** A refund of one line, or of all in proportion to what is left of them. The parts add up to `amount`. */
export function refundParts(lines: readonly Refundable[], amount: number, lineId: string | null): RefundPart[] {
  const chosen = lineId === null ? lines : lines.filter(({ id }) => id === lineId);
  const shares = share(
    amount,
    chosen.map((line) => leftOf(line)),
  );
  return chosen.flatMap((line, index) => {
    const part = shares[index] ?? 0;
    return part === 0 ? [] : [{ lineId: line.id, amount: part, taxFree: taxFreePart(line, part) }];
  });
}

/** What of the parts of a refund can still be given back, and whether that is less: another refund may have come first. */
export function restOf(
  lines: readonly Refundable[],
  parts: readonly RefundPart[],
): { readonly parts: RefundPart[]; readonly isLess: boolean } {
  const rest = parts.map((part) => {
    const line = lines.find(({ id }) => id === part.lineId);
    const [amount, taxFree] = line === undefined ? [0, 0] : [leftOf(line), line.taxFree - line.refundedTaxFree];
    const taxed = Math.min(part.amount - part.taxFree, amount - taxFree);
    const free = Math.min(part.taxFree, taxFree);
    return { lineId: part.lineId, amount: taxed + free, taxFree: free };
  });
  return {
    parts: rest.filter(({ amount }) => amount > 0),
    isLess: parts.some((part, index) => part.amount !== rest[index]?.amount),
  };
}

export const taxFreeOf = (parts: readonly RefundPart[]): number => parts.reduce((sum, { taxFree }) => sum + taxFree, 0);
