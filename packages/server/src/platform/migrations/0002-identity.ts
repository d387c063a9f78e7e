import type { Knex } from 'knex';
import { forwardOnly, oneOf } from './dialect.js';

export async function up(knex: Knex): Promise<void> {
  await members(knex);
  await signIns(knex);
  await waysIn(knex);
  await knex.schema.createTable('lecture_staff', (t) => {
    t.text('lecture_id').notNullable().references('lectures.id');
    t.text('member_id').notNullable().references('members.id');
    t.text('role').notNullable();
    t.text('since').notNullable();
    t.primary(['lecture_id', 'member_id']);
    t.index(['member_id']);
    t.check(oneOf('role', ['co_instructor', 'assistant']));
  });
  await knex.schema.alterTable('institution', (t) => {
    t.text('second_factor_roles').notNullable().defaultTo('[]');
  });
}

async function members(knex: Knex): Promise<void> {
  await knex.schema.alterTable('members', (t) => {
    // `service`: an integrator's account, without a password or an address of its own.
    t.text('kind').notNullable().defaultTo('person');
    t.text('suspended_at');
    t.text('password_changed_at');
    // Sealed; the pending one is not yet confirmed.
    t.text('totp_secret');
    t.text('totp_pending');
    // The last time step a code was taken of, so that a code is good once.
    t.integer('totp_step');
    t.text('second_factor_since');
  });
  await knex.schema.createTable('recovery_codes', (t) => {
    t.text('member_id').notNullable().references('members.id');
    t.text('code_hash').notNullable();
    t.primary(['member_id', 'code_hash']);
  });
}

async function signIns(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sessions', (t) => {
    t.text('client').notNullable().defaultTo('');
    t.text('address').notNullable().defaultTo('');
    t.text('last_used_at');
    t.index(['expires_at']);
  });
  await knex.schema.createTable('access_tokens', (t) => {
    t.text('id').primary();
    t.text('member_id').notNullable().references('members.id');
    t.text('name').notNullable();
    t.text('digest').notNullable().unique();
    t.text('hint').notNullable();
    t.text('scopes').notNullable();
    t.text('created_at').notNullable();
    t.text('expires_at').notNullable();
    t.text('last_used_at');
    t.text('revoked_at');
    t.index(['member_id']);
  });
  await knex.schema.createTable('device_codes', (t) => {
    t.text('user_code').primary();
    t.text('device_digest').notNullable().unique();
    t.text('client').notNullable();
    t.text('address').notNullable();
    t.text('created_at').notNullable();
    t.text('expires_at').notNullable();
    t.text('asked_at');
    t.text('state').notNullable();
    t.text('member_id').references('members.id');
    t.check(oneOf('state', ['waiting', 'approved', 'denied']));
  });
}

async function waysIn(knex: Knex): Promise<void> {
  await knex.schema.createTable('verifications', (t) => {
    t.text('id').primary();
    t.text('email').notNullable();
    t.text('purpose').notNullable();
    // Null where there is nothing to prove, so that no code fits.
    t.text('code_digest');
    t.integer('tries').notNullable().defaultTo(0);
    t.text('proof_digest');
    t.text('created_at').notNullable();
    t.text('expires_at').notNullable();
    t.index(['email', 'created_at']);
    t.check(oneOf('purpose', ['sign_up', 'password_reset']));
  });
  await knex.schema.createTable('invitations', (t) => {
    t.text('id').primary();
    t.text('email').notNullable();
    t.text('role').notNullable();
    t.text('code_digest').notNullable().unique();
    t.text('invited_by').notNullable().references('members.id');
    t.text('created_at').notNullable();
    t.text('expires_at').notNullable();
    t.text('accepted_at');
    t.text('revoked_at');
    t.check(oneOf('role', ['instructor']));
  });
}

export const down = forwardOnly;
