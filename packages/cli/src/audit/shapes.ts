import type { ActorKind, AuditCheckpoint, AuditEntry, AuditHead } from '@didacto/sdk';

// By hand, for zod would be most of the start-up time; what is read here may come from whoever altered a file.

type Fields = Readonly<Record<string, unknown>>;

const actorKinds: readonly unknown[] = ['member', 'device', 'anonymous', 'system', 'operator'] satisfies ActorKind[];

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const areTexts = (from: Fields, ...names: readonly string[]): boolean => names.every((name) => isText(from[name]));
const isScalar = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value);

const isDetail = (value: unknown): boolean =>
  isObject(value) && areTexts(value, 'salt', 'address', 'client', 'requestId', 'note');

/** Whether a value has the shape of an entry; whether it is a true one is for the checker to say. */
export const isEntry = (value: unknown): value is AuditEntry =>
  isObject(value) &&
  Number.isSafeInteger(value.seq) &&
  areTexts(value, 'at', 'action', 'previousHash', 'hash', 'signature') &&
  actorKinds.includes(value.actorKind) &&
  isTextOrNull(value.actorId) &&
  isTextOrNull(value.tokenId) &&
  isTextOrNull(value.detailHash) &&
  Array.isArray(value.subjects) &&
  value.subjects.every(isText) &&
  (value.outcome === 'done' || value.outcome === 'refused') &&
  isObject(value.data) &&
  Object.values(value.data).every(isScalar) &&
  (value.detail === null || isDetail(value.detail));

/** Whether a value has the shape of a checkpoint. */
export const isCheckpoint = (value: unknown): value is AuditCheckpoint =>
  isObject(value) && Number.isSafeInteger(value.seq) && areTexts(value, 'hash', 'at', 'signature');

/** Whether a value has the shape of a head. */
export const isHead = (value: unknown): value is AuditHead =>
  isObject(value) &&
  Number.isSafeInteger(value.seq) &&
  isText(value.hash) &&
  (value.base === null || isCheckpoint(value.base)) &&
  (value.anchor === null || isCheckpoint(value.anchor));

/** The value of a JSON text; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
