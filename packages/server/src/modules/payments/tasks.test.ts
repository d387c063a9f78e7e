import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../platform/clock.js';
import { leaseMs, type Task, taskStore } from './tasks.js';
import { openPaymentWorld, type PaymentWorld } from './testing/payment-world.js';

let world: PaymentWorld;
let tasks: ReturnType<typeof taskStore>;
let [one, other]: [string, string] = ['', ''];
const now = Date.parse('2026-09-01T00:00:00.000Z');
beforeEach(async () => {
  world = await openPaymentWorld();
  tasks = taskStore(world.db, world.deps.newId);
  [one, other] = [await payment(), await payment()];
  await world.db('payment_tasks').delete();
});
afterEach(() => world.close());

async function payment(): Promise<string> {
  const lines = [{ productId: world.tuition, quantity: 1 }];
  const { order } = await world.orders.create(await world.member('student'), lines, null, world.actor);
  const ask = { orderId: order.id, provider: 'tosspayments', method: 'card', installmentMonths: 0 } as const;
  return (await world.payments.start({ ...ask, idempotencyKey: null }, world.actor)).payment.id;
}
const queue = (subject: string, at: number, delayMs = 0) =>
  tasks.queue({ kind: 'settle', subject, paymentId: subject }, at, delayMs);
const rows = () => world.db('payment_tasks').orderBy('id');
async function taken(at: number): Promise<Task> {
  const [task] = await tasks.take(at, 10);
  if (task === undefined) throw new Error('nothing was due');
  return task;
}

