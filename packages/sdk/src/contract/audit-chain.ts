import type { AuditCheckpoint, AuditDetail, AuditEntry } from './audit.js';

/** What the first entry of all names as the hash of the one before it. */
export const auditGenesisHash = '0'.repeat(64);

export type HashedAuditEntry = Omit<AuditEntry, 'hash' | 'signature' | 'detail'>;

// Each text is the JSON of an array, so that no two values share one, and begins with what it is, so that a signature
// for one purpose is none for another.

/** What an entry's `hash` is the SHA-256 of. */
export const auditEntryText = (entry: HashedAuditEntry): string =>
  JSON.stringify([
    'didacto-audit-entry-1',
    entry.seq,
    entry.at,
    entry.action,
    entry.actorKind,
    entry.actorId,
    entry.tokenId,
    entry.subjects,
    entry.outcome,
    Object.entries(entry.data).sort(([one], [other]) => (one < other ? -1 : 1)),
    entry.detailHash,
    entry.previousHash,
  ]);

/** What the server signs of an entry. */
export const auditSignatureText = (seq: number, hash: string): string =>
  JSON.stringify(['didacto-audit-signature-1', seq, hash]);

/** What an entry's `detailHash` is the SHA-256 of; the salt keeps an erased address from being guessed. */
export const auditDetailText = ({ salt, address, client, requestId, note }: AuditDetail): string =>
  JSON.stringify(['didacto-audit-detail-1', salt, address, client, requestId, note]);

/** `reached`: the chain has come to there. `dropped`: the entries up to there were removed after their time. */
export type AuditCheckpointPurpose = 'reached' | 'dropped';

/** What the server signs of a checkpoint: a `reached` one gives nobody the right to remove entries. */
export const auditCheckpointText = (
  purpose: AuditCheckpointPurpose,
  { seq, hash, at }: Omit<AuditCheckpoint, 'signature'>,
): string => JSON.stringify([`didacto-audit-${purpose}-1`, seq, hash, at]);

export interface AuditFinding {
  /** The entry that is at fault, or the first of a run. */
  readonly seq: number;
  /**
   * `altered`: it is not what was hashed, or not what a head or checkpoint knows. `missing`: not there. `inserted`: one
   * too many, or of another chain. `signature_invalid`: written by somebody without the server's key. `detail_altered`:
   * its address, client or note was changed or added.
   */
  readonly kind: 'altered' | 'missing' | 'inserted' | 'signature_invalid' | 'detail_altered';
  /** How many entries, of a run of missing or inserted ones. */
  readonly count: number;
  /** What the entry does not fit, or what is itself at fault. */
  readonly foundBy: 'chain' | 'checkpoint' | 'anchor' | 'head';
}

export interface AuditVerification {
  readonly ok: boolean;
  /** Entries that were looked at. */
  readonly entries: number;
  /** Entries whose detail was erased, which is allowed. */
  readonly erasedDetails: number;
  /** The first entry there has to be: later than 1 where older ones were dropped after their time. */
  readonly from: number;
  /** The last entry there is. */
  readonly head: AuditPosition;
  /** How many faults there are; of many, `findings` holds the first 1,000. */
  readonly faults: number;
  readonly findings: readonly AuditFinding[];
}

export interface AuditPosition {
  readonly seq: number;
  readonly hash: string;
}

export interface AuditProofs {
  /** SHA-256 of the text in UTF-8, hex. */
  readonly sha256: (text: string) => string | Promise<string>;
  /** Whether it is the server's Ed25519 signature (base64url) of the text in UTF-8. */
  readonly verifySignature: (text: string, signature: string) => boolean | Promise<boolean>;
}

/**
 * Checks a chain as it is read, in constant memory. Order of calls: `startAfter`, `expect` what is known, `add` every
 * entry there is, `end`. A fault is found once: good entries after a bad one are not reported.
 */
export interface AuditChecker {
  /** The entries up to this `dropped` checkpoint are no longer there. */
  startAfter(base: AuditCheckpoint): Promise<void>;
  /** A `reached` checkpoint that its entry has to agree with; before the entry is added. */
  expect(checkpoint: AuditCheckpoint, from: 'checkpoint' | 'anchor'): Promise<void>;
  /** By ascending `seq`, not before the last call resolved. */
  add(entry: AuditEntry): Promise<void>;
  /** The last entry that was added. */
  readonly last: AuditPosition;
  /** With the head as it was read after the last entry. Where it is further on, read on before this is called. */
  end(state: { readonly head: AuditPosition }): AuditVerification;
}

const mostFindings = 1_000;
/** 64 bytes in base64url, in their one spelling: decoders take several for the same bytes. */
const wellFormedSignature = /^[\w-]{85}[AQgw]$/;

interface Claim {
  readonly hash: string;
  readonly by: 'checkpoint' | 'anchor';
}

