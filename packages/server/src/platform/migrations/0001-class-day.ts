import type { Knex } from 'knex';
import { forwardOnly, oneOf } from './dialect.js';

// Time is ISO text, JSON is text, ids are text: the same on SQLite and PostgreSQL.
// Uniqueness that a rule relies on is an index here, never a check in code.

export async function up(knex: Knex): Promise<void> {
  await people(knex);
  await teaching(knex);
  await rooms(knex);
  await records(knex);
}

async function people(knex: Knex): Promise<void> {
  await knex.schema.createTable('institution', (t) => {
    t.integer('id').primary().checkIn(['1']);
    t.text('name').notNullable();
    t.text('screen_policy').notNullable();
  });
  await knex.schema.createTable('members', (t) => {
    t.text('id').primary();
    t.text('email').notNullable();
    t.text('password_hash').notNullable();
    t.text('name').notNullable();
    t.text('role').notNullable();
    t.text('grade').notNullable();
    t.text('created_at').notNullable();
    t.text('withdrawn_at');
    t.check(oneOf('role', ['student', 'instructor', 'finance', 'desk', 'admin']));
    t.check(oneOf('grade', ['free', 'premium']));
  });
  // A withdrawn address can come back.
  await knex.raw('create unique index members_email on members (email) where withdrawn_at is null');
  await knex.schema.createTable('sessions', (t) => {
    t.text('id').primary();
    t.text('member_id').notNullable().references('members.id');
    t.text('refresh_hash').notNullable();
    t.text('created_at').notNullable();
    t.text('expires_at').notNullable();
    t.text('ended_at');
    t.index(['member_id']);
  });
}

async function teaching(knex: Knex): Promise<void> {
  await knex.schema.createTable('lectures', (t) => {
    t.text('id').primary();
    t.text('title').notNullable();
    t.text('title_folded').notNullable();
    t.text('state').notNullable();
    t.text('owner_id').notNullable().references('members.id');
    // An open lecture of the free grade holds one of three numbered slots; see the index below.
    t.integer('slot');
    t.text('created_at').notNullable();
    t.text('updated_at').notNullable();
    t.text('deleted_at');
    t.check(oneOf('state', ['open', 'closed']));
    t.check('slot is null or slot between 1 and 3');
    t.index(['owner_id']);
  });
  await knex.raw('create unique index lectures_slot on lectures (owner_id, slot) where slot is not null');
  await knex.schema.createTable('lessons', (t) => {
    t.text('id').primary();
    t.text('lecture_id').notNullable().references('lectures.id');
    t.text('state').notNullable();
    t.text('started_at');
    t.text('ended_at');
    t.check(oneOf('state', ['scheduled', 'active', 'ended']));
    t.index(['lecture_id']);
  });
  await knex.raw("create unique index lessons_active on lessons (lecture_id) where state = 'active'");
  await knex.schema.createTable('enrollments', (t) => {
    t.text('id').primary();
    t.text('lecture_id').notNullable().references('lectures.id');
    t.text('member_id').notNullable().references('members.id');
    t.text('status').notNullable();
    t.text('decided_by').references('members.id');
    t.text('created_at').notNullable();
    t.text('updated_at').notNullable();
    t.check(oneOf('status', ['waiting', 'accepted', 'rejected', 'cancelled', 'left', 'removed']));
    t.index(['lecture_id', 'status']);
    t.index(['member_id']);
  });
  await knex.raw(
    "create unique index enrollments_place on enrollments (lecture_id, member_id) where status in ('waiting', 'accepted')",
  );
}

async function rooms(knex: Knex): Promise<void> {
  await knex.schema.createTable('labs', (t) => {
    t.text('id').primary();
    t.text('name').notNullable().unique();
    t.text('created_at').notNullable();
  });
  await knex.schema.createTable('devices', (t) => {
    t.text('id').primary();
    t.text('lab_id').notNullable().references('labs.id');
    t.text('name').notNullable();
    t.text('state').notNullable();
    t.text('public_key');
    t.text('host');
    t.text('clone');
    t.text('last_seen_at');
    t.text('created_at').notNullable();
    t.unique(['lab_id', 'name']);
    t.check(oneOf('state', ['unpaired', 'paired', 'revoked']));
  });
  await knex.schema.createTable('pairing_codes', (t) => {
    // The first characters find the code, so that wrong tries can be counted against it; the rest is kept hashed.
    t.text('handle').primary();
    t.text('device_id').notNullable().unique().references('devices.id').onDelete('CASCADE');
    t.text('secret_hash').notNullable();
    t.integer('tries').notNullable();
    t.text('expires_at').notNullable();
  });
  await knex.schema.createTable('seats', (t) => {
    t.text('lecture_id').notNullable().references('lectures.id');
    t.text('device_id').notNullable().references('devices.id').onDelete('CASCADE');
    t.text('student_id').notNullable().references('members.id');
    t.primary(['lecture_id', 'device_id']);
    t.unique(['lecture_id', 'student_id']);
    t.index(['device_id']);
  });
}

async function records(knex: Knex): Promise<void> {
  await knex.schema.createTable('attendance_spans', (t) => {
    t.increments('id');
    t.text('lesson_id').notNullable().references('lessons.id');
    t.text('student_id').notNullable().references('members.id');
    t.text('state').notNullable();
    t.text('reason');
    t.text('from_at').notNullable();
    t.index(['lesson_id', 'student_id']);
  });
  await knex.schema.createTable('view_records', (t) => {
    t.text('id').primary();
    t.text('lesson_id').notNullable().references('lessons.id');
    t.text('viewer_id').notNullable().references('members.id');
    t.text('student_id').notNullable().references('members.id');
    t.text('kind').notNullable();
    t.text('first_at').notNullable();
    t.text('last_at').notNullable();
    t.unique(['lesson_id', 'viewer_id', 'student_id', 'kind']);
    t.index(['student_id']);
    t.check(oneOf('kind', ['wall', 'live', 'control']));
  });
}

export const down = forwardOnly;
