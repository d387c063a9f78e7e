import { mayMove } from '../../../packages/server/src/modules/payments/automaton.js';
import type { Invariant } from './rest.js';

/** I7: nothing is left undecided, but for what its provider itself has not decided; and what is decided alarms nobody. */
export const i7NothingIsUndecided: Invariant = ({ payments, refunds, alarms, held }, tell) => {
  for (const { id, state, provider, method, reason, virtual_account: account } of payments) {
    const isProviders = state === 'pending' && provider === 'portone_v2' && account === null;
    if (['not_started', 'executing', 'pending', 'unknown'].includes(state) && !(isProviders && held(id) === 0))
      tell(`${id} (${provider} ${method}) is ${state} ${reason ?? ''}`);
  }
  for (const { id, state, cause, payment_id: paymentId } of refunds)
    if (state !== 'succeeded' && state !== 'declined') tell(`the ${cause} refund ${id} of ${paymentId} is ${state}`);
  for (const { code, subject, state } of alarms)
    if (
      code === 'payment_unknown' &&
      state !== 'resolved' &&
      payments.some((one) => one.id === subject && one.state !== 'unknown')
    )
      tell(`the alarm about ${subject} goes on, and it is decided`);
};

/** I12: each payment went from state to state as the automaton allows, and is in the one that its history ends with. */
export const i12HistoryFollowsAutomaton: Invariant = ({ payments, history }, tell) => {
  for (const { id, state } of payments) {
    let at = 'not_started';
    for (const { from_state: from, to_state: to } of history.filter((row) => row.payment_id === id)) {
      if (from !== at) tell(`${id} was ${at}, and then came from ${from}`);
      if (!mayMove(from, to)) tell(`${id} went from ${from} to ${to}`);
      at = to;
    }
    if (at !== state) tell(`${id} is ${state}, by its history ${at}`);
  }
};

/** An order is what its payments make it. */
export const ordersAgreeWithPayments: Invariant = ({ orders, payments }, tell) => {
  for (const order of orders) {
    const earning = payments.filter((one) => one.order_id === order.id && one.booked_as === 'earnings');
    const live = payments.filter(
      (one) => one.order_id === order.id && one.surplus === 0 && one.state !== 'declined' && one.state !== 'expired',
    );
    const [paid] = earning;
    if (earning.length > 1) tell(`${order.id} earned ${earning.length} times`);
    if (live.length > 1) tell(`${order.id} is held by ${live.map(({ id }) => id).join(' ')}`);
    const expected =
      paid === undefined
        ? (state: string) => ['expired', 'cancelled', ...(live.length > 0 ? ['open'] : [])].includes(state)
        : (state: string) => state === (paid.state === 'succeeded' ? 'paid' : paid.state);
    if (!expected(order.state)) tell(`${order.id} is ${order.state}; its payment is ${paid?.state ?? 'none'}`);
  }
};

/** What alarms are for was told. */
export const mishapsAlarm: Invariant = ({ payments, alarms }, tell) => {
  const isTold = (code: string, subject: string) => alarms.some((one) => one.code === code && one.subject === subject);
  for (const { id, reason, booked_as: bookedAs } of payments) {
    if (bookedAs !== 'payable') continue;
    const code = reason === 'surplus' ? 'payment_surplus' : 'payment_mismatch';
    if (!isTold(code, id)) tell(`${id} had money that is not ours (${reason}), and nobody was told`);
  }
};
