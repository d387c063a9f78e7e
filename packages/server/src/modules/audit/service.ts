import {
  type AuditCheckpoint,
  type AuditEntry,
  type AuditHead,
  auditGenesisHash,
  type OwnAuditEntry,
} from '@didacto/sdk/contract';
import { countOf, type Database } from '../../platform/database.js';
import type { PageRequest } from '../../platform/page.js';
import { readAnchor } from './anchor.js';
import { type AuditFilter, auditStore } from './store.js';

interface Page<Item> {
  readonly data: Item[];
  readonly nextCursor: string | null;
}

/** The audit log as it is read. */
export interface AuditService {
  list(filter: AuditFilter, request: PageRequest): Promise<Page<AuditEntry>>;
  /** Where the chain begins and ends, with what is known of it beside the database. */
  head(): Promise<AuditHead>;
  /** What is on record about a member, as they may read it. */
  ofMember(memberId: string, request: PageRequest): Promise<Page<OwnAuditEntry>>;
  /** How many entries, and how many addresses, are from before a time. */
  countBefore(entriesAt: string, detailsAt: string): Promise<{ audit: number; auditDetails: number }>;
}

export function auditService({ db, anchorFile }: { db: Database; anchorFile: string }): AuditService {
  const orNull = (checkpoint: AuditCheckpoint | undefined) => checkpoint ?? null;
  return {
    list: (filter, request) => auditStore(db).page(filter, request),
    head: async () => {
      const anchor = await readAnchor(anchorFile);
      const base = orNull(await auditStore(db).newest('dropped'));
      const { seq, hash } = await auditStore(db).head();
      return { seq, hash: seq === 0 ? auditGenesisHash : hash, base, anchor };
    },
    ofMember: async (memberId, request) => {
      const { data, nextCursor } = await auditStore(db).page({ memberId }, request);
      return { data: data.map((entry) => toOwn(entry, memberId)), nextCursor };
    },
    countBefore: async (entriesAt, detailsAt) => ({
      audit: await countOf(db('audit_log').where('at', '<', entriesAt)),
      auditDetails: await countOf(
        db('audit_details').whereIn('seq', db('audit_log').where('at', '<', detailsAt).select('seq')),
      ),
    }),
  };
}

/** Another's address is theirs, and not shown. */
function toOwn({ at, action, actorId, actorKind, detail }: AuditEntry, memberId: string): OwnAuditEntry {
  const byMe = actorKind === 'member' && actorId === memberId;
  const isOthers = !byMe && actorKind !== 'anonymous';
  return {
    at,
    action,
    byMe,
    address: isOthers ? null : (detail?.address ?? null),
    client: isOthers ? null : (detail?.client ?? null),
  };
}
