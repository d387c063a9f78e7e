import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../platform/clock.js';
import { premiumStore } from '../orders/premium-store.js';
import type { PaymentRecord } from './record.js';
import type { Refunds } from './refunds.js';
import type { Look, Settlement } from './settle.js';
import { openPaymentWorld, type PaymentWorld } from './testing/payment-world.js';
import { paymentWorker } from './worker.js';

// What the worker does with what it finds out; finding out itself is tested with `settle`.

let world: PaymentWorld;
beforeEach(async () => {
  world = await openPaymentWorld();
});
afterEach(() => world.close());

const [second, minute, day] = [1_000, 60_000, 86_400_000];

interface Script {
  readonly look?: (payment: PaymentRecord) => Promise<Look>;
  readonly pursue?: Refunds['pursue'];
}
const said: string[] = [];
let ticks: (() => void)[] = [];

/** A worker whose settlement and refunds are scripted, and whose time a test moves. */
function workerOf({ look, pursue = world.refunds.pursue }: Script, at = () => world.deps.clock.now()) {
  ticks = [];
  said.length = 0;
  const { log } = world.deps;
  const heard = { error: (_what: unknown, message: string) => void said.push(message) };
  const clock = {
    now: at,
    every: (_ms: number, work: () => void) => {
      ticks.push(work);
      return () => {
        ticks = [];
      };
    },
  };
  const settlement: Settlement = {
    ...world.settle,
    look: async (id, source) => (look ? look(await world.payment(id)) : world.settle.look(id, source)),
  };
  const effects = {
    ...world.deps.effects,
    memberChanged: (memberId: string) => void said.push(`changed ${memberId}`),
  };
  const deps = { ...world.deps, clock, effects, log: Object.assign(Object.create(log), heard) };
  return paymentWorker(deps, settlement, { ...world.refunds, pursue });
}

async function begun(provider: 'tosspayments' | 'portone_v1' = 'tosspayments'): Promise<PaymentRecord> {
  const lines = [{ productId: world.tuition, quantity: 1 }];
  const { order } = await world.orders.create(await world.member('student'), lines, null, world.actor);
  const ask = { orderId: order.id, provider, method: 'card', installmentMonths: 0, idempotencyKey: null } as const;
  const { payment } = await world.payments.start(ask, world.actor);
  await world.db('payment_tasks').update({ due_at: iso(world.deps.clock.now()) });
  return payment;
}
const task = async () => (await world.db('payment_tasks').first()) ?? {};
const dueIn = async (): Promise<number> => Date.parse((await task()).due_at) - world.deps.clock.now();
const finds = (change: Partial<PaymentRecord>, isAnswered = true) =>
  workerOf({ look: async (payment) => ({ payment: { ...payment, ...change }, isAnswered }) });

