import type { Knex } from 'knex';
import { forwardOnly, oneOf } from './dialect.js';
import { followHead, type Guard, refuse, refuseInsert } from './guards.js';

export async function up(knex: Knex): Promise<void> {
  await journal(knex);
  await wallets(knex);
  await alarms(knex);
  await appendOnly(knex);
}

async function journal(knex: Knex): Promise<void> {
  // Ids, dates and amounts only: a chained row can never be changed, so nothing in it may ever have to go.
  await knex.schema.createTable('journal_entries', (t) => {
    t.integer('seq').primary();
    t.text('id').notNullable().unique();
    t.text('kind').notNullable();
    // What it books, such as `capture:pay_…:1`: an effect is booked once.
    t.text('effect_key').notNullable().unique();
    t.text('order_id');
    t.text('payment_id');
    t.text('refund_id');
    t.text('at').notNullable();
    t.text('business_date').notNullable();
    t.text('previous_hash').notNullable();
    t.text('hash').notNullable();
    t.check('seq >= 1');
    t.index(['payment_id']);
    t.index(['order_id']);
    t.index(['business_date']);
  });
  await knex.schema.createTable('postings', (t) => {
    // They come before their entry, which is refused where they do not balance; at the commit it must be there.
    t.specificType('seq', 'integer not null references journal_entries (seq) deferrable initially deferred');
    t.integer('line').notNullable();
    t.text('account').notNullable();
    // Whose earnings: a member, or `institution`.
    t.text('owner');
    // Debit above 0, credit below.
    t.bigInteger('amount').notNullable();
    t.primary(['seq', 'line']);
    t.check('amount <> 0');
    t.index(['account', 'seq']);
    t.index(['owner', 'seq']);
  });
  await knex.schema.createTable('ledger_head', (t) => {
    t.integer('id').primary().checkIn(['1']);
    t.integer('seq').notNullable();
    t.text('hash').notNullable();
  });
  await knex('ledger_head').insert({ id: 1, seq: 0, hash: '0'.repeat(64) });
}

async function wallets(knex: Knex): Promise<void> {
  await knex.schema.createTable('wallets', (t) => {
    t.text('owner').primary();
    t.bigInteger('balance').notNullable();
  });
  await knex.schema.createTable('wallet_transactions', (t) => {
    t.integer('seq').notNullable().references('journal_entries.seq');
    t.text('owner').notNullable().references('wallets.owner');
    t.bigInteger('amount').notNullable();
    // After it.
    t.bigInteger('balance').notNullable();
    t.text('at').notNullable();
    t.primary(['seq', 'owner']);
    t.index(['owner', 'seq']);
    t.check('amount <> 0');
  });
}

async function alarms(knex: Knex): Promise<void> {
  await knex.schema.createTable('alarms', (t) => {
    t.text('id').primary();
    t.text('code').notNullable();
    // What it is about: the id of a payment, a refund, a provider …
    t.text('subject').notNullable();
    t.text('state').notNullable();
    t.integer('count').notNullable();
    t.text('detail').notNullable();
    t.text('opened_at').notNullable();
    t.text('last_at').notNullable();
    // When people were told of it, once.
    t.text('told_at');
    t.text('acknowledged_by').references('members.id');
    t.text('acknowledged_at');
    // Null where the system found its cause gone.
    t.text('resolved_by').references('members.id');
    t.text('resolved_at');
    t.check(oneOf('state', ['open', 'acknowledged', 'resolved']));
    t.check('count >= 1');
    t.index(['state']);
  });
  // One for each cause.
  await knex.raw("create unique index alarms_cause on alarms (code, subject) where state <> 'resolved'");
}

const balanced =
  '(select count(*) from postings where seq = new.seq) >= 2 and ' +
  '(select sum(amount) from postings where seq = new.seq) = 0';

const guards: readonly Guard[] = [
  ...['journal_entries', 'postings'].flatMap((table): Guard[] => [
    { table, on: 'update', message: 'the ledger is append-only' },
    { table, on: 'delete', message: 'the ledger is append-only' },
  ]),
  { table: 'ledger_head', on: 'update', unless: 'new.seq > old.seq', message: 'the ledger’s head only moves forward' },
  { table: 'ledger_head', on: 'delete', message: 'the ledger’s head stays' },
  { table: 'wallet_transactions', on: 'update', message: 'transactions of a wallet are append-only' },
  { table: 'wallet_transactions', on: 'delete', message: 'transactions of a wallet are append-only' },
  { table: 'wallets', on: 'delete', message: 'a wallet stays' },
];

async function appendOnly(knex: Knex): Promise<void> {
  await followHead(knex, {
    table: 'journal_entries',
    head: 'ledger_head',
    message: 'a journal entry must follow the newest one',
    requires: [{ condition: balanced, message: 'a journal entry must balance' }],
  });
  await refuseInsert(knex, {
    table: 'postings',
    unless: 'not exists (select 1 from journal_entries where seq = new.seq)',
    message: 'the ledger is append-only: this entry has its postings',
  });
  await refuseInsert(knex, {
    table: 'wallet_transactions',
    unless: 'not exists (select 1 from wallet_transactions where seq = new.seq and owner = new.owner)',
    message: 'transactions of a wallet are append-only',
  });
  for (const guard of guards) await refuse(knex, guard);
}

export const down = forwardOnly;
