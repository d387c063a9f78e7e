import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../config.js';
import { iso, systemClock } from '../../platform/clock.js';
import { type Database, openDatabase } from '../../platform/database.js';
import { systemRandom } from '../../platform/ids.js';
import { loadSecrets } from '../../platform/secrets.js';
import { testEnvironment } from '../../testing/test-server.js';
import { systemActor } from '../audit/actor.js';
import { auditTrail } from '../audit/trail.js';

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
const dayMs = 86_400_000;

describe('didacto-server, over what a school has kept for years,', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'didacto-kept-'));
    await keepForYears();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const config = () => readConfig(testEnvironment(folder));
  const withDatabase = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
    const db = await openDatabase(config().databaseFile);
    try {
      return await work(db);
    } finally {
      await db.destroy();
    }
  };
  /** Three acts of so many years ago each, and sign-ins that ended. */
  const keepForYears = async () => {
    const { identity } = loadSecrets(folder, systemRandom);
    const by = { ...systemActor, address: '192.0.2.1', client: 'a browser' };
    await withDatabase(async (db) => {
      for (const years of [6, 2, 0]) {
        const clock = { ...systemClock, now: () => Date.now() - years * 366 * dayMs };
        const trail = auditTrail({ clock, random: systemRandom, identity });
        for (let n = 0; n < 3; n++) await trail.append(db, [{ action: 'lab.created', by, subjects: [`lab_${n}`] }]);
      }
      const id = 'mem_kept';
      const at = iso(0);
      const member = {
        id,
        email: 'kept@school.example',
        password_hash: '',
        name: 'Kept',
        role: 'student',
        grade: 'free',
      };
      await db('members').insert({ ...member, created_at: at });
      for (const days of [10, 1_000]) {
        const expires_at = iso(Date.now() - days * dayMs);
        await db('sessions').insert({ id: `ses_${days}`, member_id: id, refresh_hash: '', created_at: at, expires_at });
      }
    });
  };
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, ['--conditions', '@didacto/source', '--import', 'tsx', main, ...args], {
      env: { PATH: process.env.PATH ?? '', ...testEnvironment(folder) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { code: child.exitCode, out, errors };
  };
  const json = async (...args: string[]): Promise<object> => JSON.parse((await run(...args, '--json')).out);
  const everything = () =>
    withDatabase(async (db) => {
      const tables: { name: string }[] = await db('sqlite_master').where({ type: 'table' }).select('name');
      return Promise.all(tables.map(async ({ name }) => [name, await db(name).select('*')] as const));
    });

  test('says what it would delete, and deletes nothing; then deletes that, once, and the audit log verifies', async () => {
    const due = { sessions: 1, auditDetails: 6, audit: 3, accessTokens: 0, views: 0 };
    const before = await everything();
    expect(await json('retention', '--dry-run')).toMatchObject({ dryRun: true, ...due });
    expect(await everything()).toEqual(before);

    expect(await json('retention')).toMatchObject({ dryRun: false, ...due });
    expect(await withDatabase((db) => db('sessions').select('id'))).toEqual([{ id: 'ses_10' }]);
    // Two entries say so: what was deleted, and that the log begins later.
    const report = { ok: true, from: 4, entries: 8, erasedDetails: 3, faults: 0 };
    expect(await json('audit', 'verify')).toMatchObject(report);

    const none = Object.fromEntries(Object.keys(due).map((name) => [name, 0]));
    expect(await json('retention')).toMatchObject({ dryRun: false, ...none });
  });

  test('finds an entry that was altered, ends with 1 and deletes nothing of such a log', async () => {
    const { seq } = await withDatabase(async (db) => {
      await db.raw('drop trigger audit_log_update');
      const { seq }: { seq: number } = await db('audit_log').orderBy('seq').first('seq');
      await db('audit_log')
        .where({ seq })
        .update({ at: iso(0) });
      return { seq };
    });
    const { code, out } = await run('audit', 'verify', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, faults: 1, findings: [{ seq, kind: 'altered' }] });
    // An old date is no way to be rid of it.
    const refused = await run('retention');
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain(`does not verify at entry ${seq}`);
    expect(await withDatabase((db) => db('audit_log').where({ seq }))).toHaveLength(1);
  });
});
