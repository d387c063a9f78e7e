import { isIP } from 'node:net';
import {
  type AuditAction,
  type AuditDetail,
  type AuditEntry,
  type AuditPosition,
  auditDetailText,
  auditEntryText,
  auditSignatureText,
} from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import type { RandomBytes } from '../../platform/ids.js';
import type { ServerIdentity } from '../../platform/secrets.js';
import { sha256 } from '../../platform/sha256.js';
import type { Actor } from './actor.js';
import { toDetailRow, toEntryRow } from './entry-rows.js';
import { auditStore } from './store.js';

export interface NewAuditEntry {
  readonly action: AuditAction;
  readonly by: Actor;
  /** Ids of what it is about. */
  readonly subjects: readonly string[];
  /** By default `done`. */
  readonly outcome?: AuditEntry['outcome'] | undefined;
  /** Ids, roles, codes, times and counts: it stays for as long as the log does. */
  readonly data?: Readonly<AuditEntry['data']> | undefined;
  /** What somebody wrote about it; it can be erased. */
  readonly note?: string | undefined;
}

export interface AuditTrail {
  /**
   * Puts entries on record, in the transaction of the change they record: both are there, or neither is. Outside of
   * one, in a transaction of their own.
   * @throws TypeError where something that is kept for good could be a name or an address
   */
  append(tx: Queries, entries: readonly NewAuditEntry[]): Promise<void>;
}

interface Dependencies {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly identity: ServerIdentity;
}

export function auditTrail(deps: Dependencies): AuditTrail {
  const write = async (tx: Queries, entries: readonly NewAuditEntry[]): Promise<void> => {
    const store = auditStore(tx);
    const chained = chain(deps, await store.takeHead(), entries);
    await store.insert(
      chained.map(toEntryRow),
      chained.flatMap(({ seq, detail }) => (detail === null ? [] : [toDetailRow(seq, detail)])),
      chained.flatMap(({ seq, subjects }) => subjects.map((subject_id) => ({ seq, subject_id }))),
    );
  };
  return {
    append: async (tx, entries) => {
      for (const entry of entries) refusePersonal(entry);
      if (entries.length === 0) return;
      await (tx.isTransaction ? write(tx, entries) : tx.transaction((own) => write(own, entries)));
    },
  };
}

/** The entries as they follow the head. */
function chain(deps: Dependencies, head: AuditPosition, entries: readonly NewAuditEntry[]): AuditEntry[] {
  let before = head;
  return entries.map((entry) => {
    const made = chained(deps, before, entry);
    before = made;
    return made;
  });
}

function chained({ clock, random, identity }: Dependencies, before: AuditPosition, entry: NewAuditEntry): AuditEntry {
  const { action, by, subjects, outcome = 'done', data = {} } = entry;
  const detail = detailOf(entry, random);
  const hashed = {
    seq: before.seq + 1,
    at: iso(clock.now()),
    action,
    actorKind: by.kind,
    actorId: by.id,
    tokenId: by.tokenId,
    subjects: [...new Set(subjects)].sort(),
    outcome,
    data,
    detailHash: detail === null ? null : sha256(auditDetailText(detail)),
    previousHash: before.hash,
  };
  const hash = sha256(auditEntryText(hashed));
  return { ...hashed, hash, signature: identity.sign(auditSignatureText(hashed.seq, hash)), detail };
}

function detailOf({ by: { address, client, requestId }, note = '' }: NewAuditEntry, random: RandomBytes) {
  if (address === '' && client === '' && requestId === '' && note === '') return null;
  const salt = random(16).toString('base64url');
  return { salt, address, client, requestId, note } satisfies AuditDetail;
}

/** Ids, roles, codes, scopes and times look like this; names with a space, other scripts and mail addresses do not. */
const impersonal = /^[\w.:,/+-]{0,1000}$/;

function refusePersonal({ action, by, subjects, data = {} }: NewAuditEntry): void {
  const kept = [
    ...[by.id, by.tokenId, ...subjects].map((id) => ['an id', id] as const),
    ...Object.entries(data).flatMap(([key, value]) => [['a key', key] as const, [key, value] as const]),
  ];
  for (const [what, value] of kept) {
    if (typeof value !== 'string' || (impersonal.test(value) && isIP(value) === 0)) continue;
    // The value itself must not reach a log.
    throw new TypeError(`The audit entry ${action} would keep ${what} that is no id, code, time or count`);
  }
}
