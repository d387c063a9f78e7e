import { type AuditCheckpoint, type AuditVerification, auditChecker } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { readAnchor } from './anchor.js';
import { serverProofs } from './proofs.js';
import { auditStore, pagesInOrder } from './store.js';

interface Dependencies {
  readonly db: Queries;
  /** The server's, raw Ed25519, base64url. */
  readonly publicKey: string;
  readonly anchorFile: string;
}

export interface AuditReport extends AuditVerification {
  /** What was compared with; null where there is no such file: entries missing at the end are then not found. */
  readonly anchor: AuditCheckpoint | null;
}

/**
 * Finds altered, missing and inserted entries, while others are appended. Takes memory for one page.
 * @throws Error where the anchor's file holds something else
 */
export async function verifyAudit(deps: Dependencies): Promise<AuditReport> {
  const store = auditStore(deps.db);
  for (;;) {
    const base = await store.newest('dropped');
    const report = await verifyAfter(base, deps);
    // Entries dropped meanwhile must not pass for missing ones.
    if ((await store.newest('dropped'))?.seq === base?.seq) return report;
  }
}

async function verifyAfter(base: AuditCheckpoint | undefined, deps: Dependencies): Promise<AuditReport> {
  const { db, publicKey, anchorFile } = deps;
  const store = auditStore(db);
  const checker = auditChecker(serverProofs(publicKey));
  if (base) await checker.startAfter(base);
  // Read before the entries it knows of, as the checkpoints are.
  const anchor = await readAnchor(anchorFile);
  if (anchor) await checker.expect(anchor, 'anchor');
  const expectReached = async (upTo?: number): Promise<void> => {
    for (const checkpoint of await store.reached(checker.last.seq, upTo))
      await checker.expect(checkpoint, 'checkpoint');
  };
  let cursor: string | undefined;
  for (;;) {
    let grown = false;
    for await (const page of pagesInOrder(db, cursor)) {
      const newest = page.at(-1)?.seq ?? 0;
      await expectReached(newest);
      for (const entry of page) await checker.add(entry);
      cursor = String(newest);
      grown = true;
    }
    await expectReached();
    const head = await store.head();
    // A head that is further on belongs to entries that were appended meanwhile, unless none come any more.
    if (head.seq <= checker.last.seq || !grown) return { ...checker.end({ head }), anchor };
  }
}
