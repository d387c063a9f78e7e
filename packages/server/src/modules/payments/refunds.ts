import { iso } from '../../platform/clock.js';
import { isUniqueViolation } from '../../platform/database.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import { orderStore } from '../orders/store.js';
import type { PaymentDependencies } from './dependencies.js';
import { lateEffectMs } from './inquiry-schedule.js';
import type { Outcome, ProviderRefund } from './providers/port.js';
import type { PaymentRecord, RefundPart, RefundRecord, TransitionSource } from './record.js';
import { refundBooking } from './refund-booking.js';
import { leftOf, refundParts, restOf, taxFreeOf } from './refund-parts.js';
import { refundStore } from './refund-store.js';
import { keysOf, providerOf, type Settlement } from './settle.js';
import { paymentStore } from './store.js';
import { taskStore } from './tasks.js';

export interface RefundAsk {
  readonly paymentId: string;
  /** Absent: all that is left of the line, or of the payment. */
  readonly amount: number | undefined;
  /** Absent: in proportion over all lines. */
  readonly lineId: string | undefined;
  readonly reason: string;
  readonly account: { readonly bank: string; readonly number: string; readonly holder: string } | undefined;
  readonly idempotencyKey: string | null;
}

export interface Refunds {
  /** Puts a refund on record and sees to it at once. @throws Problem payment_not_refundable, refund_exceeds_balance, refund_in_progress */
  request(ask: RefundAsk, by: Actor): Promise<RefundRecord>;
  /** Sees a refund through that is not decided: asks first whether it was made, and makes it where it was not. */
  pursue(refundId: string, source: TransitionSource): Promise<RefundRecord>;
}

const accountContext = (refundId: string): string => `refunds/${refundId}/account`;
const open = ['requested', 'executing', 'unknown'] as const;
/** How often a refund that was overtaken by another change is looked at anew before the next time. */
const mostLooks = 4;

