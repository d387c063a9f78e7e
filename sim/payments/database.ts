import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../packages/server/src/platform/database.js';

/** A real database in memory that can be put back to how it was at first, and read beside the server. */
export interface SimDatabase {
  readonly knex: Database;
  /** As it was when it was prepared. */
  reset(): Promise<void>;
  /** Reads past the server's own way, so that looking changes nothing. */
  all<Row>(sql: string, bindings?: readonly unknown[]): Promise<Row[]>;
  /** The tables that a statement wrote to since this was asked last. */
  written(): ReadonlySet<string>;
  close(): Promise<void>;
}

type Done = (error?: Error | null) => void;

type Rows<Row> = (error: Error | null, rows: Row[]) => void;

interface Backup {
  step(pages: number, done: Done): void;
  finish(done: Done): void;
}

/** sqlite3's own connection, as far as it is used here. */
interface NativeConnection {
  all<Row>(sql: string, bindings: readonly unknown[], done: Rows<Row>): void;
  backup(file: string, to: string, from: string, fileIsTarget: boolean, done: Done): Backup;
}

/** Opens a migrated database and prepares it; the result of that is what `reset` brings back, in a millisecond or two. */
export async function openSimDatabase(prepare: (db: Database) => Promise<void>): Promise<SimDatabase> {
  const knex = await openDatabase(':memory:');
  await prepare(knex);
  // The only connection there is: whoever works alone has it, and looking is done when nobody works.
  const connection: NativeConnection = await knex.client.acquireConnection();
  await knex.client.releaseConnection(connection);
  const folder = mkdtempSync(join(tmpdir(), 'didacto-sim-'));
  const file = join(folder, 'first.db');
  await copy(connection, file, true);
  let written = new Set<string>();
  knex.on('query', ({ sql }: { readonly sql: string }) => {
    const table = /^(?:insert into|update|delete from) `(\w+)`/.exec(sql)?.[1];
    if (table !== undefined) written.add(table);
  });
  return {
    knex,
    reset: async () => {
      await copy(connection, file, false);
      written = new Set();
    },
    all: (sql, bindings = []) =>
      new Promise((resolve, reject) =>
        connection.all(sql, bindings, (error, rows: never[]) => (error === null ? resolve(rows) : reject(error))),
      ),
    written: () => {
      const tables = written;
      written = new Set();
      return tables;
    },
    close: async () => {
      await knex.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const copy = (connection: NativeConnection, file: string, fileIsTarget: boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (next: () => void) => (error?: Error | null) => (error ? reject(error) : next());
    const backup = connection.backup(
      file,
      'main',
      'main',
      fileIsTarget,
      settle(() =>
        backup.step(
          -1,
          settle(() => backup.finish(settle(resolve))),
        ),
      ),
    );
  });
