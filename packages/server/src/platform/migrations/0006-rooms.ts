import type { Knex } from 'knex';
import { forwardOnly } from './dialect.js';

export async function up(knex: Knex): Promise<void> {
  // What a student lets the instructor have in a lesson; without a row, the screen only.
  await knex.schema.createTable('room_consents', (t) => {
    t.text('lesson_id').notNullable().references('lessons.id');
    t.text('student_id').notNullable().references('members.id');
    t.integer('screen').notNullable();
    t.integer('voice').notNullable();
    t.integer('camera').notNullable();
    t.text('updated_at').notNullable();
    t.primary(['lesson_id', 'student_id']);
    t.index(['student_id']);
    t.check('screen in (0, 1) and voice in (0, 1) and camera in (0, 1)');
  });
  await knex.schema.alterTable('institution', (t) => {
    t.text('control_policy').notNullable().defaultTo('ask').checkIn(['always', 'notify', 'ask']);
  });
}

export const down = forwardOnly;
