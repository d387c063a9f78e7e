import { type AuditCheckpointPurpose, type AuditPosition, auditChecker } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { ServerIdentity } from '../../platform/secrets.js';
import { type Actor, systemActor } from './actor.js';
import { serverProofs, signCheckpoint } from './proofs.js';
import { auditStore, pagesInOrder } from './store.js';
import type { AuditTrail } from './trail.js';

/** Signed statements about the chain, kept in the database. */
export interface AuditCheckpoints {
  /** States how far the chain has come, if it has come further than the last time. */
  make(): Promise<void>;
  /**
   * Removes the entries before a time that no newer one precedes, puts that on record, and gives how many they were.
   * They are verified first: nobody gets rid of an entry by giving it an old date.
   * @throws Error where they are not as they were written; nothing is removed
   */
  dropBefore(at: string, by?: Actor): Promise<number>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly identity: ServerIdentity;
  readonly trail: AuditTrail;
}

export function auditCheckpoints({ db, clock, identity, trail }: Dependencies): AuditCheckpoints {
  const signed = (purpose: AuditCheckpointPurpose, position: AuditPosition) => ({
    ...signCheckpoint(identity, purpose, position, iso(clock.now())),
    purpose,
  });
  return {
    make: async () => {
      const head = await auditStore(db).head();
      const newest = await auditStore(db).newest('reached');
      if (head.seq > (newest?.seq ?? 0)) await auditStore(db).insertCheckpoint(signed('reached', head));
    },
    dropBefore: async (at, by = systemActor) => {
      const last = await lastBefore(db, identity.publicKey, Date.parse(at));
      if (last === undefined) return 0;
      return db.transaction(async (tx) => {
        await auditStore(tx).insertCheckpoint(signed('dropped', last));
        const entries = await auditStore(tx).drop(last.seq);
        await trail.append(tx, [{ action: 'audit.dropped', by, subjects: [], data: { upTo: last.seq, entries } }]);
        return entries;
      });
    },
  };
}

/** The last of the oldest entries that are all before a time and as they were written. */
async function lastBefore(db: Database, publicKey: string, time: number): Promise<AuditPosition | undefined> {
  const checker = auditChecker(serverProofs(publicKey));
  const base = await auditStore(db).newest('dropped');
  if (base) await checker.startAfter(base);
  const begin = checker.last;
  const end = () => {
    const { ok, findings } = checker.end({ head: checker.last });
    const [first] = findings;
    if (!ok) throw new Error(`The audit log does not verify at entry ${first?.seq}; nothing was dropped`);
    return checker.last.seq > begin.seq ? checker.last : undefined;
  };
  for await (const page of pagesInOrder(db)) {
    for (const entry of page) {
      if (Date.parse(entry.at) >= time) return end();
      await checker.add(entry);
    }
  }
  return end();
}
