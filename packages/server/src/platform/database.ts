import { chmodSync, closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import knex, { type Knex } from 'knex';
import { migrations } from './migrations/index.js';
import { Problem } from './problem.js';
import { type CachingConnection, keepStatements } from './statement-cache.js';

export type Database = Knex;
/** A connection or a transaction: stores take either. */
export type Queries = Knex | Knex.Transaction;

interface SqliteTransaction {
  query(connection: unknown, sql: string): Promise<unknown>;
  begin(connection: CachingConnection): Promise<unknown>;
  rollback(connection: CachingConnection, error: unknown): Promise<unknown>;
  isCompleted(): boolean;
}
type SqliteTransactionClass = new (...args: unknown[]) => SqliteTransaction;
type SqliteClientClass = new (...args: unknown[]) => { transaction(...args: unknown[]): SqliteTransaction };

const require = createRequire(import.meta.url);

/**
 * knex begins deferred, and a transaction that reads before it writes then meets SQLITE_BUSY at once when another
 * connection writes, whatever busy_timeout says. BEGIN IMMEDIATE waits its turn instead.
 */
function immediateSqliteClient(): typeof Knex.Client {
  const Client: SqliteClientClass = require('knex/lib/dialects/sqlite3/index.js');
  const Transaction: SqliteTransactionClass = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction.js');
  class ImmediateTransaction extends Transaction {
    override begin(connection: CachingConnection): Promise<unknown> {
      return this.query(connection, 'BEGIN IMMEDIATE;');
    }
    // A full database has rolled back by itself, and "no transaction is active" would hide why: a savepoint makes sure
    // that there is one to end.
    override async rollback(connection: CachingConnection, error: unknown): Promise<unknown> {
      if (!this.isCompleted()) await new Promise((resolve) => connection.run('SAVEPOINT ending', resolve));
      return super.rollback(connection, error);
    }
  }
  class ImmediateClient extends Client {
    override transaction(...args: unknown[]): SqliteTransaction {
      return new ImmediateTransaction(this, ...args);
    }
  }
  return ImmediateClient as unknown as typeof Knex.Client;
}

const pragmas = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000'];

function prepareConnection(
  connection: CachingConnection,
  done: (error: Error | null, connection: CachingConnection) => void,
): void {
  const [first, ...rest] = pragmas;
  const next = (pragma: string | undefined): void => {
    if (pragma === undefined) {
      keepStatements(connection);
      done(null, connection);
    } else connection.run(`PRAGMA ${pragma}`, (error) => (error ? done(error, connection) : next(rest.shift())));
  };
  next(first);
}

/** Opens the SQLite file, only its owner may read it, and brings its tables up to date. */
export async function openDatabase(filename: string): Promise<Database> {
  if (filename !== ':memory:') makePrivate(filename);
  const database = knex({
    client: immediateSqliteClient(),
    connection: { filename },
    useNullAsDefault: true,
    // Else the message of a failed query, which is logged, holds its values: addresses, names, hashes.
    compileSqlOnError: false,
    // One writer is all SQLite has; more connections only meet SQLITE_BUSY.
    pool: { min: 1, max: 1, afterCreate: prepareConnection },
    acquireConnectionTimeout: 15_000,
  });
  try {
    await database.migrate.latest({ migrationSource: migrations });
    return database;
  } catch (error) {
    await database.destroy();
    throw cannotOpen(filename, error);
  }
}

/** Before SQLite opens it: the files beside it, which hold the newest rows, take over the rights it has then. */
function makePrivate(filename: string): void {
  try {
    closeSync(openSync(filename, 'a', 0o600));
    chmodSync(filename, 0o600);
  } catch (error) {
    throw cannotOpen(filename, error);
  }
}

const cannotOpen = (filename: string, cause: unknown): Error =>
  new Error(`Cannot open the database ${filename}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });

/** Does something once what the transaction did is there for all, and not where it is undone; without one, now. */
export function afterCommit(tx: Queries, work: () => void): void {
  if ('executionPromise' in tx) void tx.executionPromise.then(work, () => undefined);
  else work();
}

/** How many rows a query finds, as a number on every engine. */
export async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const row: Record<string, number | string> | undefined = await query.count('* as n').first();
  return Number(row?.n ?? 0);
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether a unique constraint refused the row, on SQLite or PostgreSQL. */
export const isUniqueViolation = (error: unknown): boolean =>
  errorCode(error) === '23505' ||
  (errorCode(error) === 'SQLITE_CONSTRAINT' &&
    /SQLITE_CONSTRAINT: UNIQUE constraint failed[^\n]*$/.test(String(error)));

/** The caller's view of a database that cannot serve now; undefined when the error is another. */
export function databaseProblem(error: unknown): Problem | undefined {
  const code = errorCode(error);
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED')
    return new Problem('database_busy', { retryAfterSeconds: 1, cause: error });
  if (error instanceof Error && error.name === 'KnexTimeoutError')
    return new Problem('database_busy', { retryAfterSeconds: 1, cause: error });
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR' || code === 'SQLITE_READONLY')
    return new Problem('database_full', { cause: error });
  return undefined;
}
