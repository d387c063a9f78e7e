import type { Knex } from 'knex';
import * as classDay from './0001-class-day.js';

const steps = new Map<string, Knex.Migration>([['0001-class-day', classDay]]);

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
