import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '@didacto/sdk';
import knex, { type Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf } from '../testing/outcomes.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { isUniqueViolation, openDatabase } from './database.js';

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the database file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'didacto-database-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('and the files beside it are readable by their owner only', async () => {
    const file = join(folder, 'private.sqlite');
    const db = await openDatabase(file);
    await db('labs').insert({ id: 'lab_1', name: 'x', created_at: 'now' });
    expect([file, `${file}-wal`, `${file}-shm`].map(mode)).toEqual(['600', '600', '600']);
    await db.destroy();
  });

  test.each([
    ['is in a folder that is not there', () => join(folder, 'nowhere', 'x.sqlite')],
    ['is a folder', () => folder],
    [
      'is no database',
      () => {
        const file = join(folder, 'text.sqlite');
        writeFileSync(file, 'this is not a database, however long the text may be. '.repeat(100));
        return file;
      },
    ],
  ])('that %s is named in the error', async (_, make) => {
    const file = make();
    await expect(openDatabase(file)).rejects.toThrow(`Cannot open the database ${file}: `);
  });

  test('of a newer version is refused', async () => {
    const file = join(folder, 'newer.sqlite');
    const db = await openDatabase(file);
    await db('knex_migrations').insert({ name: '9999-future', batch: 2, migration_time: 'now' });
    await db.destroy();
    await expect(openDatabase(file)).rejects.toThrow(/9999-future/);
  });

  test('keeps what is bound to what: no row without its parent', async () => {
    const db = await openDatabase(':memory:');
    const orphan = db('devices').insert({ id: 'dev_1', lab_id: 'none', name: 'x', state: 'paired', created_at: 'now' });
    await expect(orphan).rejects.toThrow(/FOREIGN KEY/);
    await db.destroy();
  });

  test('a unique violation is told from others by the database’s word, not by the values in the query', async () => {
    const db = await openDatabase(':memory:');
    const row = { id: 'lab_1', name: 'x', created_at: 'now' };
    await db('labs').insert(row);
    const twice: unknown = await db('labs')
      .insert(row)
      .catch((error: unknown) => error);
    const name = 'SQLITE_CONSTRAINT: UNIQUE constraint failed: labs.name';
    const device = { id: 'dev_1', lab_id: 'none', name, state: 'paired', created_at: 'now' };
    const orphan: unknown = await db('devices')
      .insert(device)
      .catch((error: unknown) => error);
    expect([isUniqueViolation(twice), isUniqueViolation(orphan)]).toEqual([true, false]);
    await db.destroy();
  });

  test('a failed query’s message holds none of its values', async () => {
    const db = await openDatabase(':memory:');
    const device = { id: 'dev_1', lab_id: 'none', name: 'a secret', state: 'paired', created_at: 'now' };
    await expect(db('devices').insert(device)).rejects.not.toThrow(/a secret/);
    await db.destroy();
  });
});

describe('a server whose database', () => {
  let school: TestServer;
  let other: Knex;
  beforeAll(async () => {
    school = await startTestServer();
    // The rule is the same after a short wait as after a long one.
    await school.server.db.raw('PRAGMA busy_timeout = 20');
    other = knex({
      client: 'sqlite3',
      connection: { filename: join(school.dataDir, 'didacto.sqlite') },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
  });
  afterAll(async () => {
    await other.destroy();
    await school.stop();
  });

  const refusal = (call: Promise<unknown>): Promise<ApiError> =>
    call.then(
      () => Promise.reject(new Error('it was served')),
      (error: unknown) => (error instanceof ApiError ? error : Promise.reject(error)),
    );

  test('is locked by another program says so, and serves again when it is free', async () => {
    const { labs, members } = school.admin.didacto;
    const { id: labId } = await labs.create({ name: 'Before' });
    await other.raw('BEGIN EXCLUSIVE');
    // A plain write, and one in a transaction of its own.
    const calls = [() => labs.create({ name: 'During' }), () => labs.delete({ labId })];
    for (const call of calls) {
      const error = await refusal(call());
      expect([error.status, error.code, error.retryAfterMs]).toEqual([503, 'database_busy', 1_000]);
    }
    expect(await members.me()).toMatchObject({ role: 'admin' });
    await other.raw('ROLLBACK');
    for (const call of calls) expect(await outcomeOf(call())).toBe('ok');
  });

  test('is full says so, still reads, and writes again when there is room', async () => {
    const { db } = school.server;
    const { labs, devices } = school.admin.didacto;
    const { id: labId } = await labs.create({ name: 'Of many devices' });
    await db.raw('PRAGMA wal_checkpoint(TRUNCATE)');
    await db.raw('PRAGMA max_page_count = 1');
    const fill = async (write: (name: string) => PromiseLike<unknown>): Promise<ApiError> => {
      for (let n = 0; n < 1_000; n++) {
        const error: unknown = await Promise.resolve(write(`${'x'.repeat(60)} ${n}`)).then(
          () => undefined,
          (cause: unknown) => cause,
        );
        if (error instanceof ApiError) return error;
      }
      throw new Error('it never filled up');
    };
    // A plain write, and one in a transaction of its own.
    const plain = await fill((name) => labs.create({ name }));
    const inTransaction = await fill((name) => devices.create({ labId, name }));
    for (const { status, code } of [plain, inTransaction]) expect([status, code]).toEqual([507, 'database_full']);
    expect((await labs.list({ limit: 1 })).data).toHaveLength(1);
    await db.raw('PRAGMA max_page_count = 1073741823');
    expect(await outcomeOf(labs.create({ name: 'Room again' }))).toBe('ok');
    expect(await outcomeOf(devices.create({ labId, name: 'Room again' }))).toBe('ok');
  });
});
