import type { AuditEntry } from '@didacto/sdk';

/** The titles of an export's columns. */
export const csvTitles = [
  'seq',
  'at',
  'action',
  'actorKind',
  'actorId',
  'tokenId',
  'subjects',
  'outcome',
  'data',
  'address',
  'client',
  'requestId',
  'note',
  'previousHash',
  'hash',
  'signature',
] as const;

/** An entry as the row under them. */
export const csvRow = (entry: AuditEntry): string[] => [
  String(entry.seq),
  entry.at,
  entry.action,
  entry.actorKind,
  entry.actorId ?? '',
  entry.tokenId ?? '',
  entry.subjects.join(' '),
  entry.outcome,
  JSON.stringify(entry.data),
  entry.detail?.address ?? '',
  entry.detail?.client ?? '',
  entry.detail?.requestId ?? '',
  entry.detail?.note ?? '',
  entry.previousHash,
  entry.hash,
  entry.signature,
];
