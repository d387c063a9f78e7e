import { AuditDetail, AuditEntry } from '@didacto/sdk/contract';

export interface EntryRow {
  seq: number;
  at: string;
  action: string;
  actor_kind: string;
  actor_id: string | null;
  token_id: string | null;
  subjects: string;
  outcome: string;
  data: string;
  detail_hash: string | null;
  previous_hash: string;
  hash: string;
  signature: string;
}

/** An entry's row with its detail beside it; null: none, or erased. */
export type DetailedRow = EntryRow & { salt: string | null; detail: string | null };

export interface DetailRow {
  seq: number;
  salt: string;
  detail: string;
}

export const toEntryRow = (entry: Omit<AuditEntry, 'detail'>): EntryRow => ({
  seq: entry.seq,
  at: entry.at,
  action: entry.action,
  actor_kind: entry.actorKind,
  actor_id: entry.actorId,
  token_id: entry.tokenId,
  subjects: JSON.stringify(entry.subjects),
  outcome: entry.outcome,
  data: JSON.stringify(entry.data),
  detail_hash: entry.detailHash,
  previous_hash: entry.previousHash,
  hash: entry.hash,
  signature: entry.signature,
});

export const toDetailRow = (seq: number, { salt, ...detail }: AuditDetail): DetailRow => ({
  seq,
  salt,
  detail: JSON.stringify(detail),
});

/**
 * Never throws: a row that somebody made unreadable becomes an entry that no hash fits, so that it is found instead of
 * keeping all others from being read.
 */
export function toEntry(row: DetailedRow): AuditEntry {
  const { success, data } = AuditEntry.safeParse({
    seq: Number(row.seq),
    at: row.at,
    action: row.action,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    tokenId: row.token_id,
    subjects: written(row.subjects),
    outcome: row.outcome,
    data: written(row.data),
    detailHash: row.detail_hash,
    previousHash: row.previous_hash,
    hash: row.hash,
    signature: row.signature,
    detail: toDetail(row),
  });
  return success ? data : unreadableEntry(Number(row.seq));
}

function toDetail({ salt, detail }: DetailedRow): AuditDetail | null {
  if (salt === null && detail === null) return null;
  const read = written(detail);
  const { success, data } = AuditDetail.safeParse(typeof read === 'object' ? { ...read, salt } : undefined);
  return success ? data : { salt: '', address: '', client: '', requestId: '', note: '' };
}

/** The value of a JSON column; undefined where the text is not as this server writes it. */
function written(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

const unreadableEntry = (seq: number): AuditEntry => ({
  seq,
  at: new Date(0).toISOString(),
  action: 'audit.unreadable',
  actorKind: 'system',
  actorId: null,
  tokenId: null,
  subjects: [],
  outcome: 'done',
  data: {},
  detailHash: null,
  previousHash: '0'.repeat(64),
  hash: '0'.repeat(64),
  signature: '',
  detail: null,
});