describe('a task', () => {
  test('is there when it falls due, the longest due first, at most so many at once', async () => {
    await queue(one, now, 2_000);
    await queue(other, now, 1_000);
    expect(await tasks.nextDue()).toBe(iso(now + 1_000));
    expect(await tasks.take(now + 999, 10)).toEqual([]);
    expect((await tasks.take(now + 1_000, 10)).map(({ subject }) => subject)).toEqual([other]);
    await queue(other, now, 1_000);
    expect((await tasks.take(now + 2_000, 1)).map(({ subject }) => subject)).toEqual([other]);
    expect((await tasks.take(now + 2_000, 10)).map(({ subject }) => subject)).toEqual([one]);
  });

  test('says what it is, and for which payment', async () => {
    await queue(one, now);
    expect(await taken(now)).toEqual({
      ...{ id: expect.stringMatching(/^tsk_/), kind: 'settle', subject: one, paymentId: one, state: 'queued' },
      ...{ attempts: 0, dueAt: iso(now), lastError: null, createdAt: iso(now), updatedAt: iso(now) },
    });
    const [row] = await rows();
    expect(await tasks.byId(row.id)).toMatchObject({ subject: one });
    expect(await tasks.byId('tsk_none')).toBeUndefined();
  });

  test('that a worker took is nobody else’s until its lease is over', async () => {
    await queue(one, now);
    await taken(now);
    expect(await tasks.take(now + leaseMs - 1, 10)).toEqual([]);
    expect(await tasks.take(now + leaseMs, 10)).toHaveLength(1);
    expect((await rows())[0].lease_until).toBe(iso(now + 2 * leaseMs));
  });

  test('for the same again is the same one: due anew, from the start of its schedule', async () => {
    await queue(one, now);
    await tasks.reschedule(await taken(now), now, 60_000, 'no answer');
    await queue(one, now + 5, 10);
    expect(await rows()).toMatchObject([{ attempts: 0, due_at: iso(now + 15), lease_until: null, state: 'queued' }]);
    await tasks.queue({ kind: 'refund', subject: one, paymentId: one }, now, 0);
    await queue(other, now);
    expect(await rows()).toHaveLength(3);
  });

  test('that was buried comes back when it is asked for anew; one that is done makes room for another', async () => {
    await queue(one, now);
    await tasks.bury(await taken(now), now, 'refused');
    await queue(one, now + 1);
    expect(await rows()).toMatchObject([{ state: 'queued', attempts: 0 }]);
    await tasks.finish(await taken(now + 1), now + 1);
    await queue(one, now + 2);
    expect((await rows()).map(({ state }) => state)).toEqual(['done', 'queued']);
  });

  test('is put off by one more attempt, with the reason', async () => {
    await queue(one, now);
    await tasks.reschedule(await taken(now), now + 1, 5_000, 'no answer');
    expect(await rows()).toMatchObject([
      { attempts: 1, due_at: iso(now + 5_001), lease_until: null, last_error: 'no answer', updated_at: iso(now + 1) },
    ]);
    expect((await taken(now + 5_001)).lastError).toBe('no answer');
  });

  test.each<[string, (task: Task) => Promise<void>]>([
    ['put off', (task) => tasks.reschedule(task, now, 60_000, null)],
    ['finished', (task) => tasks.finish(task, now)],
  ])('that was queued anew meanwhile is not %s by whoever took it before', async (_what, act) => {
    await queue(one, now);
    const before = await taken(now);
    await queue(one, now + 1, 0);
    const queued = await rows();
    await act(before);
    expect(await rows()).toEqual(queued);
  });

  test.each<[string, (task: Task) => Promise<void>]>([
    ['put off', (task) => tasks.reschedule(task, now, 60_000, null)],
    ['finished', (task) => tasks.finish(task, now)],
    ['buried', (task) => tasks.bury(task, now, 'late')],
  ])('that is done is not %s, and no other task is', async (_what, act) => {
    await queue(one, now);
    const task = await taken(now);
    await tasks.finish(task, now);
    await queue(other, now);
    await tasks.take(now, 10);
    const before = await rows();
    await act(task);
    expect(await rows()).toEqual(before);
  });

  test('that waits for later is dropped where the answer came; what is due, is of another kind, or another’s stays', async () => {
    await queue(one, now, 60_000);
    await queue(other, now, 60_000);
    await tasks.queue({ kind: 'refund', subject: one, paymentId: one }, now, 60_000);
    await tasks.dropLater('settle', one, now + 60_000);
    expect((await rows()).map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
    await tasks.dropLater('settle', one, now + 59_999);
    expect((await rows()).map(({ kind, subject, state }) => [kind, subject, state])).toEqual([
      ['settle', one, 'done'],
      ['settle', other, 'queued'],
      ['refund', one, 'queued'],
    ]);
  });
});

describe('what is buried', () => {
  const page = () => tasks.deadPage({ limit: 10 });

  test('is listed, the newest first, with why; nothing else is', async () => {
    await queue(one, now);
    await queue(other, now);
    for (const task of await tasks.take(now, 10)) await tasks.bury(task, now, `refused ${task.subject}`);
    const [first, second] = (await page()).data;
    expect([first?.lastError, second?.lastError]).toEqual([`refused ${other}`, `refused ${one}`]);
    expect(await tasks.nextDue()).toBeUndefined();
    expect(await tasks.moveDead(first?.id ?? '', 'queued', now + 5)).toBe(true);
    expect(await rows()).toMatchObject([{ state: 'dead' }, { state: 'queued', attempts: 0, due_at: iso(now + 5) }]);
    expect(await tasks.moveDead(second?.id ?? '', 'done', now + 5)).toBe(true);
    expect((await page()).data).toEqual([]);
    expect(await tasks.nextDue()).toBe(iso(now + 5));
  });

  test('is moved once', async () => {
    await queue(one, now);
    const task = await taken(now);
    expect(await tasks.moveDead(task.id, 'queued', now)).toBe(false);
    await tasks.bury(task, now, 'refused');
    expect(await tasks.moveDead(task.id, 'done', now)).toBe(true);
    expect(await tasks.moveDead(task.id, 'queued', now)).toBe(false);
  });
});
