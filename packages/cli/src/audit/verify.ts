import {
  type AuditCheckpoint,
  type AuditEntry,
  type AuditHead,
  type AuditProofs,
  type AuditVerification,
  auditChecker,
  type Didacto,
} from '@didacto/sdk';

type Checker = ReturnType<typeof auditChecker>;

interface VerifyOptions {
  readonly proofs: AuditProofs;
  /** One that was kept from an earlier time. */
  readonly checkpoint: AuditCheckpoint | undefined;
  /** Told how far it has come, and how far there is to go. */
  readonly onProgress: (done: number, total: number) => void;
}

/** What was found, and the newest checkpoint that the log itself names. */
export interface Verified {
  readonly verification: AuditVerification;
  readonly anchor: AuditCheckpoint | null;
}

/** Verifies an export by itself. */
export async function verifyExport(
  { head, entries }: { readonly head: AuditHead; readonly entries: AsyncIterable<AuditEntry> },
  options: VerifyOptions,
): Promise<Verified> {
  const { checker, told } = await begin(head, options);
  for await (const entry of entries) {
    await checker.add(entry);
    if (entry.seq % pageSize === 0) told();
  }
  return { verification: checker.end({ head }), anchor: head.anchor };
}

const pageSize = 1_000;

/** Verifies the log of the server, page by page, while it may grow. */
export async function verifyServer(api: Didacto, options: VerifyOptions): Promise<Verified> {
  for (;;) {
    const before = await api.audit.head();
    const { checker, told } = await begin(before, options);
    const head = await readAll(api, checker, told);
    // Old entries were dropped under the reading: what is missing then is no fault.
    if (head.base?.seq !== before.base?.seq) continue;
    return { verification: checker.end({ head }), anchor: before.anchor };
  }
}

async function begin(head: AuditHead, { proofs, checkpoint, onProgress }: VerifyOptions) {
  const { base, anchor } = head;
  const checker = auditChecker(proofs);
  if (base) await checker.startAfter(base);
  if (anchor) await checker.expect(anchor, 'anchor');
  if (checkpoint) await checker.expect(checkpoint, 'checkpoint');
  const from = base?.seq ?? 0;
  return { checker, told: () => onProgress(checker.last.seq - from, head.seq - from) };
}

/** Hands on every entry there is, oldest first, and gives the head as it is after the last one. */
async function readAll({ audit }: Didacto, checker: Checker, told: () => void): Promise<AuditHead> {
  let cursor: string | undefined;
  let known = 0;
  for (;;) {
    const { data, nextCursor } = await audit.list({ order: 'asc', limit: pageSize, cursor });
    for (const entry of data.slice(known)) await checker.add(entry);
    told();
    if (nextCursor !== null) {
      cursor = nextCursor;
      known = 0;
      continue;
    }
    const head = await audit.head();
    // The last page is read again for what was written meanwhile; where nothing comes, it is missing.
    if (head.seq <= checker.last.seq || data.length === known) return head;
    known = data.length;
  }
}
