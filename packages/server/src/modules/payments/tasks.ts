import { iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import type { NewId } from '../../platform/ids.js';
import { type PageRequest, pageById } from '../../platform/page.js';

/** `settle`: ask the provider about a payment. `refund`: see a refund through. */
export type TaskKind = 'settle' | 'refund';

/** Work that has to be done whatever happens, such as asking again: written with the change that makes it necessary. */
export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  /** The payment's or refund's id. */
  readonly subject: string;
  readonly paymentId: string;
  readonly state: 'queued' | 'dead' | 'done';
  readonly attempts: number;
  readonly dueAt: string;
  readonly lastError: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface TaskRow {
  id: string;
  kind: TaskKind;
  subject: string;
  payment_id: string;
  state: Task['state'];
  attempts: number;
  due_at: string;
  lease_until: string | null;
  last_error: string | null;
  created_at: string;
  updated_at: string;
}

const toTask = (row: TaskRow): Task => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  paymentId: row.payment_id,
  state: row.state,
  attempts: row.attempts,
  dueAt: row.due_at,
  lastError: row.last_error,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** A worker that died gives its tasks back after this. */
export const leaseMs = 120_000;

export const taskStore = (db: Queries, newId: NewId) => ({
  /** Queues work; work for the subject that waits already is brought forward to `dueAt`, and starts its schedule over. */
  queue: async (task: Pick<Task, 'kind' | 'subject' | 'paymentId'>, now: number, delayMs: number): Promise<void> => {
    const at = iso(now);
    const due = iso(now + delayMs);
    const waiting = await db('payment_tasks')
      .where({ kind: task.kind, subject: task.subject })
      .whereNot({ state: 'done' })
      .update({ state: 'queued', due_at: due, attempts: 0, lease_until: null, updated_at: at });
    if (waiting > 0) return;
    await db('payment_tasks').insert({
      id: newId('tsk'),
      kind: task.kind,
      subject: task.subject,
      payment_id: task.paymentId,
      state: 'queued',
      attempts: 0,
      due_at: due,
      created_at: at,
      updated_at: at,
    });
  },
  /** Takes the tasks that are due, for `leaseMs`. */
  take: async (now: number, most: number): Promise<Task[]> => {
    const at = iso(now);
    const rows: TaskRow[] = await db('payment_tasks')
      .where({ state: 'queued' })
      .where('due_at', '<=', at)
      .where((free) => free.whereNull('lease_until').orWhere('lease_until', '<=', at))
      .orderBy(['due_at', 'id'])
      .limit(most)
      .forUpdate();
    if (rows.length > 0)
      await db('payment_tasks')
        .whereIn(
          'id',
          rows.map(({ id }) => id),
        )
        .update({ lease_until: iso(now + leaseMs), updated_at: at });
    return rows.map(toTask);
  },
  /** This and `finish` do nothing to a task that was queued anew since it was taken: that took its lease away. */
  reschedule: async (task: Task, now: number, delayMs: number, lastError: string | null): Promise<void> => {
    await db('payment_tasks')
      .where({ id: task.id, state: 'queued' })
      .whereNotNull('lease_until')
      .update({
        attempts: task.attempts + 1,
        due_at: iso(now + delayMs),
        lease_until: null,
        last_error: lastError,
        updated_at: iso(now),
      });
  },
  finish: async (task: Task, now: number): Promise<void> => {
    await db('payment_tasks')
      .where({ id: task.id, state: 'queued' })
      .whereNotNull('lease_until')
      .update({ state: 'done', lease_until: null, updated_at: iso(now) });
  },
  /** What was to be asked later was answered now. What is due, such as a webhook's question, stays. */
  dropLater: async (kind: TaskKind, subject: string, now: number): Promise<void> => {
    await db('payment_tasks')
      .where({ kind, subject, state: 'queued' })
      .where('due_at', '>', iso(now))
      .update({ state: 'done', lease_until: null, updated_at: iso(now) });
  },
  bury: async (task: Task, now: number, lastError: string): Promise<void> => {
    await db('payment_tasks')
      .where({ id: task.id, state: 'queued' })
      .update({ state: 'dead', lease_until: null, last_error: lastError, updated_at: iso(now) });
  },
  byId: async (id: string): Promise<Task | undefined> => {
    const row: TaskRow | undefined = await db('payment_tasks').where({ id }).first();
    return row && toTask(row);
  },
  moveDead: async (id: string, to: 'queued' | 'done', now: number): Promise<boolean> =>
    (await db('payment_tasks')
      .where({ id, state: 'dead' })
      .update({ state: to, attempts: 0, due_at: iso(now), lease_until: null, updated_at: iso(now) })) === 1,
  /** When the next task falls due; undefined where none waits. */
  nextDue: async (): Promise<string | undefined> => {
    const row: { due?: string | null } | undefined = await db('payment_tasks')
      .where({ state: 'queued' })
      .min({ due: 'due_at' })
      .first();
    return row?.due ?? undefined;
  },
  deadPage: (request: PageRequest) =>
    pageById<TaskRow, Task>(
      db('payment_tasks').where({ state: 'dead' }),
      request,
      'id',
      'desc',
      ({ id }) => id,
      toTask,
    ),
});
