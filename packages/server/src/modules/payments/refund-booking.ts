import { iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import type { NewId } from '../../platform/ids.js';
import type { Fulfilment, Granted } from '../orders/fulfilment.js';
import { type OrderLineRecord, type OrderRecord, orderStore } from '../orders/store.js';
import { refundedState } from './automaton.js';
import type { Books } from './books.js';
import type { PaymentAlarms } from './dependencies.js';
import type { ProviderRefund } from './providers/port.js';
import type { PaymentRecord, RefundPart, RefundRecord, TransitionSource } from './record.js';
import { leftOf, refundParts, restOf, taxFreeOf } from './refund-parts.js';
import { refundStore } from './refund-store.js';
import { paymentStore } from './store.js';

interface Dependencies {
  readonly newId: NewId;
  readonly books: Books;
  readonly fulfilment: Fulfilment;
  readonly alarms: PaymentAlarms;
}

/**
 * What of the lines a refund was that its provider has made. Where another came first, what was planned may not fit by now,
 * be it by one won of rounding; the whole of it is what it is.
 */
async function partsThatFit(
  tx: Queries,
  refund: RefundRecord,
  lines: readonly OrderLineRecord[],
): Promise<readonly RefundPart[]> {
  const planned = await refundStore(tx).partsOf(refund.id);
  if (!restOf(lines, planned).isLess) return planned;
  const line = lines.find(({ id }) => id === refund.lineId);
  const parts = refundParts(lines, refund.amount, line && leftOf(line) >= refund.amount ? line.id : null);
  await refundStore(tx).setParts(refund.id, parts);
  return parts;
}

export interface Booked extends Granted {
  readonly payment: PaymentRecord;
}

const nobody: Granted = { rosters: [], members: [] };

/** What a refund that the provider has made means here: state, ledger, lines, grants and order, in one transaction. */
export function refundBooking({ newId, books, fulfilment, alarms }: Dependencies) {
  /** Counts a refund on the lines, and takes back what a line that is refunded gave. */
  const countOnLines = async (
    tx: Queries,
    order: OrderRecord,
    refund: RefundRecord,
    now: number,
  ): Promise<{
    lines: { line: OrderLineRecord; part: { lineId: string; amount: number; taxFree: number } }[];
    granted: Granted;
  }> => {
    const all = await orderStore(tx).linesOf(order.id);
    const parts = await partsThatFit(tx, refund, all);
    const lines = parts.flatMap((part) => {
      const line = all.find(({ id }) => id === part.lineId);
      return line === undefined ? [] : [{ line, part }];
    });
    const rosters: string[] = [];
    const members: string[] = [];
    for (const { line, part } of lines) {
      const refunded = line.refunded + part.amount;
      await orderStore(tx).updateLine(line.id, { refunded, refundedTaxFree: line.refundedTaxFree + part.taxFree });
      if (refunded < line.amount && refund.lineId !== line.id) continue;
      // A partial refund of goods is a price reduction; of tuition or a premium period it is their end.
      if (refunded < line.amount && line.kind === 'goods') continue;
      const gone = await fulfilment.revoke(tx, order, line, now);
      rosters.push(...gone.rosters);
      members.push(...gone.members);
    }
    return { lines, granted: { rosters, members } };
  };

  const settleOrder = async (tx: Queries, payment: PaymentRecord, now: number): Promise<void> => {
    const to = payment.state === 'refunded' ? 'refunded' : 'partially_refunded';
    await orderStore(tx).move(payment.orderId, ['paid', 'partially_refunded'], to, iso(now));
  };

  /** Books a refund of ours that the provider made. The payment must be the newest; gives it as it is then. */
  const complete = async (
    tx: Queries,
    payment: PaymentRecord,
    refund: RefundRecord,
    made: Pick<ProviderRefund, 'cancellationId'>,
    now: number,
    source: TransitionSource,
  ): Promise<Booked> => {
    const moved = await refundStore(tx).move(refund.id, ['requested', 'executing', 'unknown', 'declined'], {
      state: 'succeeded',
      at: iso(now),
      cancellationId: made.cancellationId,
      failure: null,
    });
    if (!moved) return { payment, ...nobody };
    const order = await orderStore(tx).byId(payment.orderId);
    if (order === undefined) throw new Error(`The order of ${payment.id} is not there`);
    const refunded = payment.refunded + refund.amount;
    const isEarned = payment.bookedAs === 'earnings';
    const { lines, granted } = isEarned ? await countOnLines(tx, order, refund, now) : { lines: null, granted: nobody };
    await books.refunded(tx, payment, refund, lines, now);
    // Money that was never ours leaves the payment declined once it is back.
    const isMismatch = payment.state === 'unknown';
    const state = isMismatch
      ? refunded >= payment.captured
        ? 'declined'
        : 'unknown'
      : refundedState(payment.captured, refunded);
    const change = { state, refunded, reason: payment.reason, ...(state !== 'unknown' && { unknownSince: null }) };
    const booked = await paymentStore(tx).change(payment, change, { at: iso(now), source });
    if (booked === undefined) throw new Error(`The payment ${payment.id} changed while it was booked`);
    if (isEarned) await settleOrder(tx, booked, now);
    if (state !== 'unknown') await alarms.resolve(tx, 'payment_unknown', payment.id);
    return { payment: booked, ...granted };
  };

  /** Books a refund that was made elsewhere, such as in the provider's console. */
  const completeForeign = async (
    tx: Queries,
    payment: PaymentRecord,
    made: ProviderRefund,
    now: number,
    source: TransitionSource,
  ): Promise<Booked> => {
    const lines = payment.bookedAs === 'earnings' ? await orderStore(tx).linesOf(payment.orderId) : [];
    const amount = Math.min(made.amount, payment.captured - payment.refunded);
    if (amount <= 0) return { payment, ...nobody };
    const parts = refundParts(lines, amount, null);
    const id = newId('rfd');
    await refundStore(tx).insert(
      {
        ...{ id, paymentId: payment.id, lineId: null, amount, taxFree: taxFreeOf(parts), state: 'requested' },
        ...{ cause: 'provider', reason: 'made at the provider', expectedBalance: payment.captured - payment.refunded },
        ...{ account: null, idempotencyKey: null, at: iso(now) },
      },
      parts,
    );
    const refund = await refundStore(tx).byId(id);
    if (refund === undefined) throw new Error(`The refund ${id} is not there`);
    return complete(tx, payment, refund, made, now, source);
  };

  return { complete, completeForeign };
}