/** What can be said of an entry or a checkpoint by itself. */
function judge({ sha256, verifySignature }: AuditProofs) {
  const fits = async (text: string, signature: string): Promise<boolean> =>
    wellFormedSignature.test(signature) && (await verifySignature(text, signature));
  return {
    isSigned: (purpose: AuditCheckpointPurpose, checkpoint: AuditCheckpoint): Promise<boolean> =>
      fits(auditCheckpointText(purpose, checkpoint), checkpoint.signature),
    fault: async (entry: AuditEntry): Promise<'altered' | 'signature_invalid' | undefined> => {
      if ((await sha256(auditEntryText(entry))) !== entry.hash) return 'altered';
      return (await fits(auditSignatureText(entry.seq, entry.hash), entry.signature)) ? undefined : 'signature_invalid';
    },
    isDetailAltered: async ({ detail, detailHash }: AuditEntry): Promise<boolean> =>
      detail !== null && (await sha256(auditDetailText(detail))) !== detailHash,
  };
}

export function auditChecker(proofs: AuditProofs): AuditChecker {
  const { isSigned, fault, isDetailAltered } = judge(proofs);
  const book = findingBook();
  const claims = new Map<number, Claim>();
  // A link is judged where both ends are sound: the fault of one is not reported at the other too.
  let last = { seq: 0, hash: auditGenesisHash, sound: true };
  let soundUpTo = 0;
  let from = 1;
  let entries = 0;
  let erasedDetails = 0;

  /** Whether an entry is as it was written, and in its place; a fault is noted. */
  const isSound = async (entry: AuditEntry, follows: boolean): Promise<boolean> => {
    const claim = claims.get(entry.seq);
    claims.delete(entry.seq);
    const itsOwn = await fault(entry);
    if (itsOwn !== undefined) book.note(entry.seq, itsOwn, 'chain');
    else if (follows && last.sound && entry.previousHash !== last.hash) book.note(entry.seq, 'inserted', 'chain');
    else if (claim && claim.hash !== entry.hash) book.note(entry.seq, 'altered', claim.by);
    else return true;
    return false;
  };

  return {
    startAfter: async (base) => {
      const sound = await isSigned('dropped', base);
      if (!sound) book.note(base.seq, 'signature_invalid', 'checkpoint');
      last = { seq: base.seq, hash: base.hash, sound };
      soundUpTo = base.seq;
      from = base.seq + 1;
    },
    expect: async (checkpoint, by) => {
      const { seq, hash } = checkpoint;
      const known = seq === last.seq ? last.hash : claims.get(seq)?.hash;
      if (!(await isSigned('reached', checkpoint))) book.note(seq, 'signature_invalid', by);
      else if (known !== undefined && known !== hash) book.note(seq, 'altered', by);
      else if (seq > last.seq) claims.set(seq, { hash, by });
    },
    add: async (entry) => {
      entries += 1;
      if (entry.seq <= last.seq) {
        book.note(entry.seq, 'inserted', 'chain');
        return;
      }
      const gap = entry.seq - last.seq - 1;
      if (gap > 0) book.note(last.seq + 1, 'missing', 'chain', gap);
      const sound = await isSound(entry, gap === 0);
      last = { seq: entry.seq, hash: entry.hash, sound };
      if (!sound) return;
      soundUpTo = entry.seq;
      if (await isDetailAltered(entry)) book.note(entry.seq, 'detail_altered', 'chain');
      if (entry.detail === null && entry.detailHash !== null) erasedDetails += 1;
    },
    get last() {
      return { seq: last.seq, hash: last.hash };
    },
    end: ({ head }) => {
      const known = [{ seq: head.seq, by: 'head' as const }, ...[...claims].map(([seq, { by }]) => ({ seq, by }))];
      const furthest = known.reduce((one, other) => (other.seq > one.seq ? other : one));
      if (furthest.seq > last.seq) book.note(last.seq + 1, 'missing', furthest.by, furthest.seq - last.seq);
      if (head.seq < soundUpTo) book.note(head.seq + 1, 'inserted', 'head', last.seq - head.seq);
      else if (head.seq === last.seq && head.hash !== last.hash && last.sound) book.note(head.seq, 'altered', 'head');
      const { faults, findings } = book;
      const { seq, hash } = last;
      return { ok: faults === 0, entries, erasedDetails, from, head: { seq, hash }, faults, findings };
    },
  };
}

interface FindingBook {
  readonly faults: number;
  readonly findings: readonly AuditFinding[];
  note(seq: number, kind: AuditFinding['kind'], foundBy: AuditFinding['foundBy'], count?: number): void;
}

/** Counts all findings and keeps the first; inserted entries in a row are one. */
function findingBook(): FindingBook {
  const findings: AuditFinding[] = [];
  let faults = 0;
  let newest: AuditFinding | undefined;
  return {
    get faults() {
      return faults;
    },
    findings,
    note: (seq, kind, foundBy, count = 1) => {
      const goesOn =
        newest !== undefined &&
        kind === 'inserted' &&
        newest.kind === kind &&
        newest.foundBy === foundBy &&
        newest.seq + newest.count === seq;
      if (newest && goesOn) {
        newest = { ...newest, count: newest.count + count };
        if (faults <= mostFindings) findings[faults - 1] = newest;
        return;
      }
      newest = { seq, kind, count, foundBy };
      faults += 1;
      if (faults <= mostFindings) findings.push(newest);
    },
  };
}