export function refundService(deps: PaymentDependencies, settlement: Settlement): Refunds {
  const { db, clock, newId, audit, alarms, effects, box } = deps;
  const bookings = refundBooking(deps);

  const read = async (id: string): Promise<{ refund: RefundRecord; payment: PaymentRecord }> => {
    const refund = await refundStore(db).byId(id);
    const payment = refund && (await paymentStore(db).byId(refund.paymentId));
    if (refund === undefined || payment === undefined) throw new Problem('not_found');
    return { refund, payment };
  };

  /** What a request comes to, checked against what is left. */
  const plan = async (tx: typeof db, payment: PaymentRecord, ask: RefundAsk) => {
    if (payment.state !== 'succeeded' && payment.state !== 'partially_refunded')
      throw new Problem('payment_not_refundable', { detail: `The payment is ${payment.state}` });
    if (payment.bookedAs !== 'earnings') throw new Problem('refund_in_progress', { retryAfterSeconds: 5 });
    const lines = await orderStore(tx).linesOf(payment.orderId);
    const line = ask.lineId === undefined ? undefined : lines.find(({ id }) => id === ask.lineId);
    if (ask.lineId !== undefined && line === undefined)
      throw new Problem('validation_failed', { fields: [{ path: 'lineId', message: 'is no line of this order' }] });
    const only = line ?? (lines.length === 1 ? lines[0] : undefined);
    const left = line === undefined ? payment.captured - payment.refunded : leftOf(line);
    const amount = ask.amount ?? left;
    if (amount <= 0 || amount > left || amount > payment.captured - payment.refunded)
      throw new Problem('refund_exceeds_balance', { detail: `At most ${left} KRW can be refunded` });
    return { amount, lineId: only?.id ?? null, parts: refundParts(lines, amount, only?.id ?? null) };
  };

  /** Puts a refund on record, or finds the one that the same request made before a crash on our side; gives its id. */
  const record = (ask: RefundAsk, by: Actor): Promise<string> =>
    db.transaction(async (tx) => {
      const { idempotencyKey } = ask;
      const before = idempotencyKey === null ? undefined : await refundStore(tx).byIdempotencyKey(idempotencyKey);
      if (before !== undefined) return before.id;
      const payment = await paymentStore(tx).byId(ask.paymentId);
      if (payment === undefined) throw new Problem('not_found');
      const { amount, lineId, parts } = await plan(tx, payment, ask);
      const id = newId('rfd');
      await refundStore(tx).insert(
        {
          ...{ id, paymentId: payment.id, lineId, amount, taxFree: taxFreeOf(parts), state: 'requested' },
          ...{ cause: 'member', reason: ask.reason, expectedBalance: payment.captured - payment.refunded },
          account: ask.account === undefined ? null : box.seal(JSON.stringify(ask.account), accountContext(id)),
          ...{ idempotencyKey, at: iso(clock.now()) },
        },
        parts,
      );
      // Should we go down before the provider is asked, the worker sees to it.
      await taskStore(tx, newId).queue({ kind: 'refund', subject: id, paymentId: payment.id }, clock.now(), 5_000);
      await audit.append(tx, [
        { action: 'payment.refund_requested', by, subjects: [payment.id, id], data: { amount } },
      ]);
      return id;
    });

  const recordOnce = async (ask: RefundAsk, by: Actor): Promise<string> => {
    try {
      return await record(ask, by);
    } catch (error) {
      if (isUniqueViolation(error)) throw new Problem('refund_in_progress', { retryAfterSeconds: 2 });
      throw error;
    }
  };

  const request: Refunds['request'] = async (ask, by) => pursue(await recordOnce(ask, by), 'refund');

  /** What goes back by itself goes back for as long as any of it is left, whoever gave some of it back meanwhile. */
  const askForRest = async (
    tx: typeof db,
    payment: PaymentRecord,
    { cause, reason, taxFree }: RefundRecord,
    parts: readonly RefundPart[],
  ): Promise<void> => {
    const left = payment.captured - payment.refunded;
    const amount = payment.bookedAs === 'earnings' ? parts.reduce((sum, part) => sum + part.amount, 0) : left;
    if (cause === 'member' || amount <= 0) return;
    const id = newId('rfd');
    await refundStore(tx).insert(
      {
        ...{ id, paymentId: payment.id, lineId: null, amount, state: 'requested', cause, reason },
        taxFree: parts.length > 0 ? taxFreeOf(parts) : Math.min(taxFree, amount),
        ...{ expectedBalance: left, account: null, idempotencyKey: null, at: iso(clock.now()) },
      },
      parts,
    );
    await taskStore(tx, newId).queue({ kind: 'refund', subject: id, paymentId: payment.id }, clock.now(), 0);
  };

  /** Only one at a time sends; whoever comes second finds it `executing` and asks the provider instead. */
  const send = async (refundId: string, source: TransitionSource): Promise<void> => {
    const claimed = await db.transaction(async (tx) => {
      const refund = await refundStore(tx).byId(refundId);
      const payment = refund && (await paymentStore(tx).byId(refund.paymentId));
      // Nor is it given up meanwhile: the provider has the last word on what is under way.
      if (refund === undefined || payment === undefined || mayBeUnderWay(refund, clock.now())) return undefined;
      // The balance is what the provider will compare with: a refund made elsewhere since has changed it.
      const expectedBalance = payment.captured - payment.refunded;
      const lines = await orderStore(tx).linesOf(payment.orderId);
      const rest = restOf(lines, await refundStore(tx).partsOf(refundId));
      if (refund.amount > expectedBalance || rest.isLess) {
        const gone = { state: 'declined', at: iso(clock.now()), failure: 'nothing_left' } as const;
        if (await refundStore(tx).move(refundId, open, gone)) await askForRest(tx, payment, refund, rest.parts);
        return undefined;
      }
      const change = { state: 'executing', at: iso(clock.now()), expectedBalance } as const;
      return (await refundStore(tx).move(refundId, open, change, refund.tries))
        ? { refund, payment, expectedBalance }
        : undefined;
    });
    if (claimed === undefined) return;
    const { refund, payment, expectedBalance } = claimed;
    const outcome = await providerOf(deps, payment).refund({
      ...keysOf(payment),
      ...{ refundId, amount: refund.amount, taxFree: refund.taxFree, expectedBalance, reason: refund.reason },
      account: refund.account === null ? null : JSON.parse(box.open(refund.account, accountContext(refundId))),
    });
    await book(refund, outcome, source);
  };

  const book = async (refund: RefundRecord, outcome: Outcome<ProviderRefund>, source: TransitionSource) => {
    if (outcome.outcome === 'approved') {
      await complete(refund.id, outcome.value, source);
      return;
    }
    const isRefusal = outcome.outcome === 'declined';
    // A refusal of the second try may only mean that the first one, whose reply was lost, was made. And what goes back
    // by itself has nobody who could ask again: it is tried until it is done, or waits for a person.
    const isFinal = isRefusal && refund.tries === 0 && refund.cause === 'member';
    await refundStore(db).move(refund.id, ['executing'], {
      state: isFinal ? 'declined' : 'unknown',
      at: iso(clock.now()),
      failure: isRefusal ? `${refusal}${outcome.code}` : outcome.code,
    });
  };

  const complete = async (refundId: string, made: ProviderRefund, source: TransitionSource): Promise<void> => {
    const booked = await db.transaction(async (tx) => {
      const refund = await refundStore(tx).byId(refundId);
      const payment = refund && (await paymentStore(tx).byId(refund.paymentId));
      if (refund === undefined || payment === undefined) return undefined;
      const done = await bookings.complete(tx, payment, refund, made, clock.now(), source);
      await alarms.resolve(tx, 'refund_failed', payment.id);
      return done;
    });
    for (const memberId of new Set(booked?.members)) effects.memberChanged(memberId);
    for (const lectureId of new Set(booked?.rosters)) await effects.rosterChanged(lectureId);
  };

  const pursue: Refunds['pursue'] = async (refundId, source) => {
    for (let look = 0; look < mostLooks; look++) {
      const { refund, payment } = await read(refundId);
      if (refund.state === 'succeeded' || refund.state === 'declined') return refund;
      if (refund.state === 'requested') {
        await send(refundId, source);
        break;
      }
      // Its reply was lost, or is under way: the provider's list tells whether it was made.
      const asked = await providerOf(deps, payment).inquire(keysOf(payment));
      if (asked.outcome !== 'approved' || asked.value === null) return refund;
      await settlement.apply(payment, asked.value, source);
      const now = await read(refundId);
      if (now.refund.state === 'succeeded') return now.refund;
      // What was found changes what this refund comes to.
      if (now.payment.version !== payment.version) continue;
      await decide(refund, source);
      break;
    }
    return (await read(refundId)).refund;
  };

  /** A refund that the provider has not made: its refusal stands, or it is asked for again. */
  const decide = async (refund: RefundRecord, source: TransitionSource): Promise<void> => {
    if (!wasRefused(refund) || refund.cause !== 'member') return send(refund.id, source);
    await db.transaction(async (tx) => {
      await refundStore(tx).move(refund.id, ['unknown'], { state: 'declined', at: iso(clock.now()) });
      await alarms.resolve(tx, 'refund_failed', refund.paymentId);
    });
  };

  return { request, pursue };
}

const mayBeUnderWay = ({ state, updatedAt }: RefundRecord, now: number): boolean =>
  state === 'executing' && now - Date.parse(updatedAt) < lateEffectMs;

const refusal = 'refused: ';

/** Whether the provider's last word about a refund was a refusal. */
export const wasRefused = ({ failure }: Pick<RefundRecord, 'failure'>): boolean =>
  failure?.startsWith(refusal) === true;
