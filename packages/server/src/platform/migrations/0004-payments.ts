import type { Knex } from 'knex';
import { forwardOnly, oneOf } from './dialect.js';
import { type Guard, refuse } from './guards.js';

// Amounts are bigints: PostgreSQL's integer ends at 2,147,483,647. Rules that money hangs on are constraints here.

export async function up(knex: Knex): Promise<void> {
  await sales(knex);
  await payments(knex);
  await refunds(knex);
  await beside(knex);
  for (const guard of guards) await refuse(knex, guard);
}

const kept = ['orders', 'order_lines', 'payments', 'payment_history', 'refunds', 'refund_lines'];
const guards: readonly Guard[] = [
  ...kept.map((table): Guard => ({ table, on: 'delete', message: 'records of money are never deleted' })),
  { table: 'payment_history', on: 'update', message: 'the history of a payment is append-only' },
];

async function sales(knex: Knex): Promise<void> {
  await knex.schema.createTable('products', (t) => {
    t.text('id').primary();
    t.text('kind').notNullable();
    t.text('name').notNullable();
    t.bigInteger('price').notNullable();
    t.bigInteger('tax_free').notNullable();
    // Null: as many as are asked for.
    t.integer('stock');
    t.text('lecture_id').references('lectures.id');
    t.integer('premium_days');
    t.text('state').notNullable();
    t.text('created_at').notNullable();
    t.text('updated_at').notNullable();
    t.check(oneOf('kind', ['premium', 'tuition', 'goods']));
    t.check(oneOf('state', ['on_sale', 'withdrawn']));
    t.check('price > 0 and tax_free between 0 and price');
    t.check('stock is null or stock >= 0');
  });
  await knex.schema.createTable('orders', (t) => {
    t.text('id').primary();
    t.text('buyer_id').notNullable().references('members.id');
    t.text('state').notNullable();
    t.bigInteger('total').notNullable();
    t.bigInteger('tax_free').notNullable();
    t.text('idempotency_key').unique();
    t.text('expires_at').notNullable();
    t.text('created_at').notNullable();
    t.text('updated_at').notNullable();
    t.check(oneOf('state', ['open', 'paid', 'partially_refunded', 'refunded', 'cancelled', 'expired']));
    t.index(['buyer_id']);
    t.index(['state', 'expires_at']);
  });
  await knex.schema.createTable('order_lines', (t) => {
    t.text('id').primary();
    t.text('order_id').notNullable().references('orders.id');
    t.integer('position').notNullable();
    t.text('product_id').notNullable().references('products.id');
    t.text('kind').notNullable();
    t.text('name').notNullable();
    t.text('student_id').references('members.id');
    t.integer('quantity').notNullable();
    t.bigInteger('unit_price').notNullable();
    t.bigInteger('amount').notNullable();
    t.bigInteger('tax_free').notNullable();
    t.text('lecture_id').references('lectures.id');
    t.integer('premium_days');
    // Whose earnings: a member, or `institution`.
    t.text('owner').notNullable();
    // How much of the product's stock this line holds.
    t.integer('reserved').notNullable();
    t.text('granted_at');
    t.text('revoked_at');
    t.bigInteger('refunded').notNullable().defaultTo(0);
    t.bigInteger('refunded_tax_free').notNullable().defaultTo(0);
    t.unique(['order_id', 'position']);
    t.check('quantity > 0 and reserved >= 0');
    t.check('refunded between 0 and amount and refunded_tax_free between 0 and tax_free');
  });
  await knex.schema.createTable('premium_periods', (t) => {
    t.text('id').primary();
    t.text('member_id').notNullable().references('members.id');
    t.text('order_line_id').notNullable().unique().references('order_lines.id');
    t.text('from_at').notNullable();
    t.text('until_at').notNullable();
    t.text('ended_at');
    t.index(['member_id']);
    t.index(['until_at']);
  });
  await knex.schema.createTable('checkout_codes', (t) => {
    t.text('code_digest').primary();
    t.text('order_id').notNullable().references('orders.id');
    t.text('expires_at').notNullable();
  });
}

/** A payment in one of these states holds its order, unless it is a surplus: money that came for an order already paid. */
const live = oneOf('state', [
  'not_started',
  'executing',
  'pending',
  'unknown',
  'succeeded',
  'partially_refunded',
  'refunded',
]);

const paymentStates = [
  ...['not_started', 'executing', 'pending', 'unknown', 'succeeded', 'declined', 'expired'],
  ...['partially_refunded', 'refunded'],
];

