import { iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import { sha256 } from '../../platform/sha256.js';
import { type StockEffects, stock as stockOf } from '../orders/stock.js';
import { type OrderLineRecord, type OrderRecord, orderStore } from '../orders/store.js';
import { isOpen } from './automaton.js';
import type { PaymentDependencies } from './dependencies.js';
import { firstWatchMs, inquiryDelayMs } from './inquiry-schedule.js';
import type { ProviderPayment } from './providers/port.js';
import type { PaymentChange, PaymentRecord, RefundCause, RefundPart, TransitionSource } from './record.js';
import { leftOf, taxFreeOf } from './refund-parts.js';
import { refundStore } from './refund-store.js';
import { paymentStore } from './store.js';
import { taskStore } from './tasks.js';
import type { MismatchReason, Verdict } from './verdict.js';

/** Who has to hear of it once it is committed. */
export interface Touched {
  readonly rosters: string[];
  readonly members: string[];
  /** Refunds that the worker need not wait for. */
  readonly refunds: string[];
}

interface Booking {
  readonly tx: Queries;
  readonly now: number;
  readonly source: TransitionSource;
  readonly touched: Touched;
}

const dayMs = 86_400_000;

/** Turns a verdict about a payment into what follows from it. Everything happens in the caller's transaction. */
export function outcomeBooking(deps: PaymentDependencies) {
  const { newId, books, fulfilment, alarms, effects } = deps;

  const change = async (booking: Booking, payment: PaymentRecord, values: PaymentChange): Promise<PaymentRecord> => {
    const { tx, now, source } = booking;
    const changed = await paymentStore(tx).change(payment, values, { at: iso(now), source });
    if (changed === undefined) throw new Error(`The payment ${payment.id} changed while it was booked`);
    if (changed.state !== payment.state) await lookAgain(booking, payment, changed);
    return changed;
  };

  /**
   * Whoever found it out: what is undecided once more is asked about from now on, and what came to nothing is watched from
   * now on, for money may come late all the same.
   */
  const lookAgain = async (
    { tx, now }: Booking,
    before: PaymentRecord,
    { id, state }: PaymentRecord,
  ): Promise<void> => {
    const isOver = state === 'declined' || state === 'expired';
    if (!isOver && !(isOpen(state) && !isOpen(before.state))) return;
    const delay = isOver ? firstWatchMs : inquiryDelayMs(0);
    await taskStore(tx, newId).queue({ kind: 'settle', subject: id, paymentId: id }, now, delay);
  };

  /** Gives money back by itself: a refund on record, and the task that sees it through. */
  const giveBack = async (
    { tx, now, touched }: Booking,
    payment: PaymentRecord,
    cause: RefundCause,
    amount: number,
    parts: readonly RefundPart[],
  ): Promise<void> => {
    if (amount <= 0 || (await refundStore(tx).openOf(payment.id)) !== undefined) return;
    const id = newId('rfd');
    const taxFree = parts.length > 0 ? taxFreeOf(parts) : Math.min(payment.taxFree, amount);
    await refundStore(tx).insert(
      {
        ...{ id, paymentId: payment.id, lineId: null, amount, taxFree, state: 'requested', cause, reason: cause },
        ...{ expectedBalance: payment.captured - payment.refunded, account: null, idempotencyKey: null, at: iso(now) },
      },
      parts,
    );
    await taskStore(tx, newId).queue({ kind: 'refund', subject: id, paymentId: payment.id }, now, 0);
    touched.refunds.push(id);
  };

  /** What was unknown is decided: nobody needs to be told of it any more. */
  const nowKnown = async (tx: Queries, payment: PaymentRecord): Promise<void> => {
    if (payment.unknownSince !== null) await alarms.resolve(tx, 'payment_unknown', payment.id);
  };

  /** What is common to all captured money. */
  const captureValues = (payment: PaymentRecord, view: ProviderPayment, now: number): PaymentChange => ({
    ...identityOf(view),
    captured: view.amount,
    captures: payment.captures + 1,
    capturedAt: view.capturedAt ?? iso(now),
  });

  const captured = async (booking: Booking, payment: PaymentRecord, view: ProviderPayment): Promise<PaymentRecord> => {
    const { tx, now, touched } = booking;
    const order = found(await orderStore(tx).byId(payment.orderId), payment.orderId);
    const lines = await orderStore(tx).linesOf(order.id);
    if (!(await canStillBePaid(effects, tx, payment, order, lines, now))) return surplus(booking, payment, view);
    const values: PaymentChange = {
      state: 'succeeded',
      reason: null,
      surplus: false,
      bookedAs: 'earnings',
      unknownSince: null,
    };
    const paid = await change(booking, payment, { ...captureValues(payment, view, now), ...values });
    await books.captured(tx, paid, lines, now);
    await taskStore(tx, newId).dropLater('settle', paid.id, now);
    await orderStore(tx).move(order.id, ['open', 'expired'], 'paid', iso(now));
    // An order that had expired has just taken its stock again.
    const held = order.state === 'open' ? lines : await orderStore(tx).linesOf(order.id);
    const { notGranted, rosters, members } = await fulfilment.grant(tx, order, held, now);
    touched.rosters.push(...rosters);
    touched.members.push(...members);
    await nowKnown(tx, payment);
    if (notGranted.length > 0) {
      await alarms.open(tx, 'payment_not_granted', payment.id, notGranted.map(({ id }) => id).join(' '));
      const parts = notGranted.map((line) => ({ lineId: line.id, amount: leftOf(line), taxFree: line.taxFree }));
      const amount = parts.reduce((sum, part) => sum + part.amount, 0);
      await giveBack(booking, paid, 'not_granted', amount, parts);
    }
    return paid;
  };

  /** The order was paid by another payment, was cancelled, or what it held is gone: the money goes back. */
  const surplus = async (booking: Booking, payment: PaymentRecord, view: ProviderPayment): Promise<PaymentRecord> => {
    const { tx, now } = booking;
    const values: PaymentChange = {
      state: 'succeeded',
      reason: 'surplus',
      surplus: true,
      bookedAs: 'payable',
      unknownSince: null,
    };
    const taken = await change(booking, payment, { ...captureValues(payment, view, now), ...values });
    await books.captured(tx, taken, null, now);
    await nowKnown(tx, payment);
    await alarms.open(tx, 'payment_surplus', payment.id, payment.orderId);
    await giveBack(booking, taken, 'surplus', view.amount - view.refunded, []);
    return taken;
  };

  const mismatch = async (
    booking: Booking,
    payment: PaymentRecord,
    view: ProviderPayment,
    reason: MismatchReason,
  ): Promise<PaymentRecord> => {
    const { tx, now } = booking;
    // It stays unknown, and holds its order, until the money is back; and is booked once, however often it is seen.
    if (payment.captured > 0) return payment;
    const values: PaymentChange = {
      state: 'unknown',
      reason,
      bookedAs: 'payable',
      unknownSince: payment.unknownSince ?? iso(now),
    };
    const isTaken = await anotherHolds(tx, payment);
    const taken = await change(booking, payment, {
      ...captureValues(payment, view, now),
      ...values,
      ...(isTaken && { surplus: true }),
    });
    await books.captured(tx, taken, null, now);
    await alarms.open(tx, 'payment_mismatch', payment.id, `${reason} ${view.amount} ${view.currency}`);
    await giveBack(booking, taken, 'mismatch', view.amount - view.refunded, []);
    return taken;
  };

  const pending = async (booking: Booking, payment: PaymentRecord, view: ProviderPayment): Promise<PaymentRecord> => {
    const { tx, now } = booking;
    const order = found(await orderStore(tx).byId(payment.orderId), payment.orderId);
    const values: PaymentChange = { ...identityOf(view), state: 'pending', reason: null, unknownSince: null };
    if (payment.captured > 0 && payment.refunded === 0) return takenBack(booking, payment, order, values);
    const held = await change(booking, payment, {
      ...values,
      virtualAccount: view.virtualAccount,
      dueAt: view.dueAt,
      ...((await anotherHolds(tx, payment)) && { surplus: true }),
    });
    // What the order holds stays held for as long as the deposit is awaited.
    if (view.dueAt !== null) await orderStore(tx).extend(order.id, iso(Date.parse(view.dueAt) + dayMs), iso(now));
    return held;
  };

  /** The bank took a deposit back: the payment waits again, and what it gave is taken back. */
  const takenBack = async (
    booking: Booking,
    payment: PaymentRecord,
    order: OrderRecord,
    values: PaymentChange,
  ): Promise<PaymentRecord> => {
    const { tx, now, touched } = booking;
    const lines = await orderStore(tx).linesOf(order.id);
    await books.captureReversed(tx, payment, payment.bookedAs === 'earnings' ? lines : null, now);
    if (payment.bookedAs === 'earnings') {
      for (const line of lines) {
        const { rosters, members } = await fulfilment.revoke(tx, order, line, now, 'stays_held');
        touched.rosters.push(...rosters);
        touched.members.push(...members);
      }
      await orderStore(tx).move(order.id, ['paid'], 'open', iso(now));
    }
    return change(booking, payment, {
      ...values,
      captured: 0,
      capturedAt: null,
      bookedAs: null,
      reason: 'deposit_reverted',
    });
  };

  const declined = async (
    booking: Booking,
    payment: PaymentRecord,
    { reason, alarming }: Extract<Verdict, { kind: 'declined' }>,
  ): Promise<PaymentRecord> => {
    if (alarming)
      await alarms.open(
        booking.tx,
        reason === 'test_mode' ? 'payment_test_mode' : 'payment_foreign',
        payment.id,
        reason,
      );
    await nowKnown(booking.tx, payment);
    return change(booking, payment, { state: 'declined', reason, unknownSince: null });
  };

  const expired = async (booking: Booking, payment: PaymentRecord, reason: string): Promise<PaymentRecord> => {
    const { tx, now } = booking;
    await nowKnown(tx, payment);
    const over = await change(booking, payment, { state: 'expired', reason, unknownSince: null });
    // A virtual account kept its order open for as long as it ran; without it, nothing does.
    if (payment.state === 'pending') await closeOrder(effects, tx, payment.orderId, now);
    return over;
  };

  return {
    expired,
    /** Books a verdict that is news. Gives the payment as it is then. */
    book: (
      booking: Booking,
      payment: PaymentRecord,
      view: ProviderPayment,
      verdict: Verdict,
    ): Promise<PaymentRecord> => {
      switch (verdict.kind) {
        case 'captured':
          return captured(booking, payment, view);
        case 'mismatch':
          return mismatch(booking, payment, view, verdict.reason);
        case 'pending':
          return pending(booking, payment, view);
        case 'declined':
          return declined(booking, payment, verdict);
        case 'expired':
          return expired(booking, payment, 'expired');
        case 'deposit_gone':
          return pending(booking, payment, view).then((waiting) => expired(booking, waiting, verdict.reason));
        case 'undecided':
        case 'foreign':
          return Promise.resolve(payment);
      }
    },
    /** Books a refusal that came as a reply. */
    decline: (booking: Booking, payment: PaymentRecord, reason: string): Promise<PaymentRecord> =>
      declined(booking, payment, { kind: 'declined', reason, alarming: false }),
  };
}

/** An open order whose time is over, or that nothing pays for any more, lets go of what it holds. */
export async function closeOrder(effects: StockEffects, tx: Queries, orderId: string, now: number): Promise<void> {
  if (!(await orderStore(tx).move(orderId, ['open'], 'expired', iso(now)))) return;
  await stockOf(effects).release(tx, await orderStore(tx).linesOf(orderId), now);
}

const identityOf = (view: ProviderPayment): PaymentChange => ({
  providerPaymentId: view.providerPaymentId,
  ...(view.secret !== null && { providerSecretDigest: sha256(view.secret) }),
  ...(view.receiptUrl !== null && { receiptUrl: view.receiptUrl }),
});

async function anotherHolds(tx: Queries, payment: PaymentRecord): Promise<boolean> {
  const holder = await paymentStore(tx).liveOf(payment.orderId);
  return holder !== undefined && holder.id !== payment.id;
}

/** Whether money that came can still pay its order: nothing else does, and what it was for is still there. */
async function canStillBePaid(
  effects: StockEffects,
  tx: Queries,
  payment: PaymentRecord,
  order: OrderRecord,
  lines: readonly OrderLineRecord[],
  now: number,
): Promise<boolean> {
  if (await anotherHolds(tx, payment)) return false;
  if (order.state === 'open') return true;
  return order.state === 'expired' && stockOf(effects).reserveAgain(tx, lines, now);
}

function found<T>(value: T | undefined, id: string): T {
  if (value === undefined) throw new Error(`${id} is not there`);
  return value;
}
