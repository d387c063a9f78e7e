import type { AuditCheckpoint, AuditCheckpointPurpose, AuditEntry, AuditPosition } from '@didacto/sdk/contract';
import type { Knex } from 'knex';
import { iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageByNumber } from '../../platform/page.js';
import { type DetailedRow, type DetailRow, type EntryRow, toEntry } from './entry-rows.js';

export interface AuditFilter {
  readonly actorId?: string | undefined;
  readonly subjectId?: string | undefined;
  /** As actor or as subject. */
  readonly memberId?: string | undefined;
  readonly action?: string | undefined;
  /** Included. */
  readonly from?: string | undefined;
  /** Not included. */
  readonly to?: string | undefined;
  readonly order?: 'asc' | 'desc' | undefined;
}

type CheckpointRow = AuditCheckpoint & { readonly purpose: AuditCheckpointPurpose };

const checkpointColumns = ['seq', 'hash', 'at', 'signature'];
/** Well below SQLite's limits of bound values and of rows in one statement. */
const rowsAtOnce = 250;
const pageSize = 1_000;

export const auditStore = (db: Queries) => ({
  /** The newest position, for whoever moves it: nobody else does until the transaction ends. */
  takeHead: (): Promise<AuditPosition> => headOf(db('audit_head').forUpdate()),
  head: (): Promise<AuditPosition> => headOf(db('audit_head')),
  insert: async (
    entries: readonly EntryRow[],
    details: readonly DetailRow[],
    subjects: readonly { seq: number; subject_id: string }[],
  ): Promise<void> => {
    await insertAll(db, 'audit_log', entries);
    await insertAll(db, 'audit_details', details);
    await insertAll(db, 'audit_subjects', subjects);
  },
  /** Entries with their details; by default the newest first. */
  page: (filter: AuditFilter, request: PageRequest) => {
    const query = db('audit_log as l').leftJoin('audit_details as d', 'd.seq', 'l.seq');
    narrow(query, filter);
    return pageByNumber<DetailedRow, AuditEntry>(
      query.select('l.*', 'd.salt', 'd.detail'),
      request,
      'l.seq',
      filter.order ?? 'desc',
      ({ seq }) => seq,
      toEntry,
    );
  },
  hashAt: async (seq: number): Promise<string | undefined> => {
    const row: { hash: string } | undefined = await db('audit_log').where({ seq }).first('hash');
    return row?.hash;
  },
  /** The newest checkpoint; a `dropped` one is where the log begins. */
  newest: (purpose: AuditCheckpointPurpose): Promise<AuditCheckpoint | undefined> =>
    db('audit_checkpoints').where({ purpose }).orderBy('seq', 'desc').first(checkpointColumns),
  /** What was reached after one position and not after another, in order. */
  reached: (after: number, upTo?: number): Promise<AuditCheckpoint[]> => {
    const query = db('audit_checkpoints').where({ purpose: 'reached' }).where('seq', '>', after);
    if (upTo !== undefined) query.where('seq', '<=', upTo);
    return query.orderBy('seq').select(checkpointColumns);
  },
  insertCheckpoint: async (row: CheckpointRow): Promise<void> => {
    await db('audit_checkpoints').insert(row);
  },
  /** Deletes the entries up to this one, with what hangs on them; a `dropped` checkpoint must allow it. */
  drop: (upTo: number): Promise<number> => db('audit_log').where('seq', '<=', upTo).delete(),
  /** Erases what is personal about all entries that a member made or that are about them. */
  eraseDetailsOf: (memberId: string): Promise<number> =>
    db('audit_details')
      .whereIn('seq', db('audit_log').where({ actor_id: memberId }).select('seq'))
      .orWhereIn('seq', db('audit_subjects').where({ subject_id: memberId }).select('seq'))
      .delete(),
  eraseDetailsBefore: (at: string): Promise<number> =>
    db('audit_details')
      .whereIn(
        'seq',
        // What is older has no detail any more.
        db('audit_log').where('at', '<', stored(at)).where('seq', '>=', db('audit_details').min('seq')).select('seq'),
      )
      .delete(),
});

async function headOf(query: Knex.QueryBuilder): Promise<AuditPosition> {
  const row: { seq: number; hash: string } | undefined = await query.where({ id: 1 }).first('seq', 'hash');
  if (!row) throw new Error('The audit log has lost its head');
  return { seq: Number(row.seq), hash: row.hash };
}

async function insertAll(db: Queries, table: string, rows: readonly object[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) await db(table).insert(rows.slice(at, at + rowsAtOnce));
}

function narrow(query: Knex.QueryBuilder, filter: AuditFilter): void {
  const { actorId, subjectId, memberId, action, from, to } = filter;
  const about = (id: string) => (subjects: Knex.QueryBuilder) =>
    void subjects.from('audit_subjects').where({ subject_id: id }).select('seq');
  if (actorId !== undefined) query.where('l.actor_id', actorId);
  if (subjectId !== undefined) query.whereIn('l.seq', about(subjectId));
  if (memberId !== undefined)
    query.where((either) => either.where('l.actor_id', memberId).orWhereIn('l.seq', about(memberId)));
  if (action !== undefined) query.where('l.action', action);
  during(query, from, to);
}

/**
 * Of a time, in order of `seq`: left to itself, SQLite takes the index by time and sorts all that fit for every page.
 * The clock may have been set back, so each entry's time is looked at too.
 */
function during(query: Knex.QueryBuilder, from: string | undefined, to: string | undefined): void {
  const limits: (readonly [operator: string, time: string])[] = [];
  if (from !== undefined) limits.push(['>=', stored(from)]);
  if (to !== undefined) limits.push(['<', stored(to)]);
  if (limits.length === 0) return;
  const furthest = (edge: 'min' | 'max') => (entries: Knex.QueryBuilder) => {
    entries.from('audit_log')[edge]('seq');
    for (const [operator, time] of limits) entries.where('at', operator, time);
  };
  query.where('l.seq', '>=', furthest('min')).where('l.seq', '<=', furthest('max'));
  for (const [operator, time] of limits) query.whereRaw(`l.at || '' ${operator} ?`, [time]);
}

/** A time as it is stored, with milliseconds: it is compared as text. */
const stored = (time: string): string => iso(Date.parse(time));

/** The whole log from the oldest entry on, or after a cursor. */
export async function* pagesInOrder(db: Queries, after?: string): AsyncGenerator<readonly AuditEntry[]> {
  let cursor = after;
  for (;;) {
    const { data, nextCursor } = await auditStore(db).page({ order: 'asc' }, { cursor, limit: pageSize });
    if (data.length > 0) yield data;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}
