import { iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import { Problem } from '../../platform/problem.js';
import { orderStore } from '../orders/store.js';
import { isOpen } from './automaton.js';
import type { PaymentDependencies } from './dependencies.js';
import { lateEffectMs, unknownAlarmMs } from './inquiry-schedule.js';
import { closeOrder, outcomeBooking, type Touched } from './outcome-booking.js';
import type { Outcome, PaymentKeys, PaymentProvider, ProviderPayment } from './providers/port.js';
import type { PaymentRecord, TransitionSource } from './record.js';
import { refundBooking } from './refund-booking.js';
import { refundStore } from './refund-store.js';
import { paymentStore } from './store.js';
import { isNews, judge } from './verdict.js';

/** How often a view that was overtaken by another change is taken anew before the caller is told to come back. */
const mostLooks = 8;
/** A provider where the buyer pays directly may take the money so long after the order's time. */
const windowGraceMs = 30 * 60_000;

export interface Look {
  readonly payment: PaymentRecord;
  readonly isAnswered: boolean;
}

export interface Settlement {
  /**
   * The one path to the truth: asks the provider, checks what it says, and applies it once. Callbacks, redirects,
   * webhooks, the poller and reconciliation all come here. Gives the payment as it is then.
   * @throws Problem not_found
   */
  settle(paymentId: string, source: TransitionSource): Promise<PaymentRecord>;
  /** The same, and whether the provider answered: else what there was to find out is still to be. */
  look(paymentId: string, source: TransitionSource): Promise<Look>;
  /**
   * Sends the confirmation of a payment that is `executing` or `unknown`, for the first time or again. The caller has
   * changed the payment for it, and gives it as it is since: only the answer to what was sent last may end the attempt.
   * @param sentBefore when the same was sent before, and what came of it is not known
   */
  confirm(payment: PaymentRecord, source: TransitionSource, sentBefore?: string): Promise<PaymentRecord>;
  /** Books a view that a reply brought. False where the payment changed since it was read. */
  apply(payment: PaymentRecord, view: ProviderPayment, source: TransitionSource): Promise<boolean>;
}

/** When nothing can come of an attempt any more: without our confirmation no money moves, elsewhere the window may be open. */
export const attemptEnds = ({ captures }: Pick<PaymentProvider, 'captures'>, orderExpiresAt: string): number =>
  Date.parse(orderExpiresAt) + (captures === 'on_confirm' ? 0 : windowGraceMs);

export const keysOf = (payment: PaymentRecord): PaymentKeys => ({
  paymentId: payment.id,
  providerPaymentId: payment.providerPaymentId,
  buyerId: payment.buyerId,
});

export const tokenContext = (paymentId: string): string => `payments/${paymentId}/return_token`;

export function providerOf(
  { providers }: Pick<PaymentDependencies, 'providers'>,
  payment: PaymentRecord,
): PaymentProvider {
  const provider = providers.get(payment.provider);
  if (provider === undefined)
    throw new Problem('provider_not_configured', { detail: `${payment.provider} has no keys on this server` });
  return provider;
}

export function settlement(deps: PaymentDependencies): Settlement {
  const { db, clock, effects, alarms, box, testModeAllowed } = deps;
  const outcomes = outcomeBooking(deps);
  const refunds = refundBooking(deps);

  const read = async (paymentId: string): Promise<PaymentRecord> => {
    const payment = await paymentStore(db).byId(paymentId);
    if (payment === undefined) throw new Problem('not_found');
    return payment;
  };

  /** Runs `work` on the payment if it is still as it was read; false where it is not. */
  const booking = async (
    payment: PaymentRecord,
    source: TransitionSource,
    work: (booking: { tx: Queries; now: number; source: TransitionSource; touched: Touched }) => Promise<void>,
  ): Promise<boolean> => {
    const touched: Touched = { rosters: [], members: [], refunds: [] };
    const done = await db.transaction(async (tx) => {
      const current = await paymentStore(tx).byId(payment.id);
      if (current?.version !== payment.version) return false;
      await work({ tx, now: clock.now(), source, touched });
      return true;
    });
    for (const memberId of new Set(touched.members)) effects.memberChanged(memberId);
    for (const lectureId of new Set(touched.rosters)) await effects.rosterChanged(lectureId);
    return done;
  };

  /** Refunds that the provider's list has and ours does not. */
  const followRefunds = async (
    { tx, now, source, touched }: Parameters<Parameters<typeof booking>[2]>[0],
    payment: PaymentRecord,
    view: ProviderPayment,
  ): Promise<void> => {
    let current = payment;
    for (const made of view.refunds) {
      if (current.refunded >= view.refunded) return;
      const ours = await refundStore(tx).allOf(payment.id);
      if (ours.some((refund) => refund.state === 'succeeded' && isSame(refund, made))) continue;
      const named = ours.find(({ id }) => id === made.refundId);
      const open = ours.find(
        ({ state, amount }) =>
          made.refundId === null && (state === 'executing' || state === 'unknown') && amount === made.amount,
      );
      const refund = named ?? open;
      const booked =
        refund === undefined
          ? await refunds.completeForeign(tx, current, made, now, source)
          : await refunds.complete(tx, current, refund, made, now, source);
      if (refund === undefined) await alarms.open(tx, 'refund_elsewhere', payment.id, made.cancellationId);
      current = booked.payment;
      touched.rosters.push(...booked.rosters);
      touched.members.push(...booked.members);
    }
  };

  const apply: Settlement['apply'] = (payment, view, source) =>
    booking(payment, source, async (context) => {
      const { merchantIds } = providerOf(deps, payment);
      const verdict = judge(payment, view, { merchantIds, testModeAllowed });
      if (verdict.kind === 'foreign') {
        await alarms.open(context.tx, 'payment_foreign', payment.id, view.providerPaymentId);
        return;
      }
      const booked = isNews(payment.state, verdict) ? await outcomes.book(context, payment, view, verdict) : payment;
      if (verdict.kind === 'captured' || verdict.kind === 'mismatch') await followRefunds(context, booked, view);
    });

  /** Nothing is known for certain: the payment says so, and since when. */
  const markUnknown = (payment: PaymentRecord, source: TransitionSource, code: string): Promise<boolean> =>
    booking(payment, source, async ({ tx, now }) => {
      if (payment.state === 'executing')
        await paymentStore(tx).change(
          payment,
          { state: 'unknown', reason: code, unknownSince: iso(now) },
          { at: iso(now), source },
        );
    });

  /** Long without an answer: a person has to know, and it is asked about all the same. */
  const raiseOldUnknown = async (payment: PaymentRecord): Promise<void> => {
    const { unknownSince } = payment;
    if (unknownSince === null || clock.now() - Date.parse(unknownSince) < unknownAlarmMs) return;
    await db.transaction((tx) => alarms.open(tx, 'payment_unknown', payment.id, payment.reason ?? 'no answer'));
  };

  /** Ends an attempt that nobody finished, once nothing can come of it any more. */
  const expireIfOver = (
    payment: PaymentRecord,
    provider: PaymentProvider,
    source: TransitionSource,
  ): Promise<boolean> =>
    booking(payment, source, async (context) => {
      const order = await orderStore(context.tx).byId(payment.orderId);
      if (order === undefined || payment.captured > 0) return;
      // A confirmation that was sent decides by its answer, not by the time.
      if (provider.captures === 'on_confirm' && payment.state !== 'not_started') return;
      if (context.now < attemptEnds(provider, order.expiresAt)) return;
      await outcomes.expired(context, payment, 'expired');
      await closeOrder(effects, context.tx, order.id, context.now);
    });

  const applyOutcome = async (
    payment: PaymentRecord,
    outcome: Outcome<ProviderPayment>,
    source: TransitionSource,
    sentBefore: string | undefined,
  ): Promise<boolean> => {
    if (outcome.outcome === 'approved') return apply(payment, outcome.value, source);
    // A refusal is about this copy alone: one that was sent before may still take the money.
    const mayFollow = sentBefore !== undefined && clock.now() - Date.parse(sentBefore) < lateEffectMs;
    if (outcome.outcome === 'unknown' || mayFollow) return markUnknown(payment, source, outcome.code);
    return booking(payment, source, async (context) => {
      if (isOpen(payment.state) && payment.captured === 0) await outcomes.decline(context, payment, outcome.code);
    });
  };

  const confirm: Settlement['confirm'] = async (payment, source, sentBefore) => {
    const token = payment.returnToken === null ? null : box.open(payment.returnToken, tokenContext(payment.id));
    const returned = { providerPaymentId: payment.providerPaymentId, token };
    const outcome = await providerOf(deps, payment).confirm(keysOf(payment), returned, payment.amount);
    const isApplied = await applyOutcome(payment, outcome, source, sentBefore);
    // Where it was sent again meanwhile, a refusal may be of this copy alone, and tells nothing; a capture is one.
    if (!isApplied && outcome.outcome === 'approved') return settle(payment.id, source);
    return finish(payment.id);
  };

  const answered = async (payment: Promise<PaymentRecord>): Promise<Look> => ({
    payment: await payment,
    isAnswered: true,
  });

  const settle: Settlement['settle'] = async (paymentId, source) => (await look(paymentId, source)).payment;

  const look: Settlement['look'] = async (paymentId, source) => {
    for (let tries = 0; tries < mostLooks; tries++) {
      const payment = await read(paymentId);
      const provider = providerOf(deps, payment);
      const found = await provider.inquire(keysOf(payment));
      if (found.outcome !== 'approved') {
        if (await markUnknown(payment, source, found.code))
          return { payment: await finish(paymentId), isAnswered: false };
        continue;
      }
      const view = found.value;
      const verdict = judge(payment, view, { merchantIds: provider.merchantIds, testModeAllowed });
      if (verdict.kind === 'undecided') {
        const isSent = payment.state === 'executing' || payment.state === 'unknown';
        // The confirmation that was lost, once more: with the same ids it cannot happen twice.
        if (isSent && provider.captures === 'on_confirm') {
          const claimed = await paymentStore(db).change(payment, {}, { at: iso(clock.now()), source });
          if (claimed === undefined) continue;
          return answered(confirm(claimed, source, payment.updatedAt));
        }
        if (isOpen(payment.state) && !(await expireIfOver(payment, provider, source))) continue;
        return answered(finish(paymentId));
      }
      if (view === null || (await apply(payment, view, source))) return answered(finish(paymentId));
    }
    throw new Problem('database_busy', { retryAfterSeconds: 1 });
  };

  const finish = async (paymentId: string): Promise<PaymentRecord> => {
    const payment = await read(paymentId);
    if (payment.state === 'unknown') await raiseOldUnknown(payment);
    return payment;
  };

  return { settle, look, confirm, apply };
}

const isSame = (
  refund: { readonly id: string; readonly cancellationId: string | null },
  made: { readonly refundId: string | null; readonly cancellationId: string },
): boolean => refund.id === made.refundId || refund.cancellationId === made.cancellationId;