describe('a payment that was looked at', () => {
  test('and is still open is looked at again by the schedule', async () => {
    await begun();
    const worker = finds({ state: 'executing' });
    for (const [attempt, wait] of [second, 5 * second, 30 * second].entries()) {
      expect(await worker.tick()).toBe(1);
      expect([await dueIn(), (await task()).attempts]).toEqual([wait, attempt + 1]);
      await world.db('payment_tasks').update({ due_at: iso(world.deps.clock.now()) });
    }
  });

  test.each([
    ['tosspayments', 30 * minute],
    ['portone_v1', 60 * minute],
  ] as const)('and was not begun at %s is looked at when its time is over', async (provider, ends) => {
    await begun(provider);
    const late = world.deps.clock.now() + 30 * minute - second;
    await world.db('payment_tasks').update({ attempts: 5 });
    await workerOf({ look: async (payment) => ({ payment, isAnswered: true }) }, () => late).tick();
    const due = Date.parse((await task()).due_at);
    if (provider === 'tosspayments') expect(due).toBe(world.deps.clock.now() + ends);
    else expect(due).toBeGreaterThan(late + second);
    // Long over, the schedule alone counts.
    await world.db('payment_tasks').update({ attempts: 5, due_at: iso(late) });
    const after = late + 100 * day;
    await workerOf({ look: async (payment) => ({ payment, isAnswered: true }) }, () => after).tick();
    expect(Date.parse((await task()).due_at)).toBe(after + 60 * minute);
  });

  test('and is unknown is looked at once besides when that becomes an alarm', async () => {
    await begun();
    const since = (ms: number) => ({ state: 'unknown' as const, unknownSince: iso(world.deps.clock.now() - ms) });
    await world.db('payment_tasks').update({ attempts: 5 });
    await finds(since(10 * minute)).tick();
    expect([await dueIn(), (await task()).attempts]).toEqual([5 * minute, 5]);
    // Exactly then, or after it, the schedule is enough.
    for (const ms of [15 * minute, 20 * minute]) {
      await world.db('payment_tasks').update({ attempts: 5, due_at: iso(world.deps.clock.now()) });
      await finds(since(ms)).tick();
      expect([await dueIn(), (await task()).attempts]).toEqual([60 * minute, 6]);
    }
    await world.db('payment_tasks').update({ attempts: 4, due_at: iso(world.deps.clock.now()) });
    await finds(since(5 * minute)).tick();
    expect([await dueIn(), (await task()).attempts]).toEqual([10 * minute, 5]);
  });

  test.each(['declined', 'expired'] as const)('and is %s is watched for money that comes late', async (state) => {
    await begun();
    const worker = finds({ state });
    for (const wait of [60 * minute, day, 3 * day]) {
      await worker.tick();
      expect([await dueIn(), (await task()).state]).toEqual([wait, 'queued']);
      await world.db('payment_tasks').update({ due_at: iso(world.deps.clock.now()) });
    }
    await worker.tick();
    expect((await task()).state).toBe('done');
  });

  test('and succeeded needs no look any more', async () => {
    await begun();
    await finds({ state: 'succeeded' }).tick();
    expect((await task()).state).toBe('done');
  });

  test('without an answer from its provider was not looked at', async () => {
    await begun();
    await world.db('payment_tasks').update({ attempts: 1 });
    await finds({ state: 'declined' }, false).tick();
    expect(await task()).toMatchObject({ state: 'queued', attempts: 1, last_error: 'the provider did not answer' });
    expect(await dueIn()).toBe(10 * minute);
  });

  test('in vain, for something broke, is looked at again, with the reason on record', async () => {
    await begun();
    const broken = workerOf({ look: () => Promise.reject(new Error('x'.repeat(400))) });
    expect(await broken.tick()).toBe(1);
    expect(await task()).toMatchObject({ state: 'queued', attempts: 1, last_error: 'x'.repeat(300) });
    expect([await dueIn(), said]).toEqual([second, ['a payment task failed']]);
  });
});

describe('a refund', () => {
  const queued = async () => {
    const { id: paymentId } = await begun();
    await world.db('payment_tasks').update({ kind: 'refund', subject: 'rfd_1' });
    return (change: Partial<Awaited<ReturnType<Refunds['pursue']>>>) =>
      workerOf({
        pursue: async () => ({
          ...{ id: 'rfd_1', paymentId, lineId: null, amount: 1, taxFree: 0, state: 'unknown', cause: 'member' },
          ...{ reason: '', expectedBalance: 1, tries: 1, account: null, cancellationId: null, failure: null },
          ...{ createdAt: iso(world.deps.clock.now()), updatedAt: iso(world.deps.clock.now()), ...change },
        }),
      });
  };

  test.each(['succeeded', 'declined'] as const)('that is %s is done', async (state) => {
    const finds = await queued();
    await finds({ state }).tick();
    expect((await task()).state).toBe('done');
  });

  test('without a decision is asked about again, and is an alarm after a quarter of an hour', async () => {
    const finds = await queued();
    await finds({}).tick();
    expect([await dueIn(), world.alarms]).toEqual([second, []]);
    for (const failure of [null, 'timeout']) {
      await world.db('payment_tasks').update({ due_at: iso(world.deps.clock.now()) });
      await finds({ createdAt: iso(world.deps.clock.now() - 15 * minute), failure }).tick();
      expect((await task()).last_error).toBe(failure);
    }
    const { payment_id: subject } = await task();
    expect(world.alarms).toEqual([{ code: 'refund_failed', subject, open: true }]);
  });

  test('that is refused is tried again, each time later, and waits for a person after the eighth', async () => {
    const finds = await queued();
    const refused = finds({ failure: 'refused: LIMIT' });
    for (const wait of [5, 10, 20, 40, 80, 160, 320]) {
      await refused.tick();
      expect([await dueIn(), (await task()).state]).toEqual([wait * second, 'queued']);
      await world.db('payment_tasks').update({ due_at: iso(world.deps.clock.now()) });
    }
    expect(world.alarms).toEqual([]);
    await refused.tick();
    expect(await task()).toMatchObject({ state: 'dead', last_error: 'refused: LIMIT' });
    expect(world.alarms).toMatchObject([{ code: 'refund_failed', open: true }]);
  });
});

