import type { Mutant } from '../security/mutant-trial.js';

const at = (file: string): string => `packages/server/src/modules/${file}`;
const settle = (title: string): string => `${at('payments/settle.test.ts')} › ${title}`;
const refund = (title: string): string => `${at('payments/refunds.test.ts')} › ${title}`;
const verdict = (title: string): string =>
  `${at('payments/verdict.test.ts')} › what a provider says of a payment > ${title}`;
const orders = (title: string): string => `${at('orders/orders.test.ts')} › an order > ${title}`;

/** Guards that keep money from being lost, doubled or made up, each taken out; `requirement` is the invariant it breaks. */
export const moneyMutants: readonly Mutant[] = [
  {
    requirement: 'I3: the amount is compared',
    file: at('payments/verdict.ts'),
    find: 'if (view.amount !== payment.amount)',
    replace: 'if (view.amount < 0)',
    test: settle(
      'a payment that the buyer makes at the provider > of another amount goes back, grants nothing, and is an alarm',
    ),
  },
  {
    requirement: 'I3: the amount is compared to the won',
    file: at('payments/verdict.ts'),
    find: 'view.amount !== payment.amount',
    replace: 'Math.abs(view.amount / payment.amount - 1) > 1e-5',
    test: verdict('is a capture for no other amount'),
  },
  {
    requirement: 'I3: the currency is compared',
    file: at('payments/verdict.ts'),
    find: "view.currency !== 'KRW'",
    replace: "view.currency === ''",
    test: verdict('{"currency":"USD"} means …'),
  },
  {
    requirement: 'I4: test mode pays nothing',
    file: at('payments/verdict.ts'),
    find: 'moved && view.testMode && !terms.testModeAllowed',
    replace: 'moved && view.testMode && view.amount < 0',
    test: settle('a payment that the buyer makes at the provider > through the test channel pays nothing'),
  },
  {
    requirement: 'I5: it is about our payment',
    file: at('payments/verdict.ts'),
    find: 'if (view.paymentId !== payment.id)',
    replace: "if (view.paymentId === '')",
    test: verdict('{"paymentId":"pay_2"} means …'),
  },
  {
    requirement: 'I5: it is with our merchant',
    file: at('payments/verdict.ts'),
    find: 'merchantIds.includes(merchantId)',
    replace: "merchantId !== ''",
    test: verdict('{"merchantId":"another"} means …'),
  },
  {
    requirement: 'I6: unknown is not failed',
    file: at('payments/settle.ts'),
    find: "{ state: 'unknown', reason: code, unknownSince: iso(now) }",
    replace: "{ state: 'declined', reason: code }",
    test: settle(
      'a confirmation without a reply > that was made is found out by asking, and never sent to another key',
    ),
  },
  {
    requirement: 'I7: an old unknown is an alarm',
    file: at('payments/settle.ts'),
    find: 'unknownSince === null || clock.now() - Date.parse(unknownSince) < unknownAlarmMs',
    replace: 'unknownSince !== undefined',
    test: settle(
      'a confirmation without a reply > stays unknown for as long as nobody answers, is an alarm after 15 minutes, and is resolved in the end',
    ),
  },
  {
    requirement: 'I8: the ids are on record before the provider is asked',
    file: at('payments/service.ts'),
    find: '...(returned.providerPaymentId !== undefined && { providerPaymentId: returned.providerPaymentId }),',
    replace: '',
    test: settle('a payment that is confirmed > keeps the key that the browser brings before the provider is asked'),
  },
  {
    requirement: 'I1: one confirmation of a payment',
    file: at('payments/service.ts'),
    find: "        if (current.state !== 'not_started') return undefined;\n        const order",
    replace: "        if (current.state === 'refunded') return undefined;\n        const order",
    test: settle('a payment that is confirmed > by 100 at once is charged once'),
  },
  {
    requirement: 'I3: a manipulated amount is not confirmed',
    file: at('payments/service.ts'),
    find: 'what.amount !== undefined && what.amount !== payment.amount',
    replace: 'what.amount !== undefined && what.amount < 0',
    test: settle('a payment that is confirmed > with another amount in the redirect is not confirmed at all'),
  },
  {
    requirement: 'I9: no second provider while the first may succeed',
    file: at('payments/service.ts'),
    find: "if (holder.state !== 'not_started') throw",
    replace: "if (holder.state === 'succeeded') throw",
    test: settle('a confirmation without a reply > holds the order: no other provider is tried meanwhile'),
  },
  {
    requirement: 'I1: what comes for a cancelled order goes back',
    file: at('payments/outcome-booking.ts'),
    find: "if (order.state === 'open') return true;",
    replace: "if (order.state !== 'paid') return true;",
    test: settle('a payment that the buyer makes at the provider > after the order was cancelled goes back'),
  },
  {
    requirement: 'I3: money of a mismatch goes back',
    file: at('payments/outcome-booking.ts'),
    find: "await giveBack(booking, taken, 'mismatch', view.amount - view.refunded, []);",
    replace: '',
    test: settle(
      'a payment that the buyer makes at the provider > of another amount goes back, grants nothing, and is an alarm',
    ),
  },
  {
    requirement: 'I19: what cannot be given is paid back',
    file: at('payments/outcome-booking.ts'),
    find: "await giveBack(booking, paid, 'not_granted', amount, parts);",
    replace: '',
    test: refund('money that goes back by itself > of a place that was taken meanwhile is that of its line alone'),
  },
  {
    requirement: 'I2: no refund of more than is left',
    file: at('payments/refunds.ts'),
    find: 'amount <= 0 || amount > left || amount > payment.captured - payment.refunded',
    replace: 'amount < 0',
    test: refund('a refund > of more than is left is refused, and so is a second one of everything'),
  },
  {
    requirement: 'I2: a refund names the balance that it expects',
    file: at('payments/refunds.ts'),
    find: 'const expectedBalance = payment.captured - payment.refunded;',
    replace: 'const expectedBalance = payment.captured;',
    test: refund('a refund > in two parts names what is left each time'),
  },
  {
    requirement: 'I2: a lost refund is looked for before it is made again',
    file: at('payments/refunds.ts'),
    find: 'await settlement.apply(payment, asked.value, source);',
    replace: '',
    test: refund('a refund > whose reply was lost is found in the provider’s list, and not made again'),
  },
  {
    requirement: 'I11: a refund made elsewhere is booked',
    file: at('payments/settle.ts'),
    find: "if (verdict.kind === 'captured' || verdict.kind === 'mismatch') await followRefunds",
    replace: "if (verdict.kind === 'mismatch') await followRefunds",
    test: refund('a refund > made in the provider’s console is followed, and is an alarm'),
  },
  {
    requirement: 'I19: stock is taken by a condition',
    file: at('orders/stock.ts'),
    find: "      .where('stock', '>=', quantity)\n",
    replace: "      .where('stock', '>', -quantity)\n",
    test: orders('takes nothing where one of its lines cannot be had'),
  },
  {
    requirement: 'I19: stock is let go',
    file: at('orders/stock.ts'),
    find: 'await giveBack(tx, line.productId, line.reserved, now);',
    replace: '',
    test: orders('lets its stock go when it is cancelled, and when its time is over'),
  },
  {
    requirement: 'I19: refunded tuition ends the place',
    file: at('orders/fulfilment.ts'),
    find: "await enrollmentStore(tx).movePlace(line.lectureId, line.student.id, 'removed', iso(now), null);",
    replace: '',
    test: refund('a refund > in full gives everything back: money, VAT, wallet, place and stock'),
  },
  {
    requirement: 'I12: a webhook is a hint at most',
    file: at('payments/verdict.ts'),
    find: "    case 'ready':\n    case 'authenticated':\n      return { kind: 'undecided', confirmable: true };\n  }\n}",
    replace: "    case 'ready':\n    case 'authenticated':\n      return { kind: 'captured' };\n  }\n}",
    test: `${at('payments/webhooks.test.ts')} › a webhook > is a hint at most: that it says paid pays nothing`,
  },
  {
    requirement: 'I13: a key with another body is refused',
    file: 'packages/server/src/http/idempotency.ts',
    find: "if (held.body_hash !== bodyHash) throw new Problem('idempotency_key_reused');",
    replace: '',
    test: 'packages/server/src/http/idempotency.test.ts › a call with a key > and another body is refused',
  },
  {
    requirement: 'I11: an entry balances',
    file: at('ledger/postings.ts'),
    find: "{ account: 'vat', owner: null, amount: -sum(({ vat }) => vat) }",
    replace: "{ account: 'vat', owner: null, amount: 1 - sum(({ vat }) => vat) }",
    test: settle('a payment that is confirmed > is booked, grants the place, and ends its order'),
  },
];
