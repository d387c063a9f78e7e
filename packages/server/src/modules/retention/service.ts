import type { RetentionDays } from '../../config.js';
import { type Clock, iso } from '../../platform/clock.js';
import { countOf, type Database } from '../../platform/database.js';
import type { Logger } from '../../platform/logger.js';
import { systemActor } from '../audit/actor.js';
import type { AuditService } from '../audit/service.js';
import { auditStore } from '../audit/store.js';
import type { AuditTrail } from '../audit/trail.js';
import { retentionRules } from './rules.js';

/** How many records of each kind were deleted, or would be. */
export type RetentionCounts = Readonly<Record<string, number>>;

export interface RetentionService {
  /** Deletes what is kept no longer; each run is on record with its counts. */
  apply(): Promise<RetentionCounts>;
  /** What `apply` would delete now. */
  due(): Promise<RetentionCounts>;
  /** Applies it now and every hour, until it is stopped. */
  start(log: Logger): () => void;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly days: RetentionDays;
  readonly audit: AuditTrail;
  readonly auditLog: Pick<AuditService, 'countBefore'>;
  /** Drops the audit log's entries from before a time, behind a signed checkpoint; gives how many. */
  readonly dropAuditBefore: (at: string) => Promise<number>;
}

const hourMs = 3_600_000;
const dayMs = 86_400_000;

export function retentionService({
  db,
  clock,
  days,
  audit,
  auditLog,
  dropAuditBefore,
}: Dependencies): RetentionService {
  const before = (count: number) => iso(clock.now() - count * dayMs);
  const apply = async (): Promise<RetentionCounts> => {
    const counts: Record<string, number> = {};
    await db.transaction(async (tx) => {
      for (const { name, due } of retentionRules) counts[name] = await due(tx, clock.now(), days).delete();
      counts.auditDetails = await auditStore(tx).eraseDetailsBefore(before(days.auditDetails));
      if (Object.values(counts).some((count) => count > 0))
        await audit.append(tx, [{ action: 'retention.applied', by: systemActor, subjects: [], data: counts }]);
    });
    return { ...counts, audit: await dropAuditBefore(before(days.audit)) };
  };
  return {
    apply,
    due: async () => {
      const counts: Record<string, number> = {};
      for (const { name, due } of retentionRules) counts[name] = await countOf(due(db, clock.now(), days));
      return { ...counts, ...(await auditLog.countBefore(before(days.audit), before(days.auditDetails))) };
    },
    start: (log) => {
      const run = () =>
        void apply().catch((error: unknown) =>
          log.error({ err: error }, 'retention failed; it is tried again in an hour'),
        );
      run();
      return clock.every(hourMs, run);
    },
  };
}
