import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry } from '@didacto/sdk/contract';
import type { Knex } from 'knex';
import { type Database, openDatabase, type Queries } from '../../../platform/database.js';
import { systemRandom } from '../../../platform/ids.js';
import { ownedClock } from '../../../platform/mail/testing/owned-clock.js';
import { loadSecrets } from '../../../platform/secrets.js';
import type { Actor } from '../actor.js';
import { auditAnchor } from '../anchor.js';
import { auditCheckpoints } from '../checkpoints.js';
import { auditStore, pagesInOrder } from '../store.js';
import { auditTrail, type NewAuditEntry } from '../trail.js';
import { type AuditReport, verifyAudit } from '../verify.js';

export type TestLog = Awaited<ReturnType<typeof openTestLog>>;

/** An audit log with everything that keeps it, in a folder of its own. */
export async function openTestLog(filename = ':memory:') {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-audit-'));
  const clock = ownedClock();
  const { identity } = loadSecrets(folder, systemRandom);
  const db = await openDatabase(filename === ':memory:' ? filename : join(folder, filename));
  const anchorFile = join(folder, 'audit.anchor');
  const trail = auditTrail({ clock, random: systemRandom, identity });
  return {
    ...{ folder, clock, identity, db, anchorFile, trail, store: auditStore(db) },
    anchor: auditAnchor({ db, clock, identity, file: anchorFile }),
    checkpoints: auditCheckpoints({ db, clock, identity, trail }),
    append: (...entries: NewAuditEntry[]): Promise<void> => trail.append(db, entries),
    verify: (queries: Queries = db): Promise<AuditReport> =>
      verifyAudit({ db: queries, publicKey: identity.publicKey, anchorFile }),
    close: async (): Promise<void> => {
      await db.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}

export const someone: Actor = {
  kind: 'member',
  id: 'mem_haeun',
  tokenId: null,
  address: '192.0.2.7',
  client: 'curl/8',
  requestId: 'req_1',
};

/** An entry that is like no other: n in every field. */
export const entryOf = (n: number, change: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  action: n % 2 === 0 ? 'member.suspended' : 'lesson.started',
  by: { ...someone, id: `mem_${n}`, tokenId: n % 3 === 0 ? `tok_${n}` : null },
  subjects: [`mem_x${n}`, `lec_${n}`],
  outcome: n % 5 === 0 ? 'refused' : 'done',
  data: { count: n, role: 'student', first: n === 1, before: null },
  note: `note ${n}`,
  ...change,
});

export async function entriesOf(db: Queries): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const page of pagesInOrder(db)) entries.push(...page);
  return entries;
}

/** Somebody who can write the database, guards or not, but has no key; what they did is undone afterwards. */
export async function asIntruder<T>(db: Database, work: (tx: Knex.Transaction) => Promise<T>): Promise<T> {
  const tx = await db.transaction();
  try {
    const triggers: { name: string }[] = await tx('sqlite_master').where({ type: 'trigger' }).select('name');
    for (const { name } of triggers) await tx.raw('drop trigger ??', [name]);
    await tx.raw('pragma defer_foreign_keys = on');
    await tx.raw('pragma ignore_check_constraints = on');
    return await work(tx);
  } finally {
    await tx.raw('pragma ignore_check_constraints = off');
    await tx.rollback();
  }
}
