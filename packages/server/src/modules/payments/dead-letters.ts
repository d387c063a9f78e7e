import type { DeadLetter } from '@didacto/sdk/contract';
import { iso } from '../../platform/clock.js';
import type { PageRequest } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { PaymentDependencies } from './dependencies.js';
import { refundStore } from './refund-store.js';
import { type Task, taskStore } from './tasks.js';

/** Work that was given up: a person tries it again, or says that it is seen to. */
export interface DeadLetters {
  list(request: PageRequest): Promise<{ data: DeadLetter[]; nextCursor: string | null }>;
  /** @throws Problem not_found, dead_letter_not_open */
  retry(taskId: string, by: Actor): Promise<DeadLetter>;
  /** @throws Problem not_found, dead_letter_not_open */
  resolve(taskId: string, note: string, by: Actor): Promise<DeadLetter>;
}

const toLetter = (task: Task): DeadLetter => ({
  id: task.id,
  kind: task.kind,
  paymentId: task.paymentId,
  refundId: task.kind === 'refund' ? task.subject : null,
  attempts: task.attempts,
  lastError: task.lastError,
  since: task.updatedAt,
});

export function deadLetterService(deps: PaymentDependencies): DeadLetters {
  const { db, clock, newId, audit, alarms } = deps;

  const move = (
    taskId: string,
    to: 'queued' | 'done',
    action: 'dead_letter.retried' | 'dead_letter.resolved',
    by: Actor,
    note?: string,
  ): Promise<DeadLetter> =>
    db.transaction(async (tx) => {
      const tasks = taskStore(tx, newId);
      const task = await tasks.byId(taskId);
      if (task === undefined) throw new Problem('not_found');
      if (!(await tasks.moveDead(taskId, to, clock.now()))) throw new Problem('dead_letter_not_open');
      // Seen to by hand: the refund is none of the provider's any more, and the payment can take another.
      if (to === 'done' && task.kind === 'refund') {
        const change = { state: 'declined', at: iso(clock.now()), failure: 'seen to by a person' } as const;
        await refundStore(tx).move(task.subject, ['requested', 'executing', 'unknown'], change);
        await alarms.resolve(tx, 'refund_failed', task.paymentId);
      }
      await audit.append(tx, [{ action, by, subjects: [taskId, task.paymentId, task.subject], note }]);
      return toLetter(task);
    });

  return {
    list: async (request) => {
      const { data, nextCursor } = await taskStore(db, newId).deadPage(request);
      return { data: data.map(toLetter), nextCursor };
    },
    retry: (taskId, by) => move(taskId, 'queued', 'dead_letter.retried', by),
    resolve: (taskId, note, by) => move(taskId, 'done', 'dead_letter.resolved', by, note),
  };
}
