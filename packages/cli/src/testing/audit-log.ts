import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  type AuditCheckpoint,
  type AuditCheckpointPurpose,
  type AuditDetail,
  type AuditEntry,
  type AuditHead,
  auditCheckpointText,
  auditDetailText,
  auditEntryText,
  auditGenesisHash,
  auditSignatureText,
} from '@didacto/sdk/contract';
import type { SeenRequest } from './fake-server.js';
import { sampleId } from './samples.js';

/** A server's audit log, as it would have written it. */
export interface SampleLog {
  /** Ed25519, as an institution tells it. */
  readonly serverKey: string;
  readonly entries: AuditEntry[];
  head(over?: Partial<AuditHead>): AuditHead;
  checkpoint(purpose: AuditCheckpointPurpose, seq: number): AuditCheckpoint;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const at = (seq: number) => new Date(Date.UTC(2026, 10, 21, 0, 0, seq)).toISOString();

/** Writes a log of so many entries, each signed by the server's key. */
export function sampleLog(length: number): SampleLog {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const entries: AuditEntry[] = [];
  for (let seq = 1; seq <= length; seq += 1) entries.push(sampleEntry(seq, entries.at(-1)?.hash, privateKey));
  const hashAt = (seq: number) => entries.find((entry) => entry.seq === seq)?.hash ?? auditGenesisHash;
  return {
    serverKey: publicKey.export({ format: 'jwk' }).x ?? '',
    entries,
    head: (over) => ({ seq: length, hash: hashAt(length), base: null, anchor: null, ...over }),
    checkpoint: (purpose, seq) => {
      const claim = { seq, hash: hashAt(seq), at: at(seq) };
      return { ...claim, signature: signed(auditCheckpointText(purpose, claim), privateKey) };
    },
  };
}

const signed = (text: string, key: KeyObject): string => sign(null, Buffer.from(text), key).toString('base64url');

function sampleEntry(seq: number, previousHash: string | undefined, key: KeyObject): AuditEntry {
  const detail: AuditDetail = {
    salt: `salt-${seq}`,
    address: '192.0.2.7',
    client: '=cmd',
    requestId: '',
    note: '메모',
  };
  const entry = {
    seq,
    at: at(seq),
    action: 'member.suspended',
    actorKind: 'member' as const,
    actorId: sampleId('mem', 1),
    tokenId: null,
    subjects: [sampleId('mem', 2), sampleId('lec', 3)],
    outcome: 'done' as const,
    data: { count: seq },
    detailHash: sha256(auditDetailText(detail)),
    previousHash: previousHash ?? auditGenesisHash,
  };
  const hash = sha256(auditEntryText(entry));
  return { ...entry, hash, signature: signed(auditSignatureText(seq, hash), key), detail };
}

/** Answers `GET /v1/audit` as the server does, oldest first, in pages of `pageSize` at most. */
export const auditPages =
  (entries: readonly AuditEntry[], pageSize = Number.POSITIVE_INFINITY) =>
  ({ query }: SeenRequest) => {
    const size = Math.min(pageSize, Number(query.get('limit')));
    const from = Number(query.get('cursor') ?? 0);
    const data = entries.slice(from, from + size);
    return { data, nextCursor: from + size < entries.length ? String(from + size) : null };
  };