describe('a tick', () => {
  test('closes orders whose time is over, but for one that a payment holds; and says how much it did', async () => {
    await world.db('payment_tasks').delete();
    const student = await world.member('student');
    const order = () => world.orders.create(student, [{ productId: world.tuition, quantity: 1 }], null, world.actor);
    const [free, held] = [await order(), await begun()];
    await world.db('payment_tasks').delete();
    const late = world.deps.clock.now() + 31 * minute;
    const worker = workerOf({}, () => late);
    expect(await worker.tick()).toBe(1);
    expect((await world.orders.get(free.order.id)).order.state).toBe('expired');
    expect((await world.orders.get(held.orderId)).order.state).toBe('open');
    expect(await worker.tick()).toBe(0);
  });

  test('ends premium whose time is over, and those who know the member hear of it', async () => {
    const { memberId } = world.instructor;
    const lines = [{ productId: world.premium, quantity: 1 }];
    const { lines: made } = await world.orders.create(world.instructor, lines, null, world.actor);
    await world.db('orders').update({ state: 'paid' });
    const now = world.deps.clock.now();
    const lineId = made[0]?.id ?? '';
    await premiumStore(world.db).insert({ id: 'prp_1', memberId, lineId, from: iso(now), until: iso(now + day) });
    expect([await workerOf({}).tick(), said]).toEqual([0, []]);
    expect(await workerOf({}, () => now + day).tick()).toBe(1);
    expect(said).toEqual([`changed ${memberId}`]);
  });

  test('that takes long is not begun a second time meanwhile; and who stops waits for it', async () => {
    await begun();
    let looks = 0;
    let answer = (): void => {};
    const worker = workerOf({
      look: async (payment) => {
        looks += 1;
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return { payment: { ...payment, state: 'succeeded' }, isAnswered: true };
      },
    });
    worker.start();
    const [tick] = ticks;
    if (tick === undefined) throw new Error('it does not tick');
    tick();
    await expect.poll(() => looks).toBe(1);
    await begun();
    tick();
    let isStopped = false;
    const stopped = worker.stop().then(() => {
      isStopped = true;
    });
    expect([looks, ticks, isStopped]).toEqual([1, [], false]);
    answer();
    await stopped;
    expect(looks).toBe(1);
  });

  test('that fails is told to the log, and the next one goes on', async () => {
    const worker = workerOf({});
    worker.start();
    const [tick] = ticks;
    if (tick === undefined) throw new Error('it does not tick');
    await world.db.schema.renameTable('payment_tasks', 'gone');
    tick();
    await expect.poll(() => said).toEqual(['the payment worker failed']);
    await world.db.schema.renameTable('gone', 'payment_tasks');
    const payment = await begun();
    world.toss.buyerPays(payment.id, { status: 'failed', failure: { code: 'X', message: '' } });
    await expect
      .poll(async () => {
        tick();
        return (await world.payment(payment.id)).state;
      })
      .toBe('declined');
    await worker.stop();
  });
});
