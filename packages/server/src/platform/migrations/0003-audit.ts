import type { Knex } from 'knex';
import { forwardOnly, oneOf } from './dialect.js';
import { followHead, type Guard, refuse } from './guards.js';

export async function up(knex: Knex): Promise<void> {
  await log(knex);
  await beside(knex);
  await followHead(knex, {
    table: 'audit_log',
    head: 'audit_head',
    message: 'an audit entry must follow the newest one',
  });
  for (const guard of guards) await refuse(knex, guard);
}

async function log(knex: Knex): Promise<void> {
  // Ids, codes and counts only: a chained row can never be changed, so nothing in it may ever have to go.
  await knex.schema.createTable('audit_log', (t) => {
    t.integer('seq').primary();
    t.text('at').notNullable();
    t.text('action').notNullable();
    t.text('actor_kind').notNullable();
    t.text('actor_id');
    t.text('token_id');
    t.text('subjects').notNullable();
    t.text('outcome').notNullable();
    t.text('data').notNullable();
    t.text('detail_hash');
    t.text('previous_hash').notNullable();
    t.text('hash').notNullable();
    t.text('signature').notNullable();
    t.check('seq >= 1');
    t.check(oneOf('actor_kind', ['member', 'device', 'anonymous', 'system', 'operator']));
    t.check(oneOf('outcome', ['done', 'refused']));
    t.index(['at']);
    t.index(['actor_id', 'seq']);
    t.index(['action', 'seq']);
  });
  await knex.schema.createTable('audit_head', (t) => {
    t.integer('id').primary().checkIn(['1']);
    t.integer('seq').notNullable();
    t.text('hash').notNullable();
  });
  await knex('audit_head').insert({ id: 1, seq: 0, hash: '0'.repeat(64) });
}

async function beside(knex: Knex): Promise<void> {
  // What is personal about an entry; erased with the person, or after its time.
  await knex.schema.createTable('audit_details', (t) => {
    t.integer('seq').primary().references('audit_log.seq').onDelete('cascade');
    t.text('salt').notNullable();
    t.text('detail').notNullable();
  });
  // Finds entries by what they are about; made from the log, and no evidence.
  await knex.schema.createTable('audit_subjects', (t) => {
    t.text('subject_id').notNullable();
    t.integer('seq').notNullable().references('audit_log.seq').onDelete('cascade');
    t.primary(['subject_id', 'seq']);
    t.index(['seq']);
  });
  await knex.schema.createTable('audit_checkpoints', (t) => {
    t.text('purpose').notNullable();
    t.integer('seq').notNullable();
    t.text('hash').notNullable();
    t.text('at').notNullable();
    t.text('signature').notNullable();
    t.primary(['purpose', 'seq']);
    t.check(oneOf('purpose', ['reached', 'dropped']));
  });
}

// They keep mistakes and injected statements out; who may drop them is found by verifying the chain.
const guards: readonly Guard[] = [
  { table: 'audit_log', on: 'update', message: 'the audit log is append-only' },
  {
    table: 'audit_log',
    on: 'delete',
    unless: "exists (select 1 from audit_checkpoints where purpose = 'dropped' and seq >= old.seq)",
    message: 'the audit log is append-only',
  },
  {
    table: 'audit_head',
    on: 'update',
    unless: 'new.seq > old.seq',
    message: 'the head of the audit log only moves forward',
  },
  { table: 'audit_head', on: 'delete', message: 'the head of the audit log stays' },
  { table: 'audit_details', on: 'update', message: 'a detail of the audit log is erased, never changed' },
  { table: 'audit_checkpoints', on: 'update', message: 'checkpoints of the audit log stay as they are' },
  { table: 'audit_checkpoints', on: 'delete', message: 'checkpoints of the audit log stay as they are' },
];

export const down = forwardOnly;