async function payments(knex: Knex): Promise<void> {
  await knex.schema.createTable('payments', (t) => {
    t.text('id').primary();
    t.text('order_id').notNullable().references('orders.id');
    t.text('provider').notNullable();
    t.text('method').notNullable();
    t.integer('installment_months').notNullable();
    t.text('state').notNullable();
    t.text('reason');
    t.bigInteger('amount').notNullable();
    t.bigInteger('tax_free').notNullable();
    // Moves with every change: who read an older one starts over.
    t.integer('version').notNullable();
    t.integer('surplus').notNullable().defaultTo(0);
    t.text('nonce_digest').notNullable();
    t.text('provider_payment_id');
    t.text('provider_secret_digest');
    // Sealed; what a confirmation is sent again with.
    t.text('return_token');
    t.text('receipt_url');
    t.text('virtual_account');
    t.text('due_at');
    // What the provider took, and how many times: a deposit can be taken back and made again.
    t.bigInteger('captured').notNullable().defaultTo(0);
    t.integer('captures').notNullable().defaultTo(0);
    // Where it was booked: as earnings of the order's lines, or as owed back.
    t.text('booked_as');
    t.bigInteger('refunded').notNullable().defaultTo(0);
    t.text('unknown_since');
    t.text('captured_at');
    t.text('idempotency_key').unique();
    t.text('created_at').notNullable();
    t.text('updated_at').notNullable();
    t.check(oneOf('provider', ['portone_v1', 'portone_v2', 'tosspayments', 'kakaopay']));
    t.check(oneOf('state', paymentStates));
    t.check('amount > 0 and tax_free between 0 and amount and refunded between 0 and captured');
    t.index(['order_id']);
    t.index(['state']);
  });
  await knex.raw(`create unique index payments_live on payments (order_id) where surplus = 0 and ${live}`);
  await knex.raw(
    'create unique index payments_provider_id on payments (provider, provider_payment_id) where provider_payment_id is not null',
  );
  await knex.schema.createTable('payment_history', (t) => {
    t.increments('id');
    t.text('payment_id').notNullable().references('payments.id');
    t.text('at').notNullable();
    t.text('from_state').notNullable();
    t.text('to_state').notNullable();
    t.text('source').notNullable();
    t.text('reason');
    t.index(['payment_id']);
  });
}

async function refunds(knex: Knex): Promise<void> {
  await knex.schema.createTable('refunds', (t) => {
    t.text('id').primary();
    t.text('payment_id').notNullable().references('payments.id');
    t.text('line_id').references('order_lines.id');
    t.bigInteger('amount').notNullable();
    t.bigInteger('tax_free').notNullable();
    t.text('state').notNullable();
    t.text('cause').notNullable();
    t.text('reason').notNullable();
    t.bigInteger('expected_balance').notNullable();
    t.integer('tries').notNullable().defaultTo(0);
    // Sealed; where a refund of a virtual account goes to.
    t.text('account');
    t.text('cancellation_id');
    t.text('failure');
    t.text('idempotency_key').unique();
    t.text('created_at').notNullable();
    t.text('updated_at').notNullable();
    t.check(oneOf('state', ['requested', 'executing', 'unknown', 'succeeded', 'declined']));
    t.check(oneOf('cause', ['member', 'mismatch', 'surplus', 'not_granted', 'provider']));
    t.check('amount > 0 and tax_free between 0 and amount');
    t.index(['payment_id']);
    t.unique(['payment_id', 'cancellation_id']);
  });
  // One at a time: each names the balance that it expects.
  await knex.raw(
    "create unique index refunds_open on refunds (payment_id) where cause <> 'provider' and state in ('requested', 'executing', 'unknown')",
  );
  await knex.schema.createTable('refund_lines', (t) => {
    t.text('refund_id').notNullable().references('refunds.id');
    t.text('line_id').notNullable().references('order_lines.id');
    t.bigInteger('amount').notNullable();
    t.bigInteger('tax_free').notNullable();
    t.primary(['refund_id', 'line_id']);
  });
}

async function beside(knex: Knex): Promise<void> {
  await knex.schema.createTable('payment_tasks', (t) => {
    t.text('id').primary();
    t.text('kind').notNullable();
    // The payment or refund that it is about.
    t.text('subject').notNullable();
    t.text('payment_id').notNullable().references('payments.id');
    t.text('state').notNullable();
    t.integer('attempts').notNullable();
    t.text('due_at').notNullable();
    t.text('lease_until');
    t.text('last_error');
    t.text('created_at').notNullable();
    t.text('updated_at').notNullable();
    t.check(oneOf('kind', ['settle', 'refund']));
    t.check(oneOf('state', ['queued', 'dead', 'done']));
    t.index(['state', 'due_at']);
  });
  await knex.raw("create unique index payment_tasks_open on payment_tasks (kind, subject) where state <> 'done'");
  await knex.schema.createTable('webhooks', (t) => {
    t.text('id').primary();
    t.text('provider').notNullable();
    t.text('delivery_id').notNullable();
    t.text('event_type').notNullable();
    t.text('payment_id').references('payments.id');
    t.text('proof').notNullable();
    t.text('outcome').notNullable();
    t.integer('copies').notNullable();
    t.text('body_digest').notNullable();
    t.text('received_at').notNullable();
    t.unique(['provider', 'delivery_id']);
    t.index(['received_at']);
  });
  await knex.schema.createTable('idempotency_keys', (t) => {
    t.text('scope').notNullable();
    t.text('route').notNullable();
    t.text('key').notNullable();
    t.text('body_hash').notNullable();
    t.text('state').notNullable();
    t.integer('status');
    t.text('reply');
    t.text('lease_until').notNullable();
    t.text('created_at').notNullable();
    t.primary(['scope', 'route', 'key']);
    t.index(['created_at']);
    t.check(oneOf('state', ['running', 'done']));
  });
}

export const down = forwardOnly;
