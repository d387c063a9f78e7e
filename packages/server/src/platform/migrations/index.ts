import type { Knex } from 'knex';
import * as classDay from './0001-class-day.js';
import * as identity from './0002-identity.js';
import * as audit from './0003-audit.js';
import * as payments from './0004-payments.js';
import * as ledger from './0005-ledger.js';
import * as rooms from './0006-rooms.js';

const steps = new Map<string, Knex.Migration>([
  ['0001-class-day', classDay],
  ['0002-identity', identity],
  ['0003-audit', audit],
  ['0004-payments', payments],
  ['0005-ledger', ledger],
  ['0006-rooms', rooms],
]);

/** A static list: file-based migrations change their names between source and build. */
export const migrations: Knex.MigrationSource<string> = {
  getMigrations: async () => [...steps.keys()],
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const step = steps.get(name);
    if (!step) throw new Error(`Unknown migration ${name}: this database is of a newer version`);
    return step;
  },
};
