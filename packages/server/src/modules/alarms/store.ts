import type { Alarm } from '@didacto/sdk/contract';
import type { Knex } from 'knex';
import { countOf, type Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';

interface AlarmRow {
  id: string;
  code: string;
  subject: string;
  state: Alarm['state'];
  count: number;
  detail: string;
  opened_at: string;
  last_at: string;
  acknowledged_by: string | null;
  acknowledged_name: string | null;
  acknowledged_at: string | null;
  resolved_by: string | null;
  resolved_name: string | null;
  resolved_at: string | null;
}

export interface AlarmFilter extends PageRequest {
  /** By default those that are not resolved. */
  readonly state?: Alarm['state'] | undefined;
}

export type NewAlarm = Pick<Alarm, 'id' | 'code' | 'subject' | 'detail' | 'openedAt'>;

/** How many alarms nobody has acknowledged, and what they are, the newest first. */
export interface AlarmBrief {
  readonly count: number;
  readonly codes: readonly string[];
}

export const alarmStore = (db: Queries) => ({
  /** Opens an alarm, or counts the one that was opened for the same cause and is not resolved. */
  open: async ({ id, code, subject, detail, openedAt }: NewAlarm): Promise<void> => {
    await db('alarms')
      .insert({ id, code, subject, state: 'open', count: 1, detail, opened_at: openedAt, last_at: openedAt })
      .onConflict(db.raw("(code, subject) where state <> 'resolved'"))
      .merge({ count: db.raw('alarms.count + 1'), detail, last_at: openedAt });
  },
  /** Whether it was open. */
  acknowledge: async (id: string, by: string, at: string): Promise<boolean> =>
    (await db('alarms')
      .where({ id, state: 'open' })
      .update({ state: 'acknowledged', acknowledged_by: by, acknowledged_at: at })) === 1,
  /** Whether it was not resolved before. */
  resolve: async (id: string, by: string, at: string): Promise<boolean> =>
    (await db('alarms')
      .where({ id })
      .whereNot({ state: 'resolved' })
      .update({ state: 'resolved', resolved_by: by, resolved_at: at })) === 1,
  /** Its cause is gone; whether there was one. */
  resolveCause: async (code: string, subject: string, at: string): Promise<boolean> =>
    (await db('alarms')
      .where({ code, subject })
      .whereNot({ state: 'resolved' })
      .update({ state: 'resolved', resolved_at: at })) === 1,
  byId: async (id: string): Promise<Alarm | undefined> => {
    const row: AlarmRow | undefined = await withPeople(db).where('a.id', id).first();
    return row && toAlarm(row);
  },
  page: ({ state, ...request }: AlarmFilter) => {
    const query = withPeople(db);
    if (state === undefined) query.whereNot('a.state', 'resolved');
    else query.where('a.state', state);
    return pageById<AlarmRow, Alarm>(query, request, 'a.id', 'desc', ({ id }) => id, toAlarm);
  },
  brief: async (mostCodes: number): Promise<AlarmBrief> => {
    const open = () => db('alarms').where({ state: 'open' });
    const rows: { code: string }[] = await open()
      .groupBy('code')
      .orderByRaw('max(id) desc')
      .limit(mostCodes)
      .select('code');
    return { count: await countOf(open()), codes: rows.map(({ code }) => code) };
  },
  /** Takes those that people have not been told of, so that nobody else tells them too. */
  takeUntold: async (most: number, at: string): Promise<Alarm[]> => {
    const rows: AlarmRow[] = await withPeople(db)
      .whereNull('a.told_at')
      .whereNot('a.state', 'resolved')
      .orderBy('a.id')
      .limit(most);
    const taken: Alarm[] = [];
    for (const row of rows)
      if ((await db('alarms').where({ id: row.id }).whereNull('told_at').update({ told_at: at })) === 1)
        taken.push(toAlarm(row));
    return taken;
  },
  /** Who is told by mail: those who look after the money, and have an address. */
  addressees: (): Promise<{ email: string; name: string }[]> =>
    db('members')
      .whereIn('role', ['admin', 'finance'])
      .where({ kind: 'person' })
      .whereNull('suspended_at')
      .whereNull('withdrawn_at')
      .orderBy('id')
      .select('email', 'name'),
});

const withPeople = (db: Queries): Knex.QueryBuilder =>
  db('alarms as a')
    .leftJoin('members as k', 'k.id', 'a.acknowledged_by')
    .leftJoin('members as r', 'r.id', 'a.resolved_by')
    .select('a.*', 'k.name as acknowledged_name', 'r.name as resolved_name');

const toPerson = (id: string | null, name: string | null): Alarm['resolvedBy'] =>
  id === null ? null : { id, name: name ?? '' };

const toAlarm = (row: AlarmRow): Alarm => ({
  id: row.id,
  code: row.code,
  subject: row.subject,
  state: row.state,
  count: Number(row.count),
  detail: row.detail,
  openedAt: row.opened_at,
  lastAt: row.last_at,
  acknowledgedBy: toPerson(row.acknowledged_by, row.acknowledged_name),
  acknowledgedAt: row.acknowledged_at,
  resolvedBy: toPerson(row.resolved_by, row.resolved_name),
  resolvedAt: row.resolved_at,
});
