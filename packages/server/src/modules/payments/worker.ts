import { iso } from '../../platform/clock.js';
import { premiumStore } from '../orders/premium-store.js';
import { orderStore } from '../orders/store.js';
import { isOpen } from './automaton.js';
import type { PaymentDependencies } from './dependencies.js';
import {
  firstWatchMs,
  inquiryDelayMs,
  mostRefundTries,
  refundDelayMs,
  unknownAlarmMs,
  watchDelayMs,
} from './inquiry-schedule.js';
import { closeOrder } from './outcome-booking.js';
import type { PaymentRecord, RefundRecord } from './record.js';
import { type Refunds, wasRefused } from './refunds.js';
import { attemptEnds, providerOf, type Settlement } from './settle.js';
import { paymentStore } from './store.js';
import { type Task, taskStore } from './tasks.js';

export interface PaymentWorker {
  /** Does what is due: tasks, orders whose time is over, premium periods that end. Gives how much it did. */
  tick(): Promise<number>;
  start(): void;
  /** Resolves when nothing is under way. */
  stop(): Promise<void>;
}

const tickMs = 250;
const mostAtOnce = 16;

/** Sees to it that nothing stays undecided because a reply, a webhook or the server itself was lost. */
export function paymentWorker(deps: PaymentDependencies, settlement: Settlement, refunds: Refunds): PaymentWorker {
  const { db, clock, newId, log, alarms, effects } = deps;
  const tasks = taskStore(db, newId);

  /** Looks again by the schedule, and once besides when what is undecided since then becomes an alarm. */
  const lookAgain = (task: Task, since: string | null, delay: number, lastError: string | null): Promise<void> => {
    const now = clock.now();
    const untilAlarm = since === null ? 0 : Date.parse(since) + unknownAlarmMs - now;
    if (untilAlarm <= 0 || untilAlarm >= delay) return tasks.reschedule(task, now, delay, lastError);
    return tasks.reschedule({ ...task, attempts: task.attempts - 1 }, now, untilAlarm, lastError);
  };

  /** When an undecided payment is looked at again: by the schedule, and when its time is over. */
  const nextLook = async (payment: PaymentRecord, attempts: number): Promise<number> => {
    const delay = inquiryDelayMs(attempts);
    const order = await orderStore(db).byId(payment.orderId);
    if (payment.state !== 'not_started' || order === undefined) return delay;
    const left = attemptEnds(providerOf(deps, payment), order.expiresAt) - clock.now();
    return left > 0 ? Math.min(delay, left) : delay;
  };

  const settleTask = async (task: Task): Promise<void> => {
    const { payment, isAnswered } = await settlement.look(task.subject, 'poll');
    if (isOpen(payment.state)) {
      const since = payment.state === 'unknown' ? payment.unknownSince : null;
      return lookAgain(task, since, await nextLook(payment, task.attempts), null);
    }
    // Nothing was found out: that was no look.
    if (!isAnswered) {
      const again = { ...task, attempts: task.attempts - 1 };
      return tasks.reschedule(again, clock.now(), firstWatchMs, 'the provider did not answer');
    }
    const isDead = payment.state === 'declined' || payment.state === 'expired';
    // Where it was decided just now its watch is queued already, and what is said here of its task has no effect.
    const delay = isDead ? watchDelayMs(task.attempts) : undefined;
    if (delay === undefined) return tasks.finish(task, clock.now());
    return tasks.reschedule(task, clock.now(), delay, null);
  };

  /** Long without a decision: a person has to know, and it is seen through all the same. */
  const raiseOpenRefund = ({ id, paymentId, failure }: RefundRecord): Promise<void> =>
    db.transaction((tx) => alarms.open(tx, 'refund_failed', paymentId, `${id} ${failure ?? 'no answer'}`));

  const refundTask = async (task: Task): Promise<void> => {
    const refund = await refunds.pursue(task.subject, 'poll');
    const now = clock.now();
    if (refund.state === 'succeeded' || refund.state === 'declined') return tasks.finish(task, now);
    if (!wasRefused(refund)) {
      if (now - Date.parse(refund.createdAt) >= unknownAlarmMs) await raiseOpenRefund(refund);
      return lookAgain(task, refund.createdAt, inquiryDelayMs(task.attempts), refund.failure);
    }
    if (task.attempts + 1 < mostRefundTries)
      return tasks.reschedule(task, now, refundDelayMs(task.attempts), refund.failure);
    await db.transaction(async (tx) => {
      await taskStore(tx, newId).bury(task, now, refund.failure ?? '');
      await alarms.open(tx, 'refund_failed', refund.paymentId, `${refund.id} ${refund.failure}`);
    });
  };

  const run = async (task: Task): Promise<void> => {
    try {
      await (task.kind === 'settle' ? settleTask(task) : refundTask(task));
    } catch (error) {
      log.error({ err: error, task: task.id, kind: task.kind, payment: task.paymentId }, 'a payment task failed');
      const reason = error instanceof Error ? error.message : String(error);
      await tasks.reschedule(task, clock.now(), inquiryDelayMs(task.attempts), reason.slice(0, 300));
    }
  };

  /** An order whose time is over is closed, unless something is still to be known of its payment. */
  const closeOverdue = async (): Promise<number> => {
    const overdue = await orderStore(db).overdue(iso(clock.now()), mostAtOnce);
    let closed = 0;
    for (const orderId of overdue)
      await db.transaction(async (tx) => {
        if ((await paymentStore(tx).liveOf(orderId)) !== undefined) return;
        await closeOrder(effects, tx, orderId, clock.now());
        closed += 1;
      });
    return closed;
  };

  const endPremium = async (): Promise<number> => {
    const downgraded = await db.transaction((tx) => premiumStore(tx).closeOver(iso(clock.now())));
    for (const memberId of downgraded) effects.memberChanged(memberId);
    return downgraded.length;
  };

  const tick = async (): Promise<number> => {
    const taken = await db.transaction((tx) => taskStore(tx, newId).take(clock.now(), mostAtOnce));
    await Promise.all(taken.map(run));
    return taken.length + (await closeOverdue()) + (await endPremium());
  };

  let stopTicking = () => {};
  let underWay: Promise<void> = Promise.resolve();
  let isBusy = false;
  return {
    tick,
    start: () => {
      stopTicking = clock.every(tickMs, () => {
        if (isBusy) return;
        isBusy = true;
        underWay = tick()
          .then(
            () => {},
            (error: unknown) => log.error({ err: error }, 'the payment worker failed'),
          )
          .finally(() => {
            isBusy = false;
          });
      });
    },
    stop: async () => {
      stopTicking();
      await underWay;
    },
  };
}
