import type { Invariant, Rest } from './rest.js';

/** I1: of all charges for an order at most one was captured and not given back, over all providers. */
export const i1OneChargeAnOrder: Invariant = ({ orders, payments, held }, tell) => {
  for (const { id } of orders) {
    const charged = payments.filter((payment) => payment.order_id === id && held(payment.id) > 0);
    if (charged.length > 1)
      tell(`${id} was charged ${charged.length} times: ${charged.map((one) => one.id).join(' ')}`);
  }
};

/** I2: never does more go back than came, nor more of either part of it. */
export const i2NoMoreBackThanCame: Invariant = ({ payments, moved }, tell) => {
  for (const { id } of payments) {
    let [amount, taxFree] = [0, 0];
    for (const row of moved(id)) {
      const sign = row.kind === 'charge' ? 1 : -1;
      amount += sign * row.amount;
      taxFree += sign * row.taxFree;
      if (amount < 0 || taxFree < 0 || taxFree > amount) tell(`${id} holds ${amount}, ${taxFree} of it free of VAT`);
    }
  }
};

/** I3: what was earned is what the order cost, to the won. */
export const i3CapturedIsAsked: Invariant = ({ payments, orders, moved }, tell) => {
  for (const payment of payments) {
    const order = orders.find(({ id }) => id === payment.order_id);
    if (payment.amount !== order?.total) tell(`${payment.id} asks for ${payment.amount}, not ${order?.total}`);
    if (payment.booked_as !== 'earnings') continue;
    const charge = moved(payment.id).findLast(({ kind }) => kind === 'charge');
    if (payment.captured !== payment.amount || charge?.amount !== payment.amount)
      tell(`${payment.id} over ${payment.amount} earned ${payment.captured} of a charge of ${charge?.amount}`);
  }
};

/** I4: what went through a test channel pays nothing. */
export const i4TestMoneyIsNone: Invariant = ({ payments, truth, moved, alarms }, tell) => {
  for (const { id, state, captured, reason } of payments) {
    if (!truth.of(id).some(({ test }) => test) || moved(id).length > 0) continue;
    if (captured > 0 || (state !== 'declined' && state !== 'expired')) tell(`${id} is ${state} with ${captured}`);
    if (reason === 'test_mode' && !alarms.some((one) => one.code === 'payment_test_mode' && one.subject === id))
      tell(`${id} went through a test channel, and nobody was told`);
  }
};

/** I5: each charge is of a payment of ours, at the provider it was made for, under the id that we have on record. */
export const i5IdsBelongTogether: Invariant = ({ payments, truth, moved }, tell) => {
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  for (const { reference, provider } of truth.rows)
    if (byId.get(reference)?.provider !== provider) tell(`${provider} charged for ${reference}, which is none of its`);
  for (const { id, captured, provider_payment_id: ours } of payments) {
    const charge = moved(id).findLast(({ kind }) => kind === 'charge');
    if (captured > 0 && charge?.providerPaymentId !== ours) tell(`${id} is on record with ${ours}`);
  }
};

/** I6: nothing counts as failed or over while its provider holds money for it. */
export const i6NothingHeldIsOver: Invariant = ({ payments, orders, held }, tell) => {
  for (const payment of payments) {
    const order = orders.find(({ id }) => id === payment.order_id);
    const isOver = ['declined', 'expired', 'refunded', 'not_started'].includes(payment.state);
    const isOrderOver = ['expired', 'cancelled', 'refunded'].includes(order?.state ?? '');
    if (held(payment.id) !== 0 && (isOver || isOrderOver))
      tell(`${payment.id} is ${payment.state} (order: ${order?.state}), and ${held(payment.id)} are held for it`);
  }
};

/**
 * I9: a charge that waited for our confirmation never came while the order had another one, but for money that a buyer
 * paid directly and late: that went back.
 */
export const i9NoSecondCharge: Invariant = ({ orders, payments, truth, held }, tell) => {
  for (const order of orders) {
    const own = payments.filter((payment) => payment.order_id === order.id);
    const holds = new Map<string, number>();
    for (const row of truth.rows) {
      const payment = own.find(({ id }) => id === row.reference);
      if (payment === undefined || row.test) continue;
      const others = own.filter(({ id }) => id !== payment.id && (holds.get(id) ?? 0) > 0);
      holds.set(payment.id, (holds.get(payment.id) ?? 0) + (row.kind === 'charge' ? row.amount : -row.amount));
      if (row.kind !== 'charge') continue;
      for (const other of others) {
        const direct = [payment, other].filter(({ provider, method }) => isDirect(provider, method));
        if (!direct.some(({ id }) => held(id) === 0))
          tell(`${payment.id} was charged while ${other.id} was, and none that was paid directly went back`);
      }
    }
  }
};

/** The buyer alone decides when money moves: in the provider's window, or by a deposit. */
const isDirect = (provider: string, method: string): boolean =>
  provider.startsWith('portone') || method === 'virtual_account';

/** I10: each refund on record was made once, and each that was made is on record once. */
export const i10RefundsAreMadeOnce: Invariant = ({ payments, refunds, moved }, tell) => {
  for (const { id } of payments) {
    const made = moved(id).filter(({ kind }) => kind === 'refund');
    const ours = refunds.filter(({ payment_id, state }) => payment_id === id && state === 'succeeded');
    const sorted = (rows: readonly { readonly amount: number }[]) => rows.map(({ amount }) => amount).sort();
    if (String(sorted(made)) !== String(sorted(ours)))
      tell(`${id} gave back ${sorted(made)}, on record are ${sorted(ours)}`);
  }
};

/** I11: what each provider owes us by our books is what it holds for us, payment by payment and in all. */
export const i11ReceivableIsHeld: Invariant = (rest, tell) => {
  const { payments, balances, held } = rest;
  for (const { id, captured, refunded, state } of payments)
    if (captured - refunded !== held(id)) tell(`${id} (${state}) has ${captured - refunded} on record of ${held(id)}`);
  for (const provider of new Set(payments.map((payment) => payment.provider))) {
    const receivable = balanceOf(rest, `receivable:${provider}`);
    const sum = payments.reduce((all, one) => all + (one.provider === provider ? held(one.id) : 0), 0);
    if (receivable !== sum) tell(`${provider} holds ${sum}, and by the books owes ${receivable}`);
  }
  const owed = payments
    .filter(({ booked_as }) => booked_as === 'payable')
    .reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
  if (balanceOf(rest, 'payable') !== 0 - owed) tell(`${owed} is owed back, by the books ${balanceOf(rest, 'payable')}`);
  const total = balances.reduce((sum, { balance }) => sum + balance, 0);
  if (total !== 0) tell(`the trial balance is ${total}`);
};

const balanceOf = ({ balances }: Rest, account: string): number =>
  balances.find((one) => one.account === account)?.balance ?? 0;
