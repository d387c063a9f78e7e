/** A file of the payments core, and the tests that say most about it: tried first, since they are quick. */
export interface Subject {
  readonly file: string;
  readonly near: readonly string[];
}

const server = 'packages/server/src';
const payments = `${server}/modules/payments`;
const orders = `${server}/modules/orders`;
const ledger = `${server}/modules/ledger`;

const subject = (folder: string, name: string, ...near: readonly string[]): Subject => ({
  file: `${folder}/${name}.ts`,
  near: near.length > 0 ? near : [`${folder}/${name}.test.ts`],
});

const settling = `${payments}/settle.test.ts`;
const refunding = `${payments}/refunds.test.ts`;
const ordering = `${orders}/orders.test.ts`;
const arriving = `${payments}/webhooks.test.ts`;
const again = `${payments}/start-again.test.ts`;

/** What decides over money; those without effects first. */
export const subjects: readonly Subject[] = [
  subject(payments, 'automaton'),
  subject(payments, 'inquiry-schedule'),
  subject(payments, 'refund-parts'),
  subject(`${server}/platform`, 'shares'),
  subject(payments, 'verdict'),
  subject(ledger, 'vat', `${ledger}/postings.test.ts`),
  subject(ledger, 'postings'),
  subject(payments, 'refund-table'),
  subject(ledger, 'journal'),
  subject(`${server}/http`, 'idempotency'),
  subject(payments, 'ledger-books', settling, refunding),
  subject(payments, 'give-up'),
  subject(payments, 'webhooks'),
  subject(orders, 'stock', `${orders}/stock.test.ts`, ordering),
  subject(orders, 'premium-store', `${orders}/fulfilment.test.ts`),
  subject(orders, 'fulfilment', `${orders}/fulfilment.test.ts`, refunding),
  subject(orders, 'service', ordering),
  subject(payments, 'worker'),
  subject(payments, 'tasks'),
  subject(payments, 'refund-booking', `${payments}/refund-booking.test.ts`, refunding),
  subject(payments, 'refunds', refunding, settling),
  subject(payments, 'outcome-booking', settling, refunding, arriving),
  subject(payments, 'settle', settling, again, arriving),
  subject(payments, 'service', settling, again, arriving),
];

/** The tests of the whole core: what the near ones let live is tried with them. */
export const coreTests: readonly string[] = [
  ...new Set(subjects.flatMap(({ near }) => near)),
  // Last: it pays over real HTTP, which is slow.
  `${payments}/flow.test.ts`,
];
