import type { Queries } from '../../platform/database.js';
import { Problem } from '../../platform/problem.js';
import type { PaymentDependencies } from './dependencies.js';
import { outcomeBooking } from './outcome-booking.js';
import { paymentStore } from './store.js';
import { taskStore } from './tasks.js';

/** What comes of an attempt given up is looked at once more after this; money that comes all the same goes back. */
const lookAgainMs = 30_000;

/**
 * Gives up the attempt that holds an order, in the transaction that cancels the order.
 * @throws Problem payment_in_progress where money may be on its way
 */
export function giveUpPayment(deps: PaymentDependencies) {
  const outcomes = outcomeBooking(deps);
  return async (tx: Queries, orderId: string, now: number): Promise<void> => {
    const holder = await paymentStore(tx).liveOf(orderId);
    if (holder === undefined) return;
    if (holder.state !== 'not_started') throw new Problem('payment_in_progress', { detail: `It is ${holder.state}` });
    const touched = { rosters: [], members: [], refunds: [] };
    await outcomes.expired({ tx, now, source: 'manual', touched }, holder, 'order_cancelled');
    if (deps.providers.get(holder.provider)?.captures === 'at_provider')
      await taskStore(tx, deps.newId).queue(
        { kind: 'settle', subject: holder.id, paymentId: holder.id },
        now,
        lookAgainMs,
      );
  };
}
