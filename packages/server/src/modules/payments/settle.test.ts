import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPaymentWorld, type PaymentWorld } from './testing/payment-world.js';

let world: PaymentWorld;
beforeEach(async () => {
  world = await openPaymentWorld();
});
afterEach(() => world.close());

const minute = 60_000;

/** A student's order of tuition, and an attempt to pay it that the buyer finished at the provider. */
async function authenticated(provider: 'tosspayments' | 'portone_v1' = 'tosspayments') {
  const student = await world.member('student');
  const { order } = await world.orders.create(student, [{ productId: world.tuition, quantity: 1 }], null, world.actor);
  const ask = { orderId: order.id, provider, method: 'card', installmentMonths: 0, idempotencyKey: null } as const;
  const { payment } = await world.payments.start(ask, world.actor);
  (provider === 'tosspayments' ? world.toss : world.portOne).buyerPays(payment.id);
  return { student, order, id: payment.id };
}

/** Something that is waited for until it happens. */
function signal() {
  let fire = (): void => {};
  const fired = new Promise<void>((resolve) => {
    fire = resolve;
  });
  return { fire, fired };
}

const returnedFrom = (id: string) => ({ providerPaymentId: `key_${id}`, token: 'secret-token', amount: 300_000 });
const confirm = (id: string) => world.payments.returned(id, returnedFrom(id), world.actor);
const enrolled = async (memberId: string): Promise<number> =>
  (await world.db('enrollments').where({ member_id: memberId, status: 'accepted' })).length;
const entries = (): Promise<string[]> => world.db('journal_entries').orderBy('seq').pluck('effect_key');

describe('a payment that is confirmed', () => {
  test('is booked, grants the place, and ends its order', async () => {
    const { student, order, id } = await authenticated();
    expect((await confirm(id)).state).toBe('succeeded');
    expect((await world.orders.get(order.id)).order.state).toBe('paid');
    expect(await enrolled(student.memberId)).toBe(1);
    expect(await entries()).toEqual([`capture:${id}:1`]);
    expect(await world.balance('receivable:tosspayments')).toBe(300_000);
    expect(await world.balance('tuition_advance')).toBe(-300_000);
  });

  test('by 100 at once is charged once', async () => {
    const { id } = await authenticated();
    await Promise.all(Array.from({ length: 100 }, () => confirm(id)));
    expect(world.toss.calls.filter((call) => call === `confirm ${id}`)).toHaveLength(1);
    expect(await entries()).toEqual([`capture:${id}:1`]);
  });

  test('with another amount in the redirect is not confirmed at all', async () => {
    const { id } = await authenticated();
    const tampered = { ...returnedFrom(id), amount: 100 };
    await expect(world.payments.returned(id, tampered, world.actor)).rejects.toMatchObject({
      code: 'payment_mismatch',
    });
    expect(world.toss.held(id)).toBe(0);
    expect((await world.payment(id)).state).toBe('declined');
    expect(world.alarms).toMatchObject([{ code: 'payment_tampered', subject: id }]);
  });

  test('with the key of another payment is refused', async () => {
    const one = await authenticated();
    await confirm(one.id);
    const other = await authenticated();
    const stolen = { ...returnedFrom(other.id), providerPaymentId: `key_${one.id}` };
    await expect(world.payments.returned(other.id, stolen, world.actor)).rejects.toMatchObject({
      code: 'provider_payment_used',
    });
  });

  test('with an id other than the provider gave at the start is refused, and the true one is still good', async () => {
    const { id } = await authenticated();
    const madeUp = { ...returnedFrom(id), providerPaymentId: 'made_up' };
    await expect(world.payments.returned(id, madeUp, world.actor)).rejects.toMatchObject({ code: 'payment_mismatch' });
    expect(await world.payment(id)).toMatchObject({ state: 'not_started', providerPaymentId: `key_${id}` });
    expect((await confirm(id)).state).toBe('succeeded');
  });

  test('keeps its ids and its token, sealed, before the provider is asked', async () => {
    const { id } = await authenticated();
    let during: Awaited<ReturnType<typeof world.payment>> | undefined;
    world.toss.onConfirm = async () => {
      during = await world.payment(id);
    };
    await confirm(id);
    expect(during).toMatchObject({ state: 'executing', providerPaymentId: `key_${id}` });
    expect(during?.returnToken).toEqual(expect.any(String));
    expect(during?.returnToken).not.toContain('secret-token');
  });

  test('keeps the key that the browser brings before the provider is asked', async () => {
    world.toss.namesAtStart = false;
    const { id } = await authenticated();
    expect((await world.payment(id)).providerPaymentId).toBeNull();
    let during: string | null = null;
    world.toss.onConfirm = async () => {
      during = (await world.payment(id)).providerPaymentId;
    };
    await confirm(id);
    expect(during).toBe(`key_${id}`);
  });
});

describe('a confirmation without a reply', () => {
  test('that was made is found out by asking, and never sent to another key', async () => {
    const { student, id } = await authenticated();
    world.toss.script('confirm', 'lost_after');
    expect(await confirm(id)).toMatchObject({ state: 'unknown' });
    expect(await enrolled(student.memberId)).toBe(0);
    await world.pass(6_000);
    expect((await world.payment(id)).state).toBe('succeeded');
    expect(await enrolled(student.memberId)).toBe(1);
    expect(world.toss.held(id)).toBe(300_000);
  });

  test('that was not made is sent again', async () => {
    const { id } = await authenticated();
    world.toss.script('confirm', 'lost_before');
    await confirm(id);
    await world.pass(6_000);
    expect((await world.payment(id)).state).toBe('succeeded');
  });

  test('that is sent again meanwhile is not ended by the refusal of the first: the second may still be approved', async () => {
    const { id } = await authenticated();
    world.toss.script('confirm', 'declined', 'fine');
    const [arrived, release] = [signal(), signal()];
    let second: Promise<unknown> | undefined;
    world.toss.onConfirm = async () => {
      if (second !== undefined) {
        arrived.fire();
        return release.fired;
      }
      second = world.settle.settle(id, 'poll');
      return arrived.fired;
    };
    await confirm(id);
    expect((await world.payment(id)).state).toBe('executing');
    release.fire();
    await second;
    expect((await world.payment(id)).state).toBe('succeeded');
  });

  test('is not over because a copy of it is refused, while it may still be made', async () => {
    const { id } = await authenticated();
    world.toss.script('confirm', 'fine', 'declined', 'declined', 'declined');
    const [arrived, release] = [signal(), signal()];
    world.toss.onConfirm = async () => {
      world.toss.onConfirm = async () => {};
      arrived.fire();
      return release.fired;
    };
    const first = confirm(id);
    await arrived.fired;
    await world.pass(10_000);
    expect((await world.payment(id)).state).toBe('unknown');
    release.fire();
    await first;
    await world.pass(minute);
    expect((await world.payment(id)).state).toBe('succeeded');
    expect(world.toss.held(id)).toBe(300_000);
  });

  test('is over once copies of it are refused for longer than it can be under way', async () => {
    const { id } = await authenticated();
    world.toss.script('confirm', 'lost_before', ...Array.from({ length: 8 }, () => 'declined' as const));
    await confirm(id);
    await world.pass(minute);
    expect((await world.payment(id)).state).toBe('unknown');
    await world.pass(20 * minute);
    expect((await world.payment(id)).state).toBe('declined');
  });

  test('stays unknown for as long as nobody answers, is an alarm after 15 minutes, and is resolved in the end', async () => {
    const { id } = await authenticated();
    world.toss.script('confirm', 'lost_after');
    world.toss.script('inquire', ...Array.from({ length: 9 }, () => 'lost_before' as const));
    await confirm(id);
    await world.pass(14 * minute);
    expect(world.alarms).toEqual([]);
    await world.pass(2 * minute);
    expect(world.alarms).toEqual([{ code: 'payment_unknown', subject: id, open: true }]);
    await world.pass(3 * 24 * 60 * minute);
    expect(world.alarms).toEqual([{ code: 'payment_unknown', subject: id, open: false }]);
    expect((await world.payment(id)).state).toBe('succeeded');
  });

  test('holds the order: no other provider is tried meanwhile', async () => {
    const { order, id } = await authenticated();
    world.toss.script('confirm', 'lost_after');
    await confirm(id);
    const ask = {
      orderId: order.id,
      provider: 'portone_v1',
      method: 'card',
      installmentMonths: 0,
      idempotencyKey: null,
    } as const;
    await expect(world.payments.start(ask, world.actor)).rejects.toMatchObject({ code: 'payment_in_progress' });
  });
});

describe('a payment that the buyer makes at the provider', () => {
  test('is found without any callback', async () => {
    const { student, id } = await authenticated('portone_v1');
    await world.pass(31_000);
    expect((await world.payment(id)).state).toBe('succeeded');
    expect(await enrolled(student.memberId)).toBe(1);
  });

  test('is watched from the time it was told to have failed, however often it was asked about before', async () => {
    const { id } = await authenticated('portone_v1');
    world.portOne.set(id, { status: 'ready', capturedAt: null });
    await world.pass(20 * minute);
    world.portOne.set(id, { status: 'failed', failure: { code: 'F0006', message: '' } });
    await world.payments.returned(id, returnedFrom(id), world.actor);
    expect((await world.payment(id)).state).toBe('declined');
    await world.pass(60 * minute);
    world.portOne.buyerPays(id, { failure: null });
    await world.pass(2 * 24 * 60 * minute);
    expect((await world.payment(id)).state).toBe('succeeded');
  });

  test('of another amount goes back, grants nothing, and is an alarm', async () => {
    const { student, order, id } = await authenticated('portone_v1');
    world.portOne.set(id, { amount: 100 });
    await world.payments.returned(id, returnedFrom(id), world.actor);
    expect(await world.payment(id)).toMatchObject({ state: 'unknown', reason: 'amount_mismatch' });
    await world.pass(minute);
    expect(await world.payment(id)).toMatchObject({ state: 'declined', reason: 'amount_mismatch', refunded: 100 });
    expect(world.portOne.held(id)).toBe(0);
    expect(await enrolled(student.memberId)).toBe(0);
    expect(await world.balance('payable')).toBe(0);
    expect(await world.balance('receivable:portone_v1')).toBe(0);
    expect(world.alarms).toMatchObject([{ code: 'payment_mismatch', subject: id }]);
    expect((await world.orders.get(order.id)).order.state).toBe('open');
  });

  test('of another amount alarms as unknown while it cannot be given back, and no longer than that', async () => {
    const { id } = await authenticated('portone_v1');
    world.portOne.set(id, { amount: 100 });
    world.portOne.script('refund', ...Array.from({ length: 9 }, () => 'lost_before' as const));
    await world.payments.returned(id, returnedFrom(id), world.actor);
    await world.pass(16 * minute);
    expect(world.alarms).toContainEqual({ code: 'payment_unknown', subject: id, open: true });
    await world.pass(3 * 24 * 60 * minute);
    expect((await world.payment(id)).state).toBe('declined');
    expect(world.alarms).toContainEqual({ code: 'payment_unknown', subject: id, open: false });
  });

  test('through the test channel pays nothing', async () => {
    const { student, id } = await authenticated('portone_v1');
    world.portOne.set(id, { testMode: true });
    await world.payments.returned(id, returnedFrom(id), world.actor);
    expect(await world.payment(id)).toMatchObject({ state: 'declined', reason: 'test_mode' });
    expect(await enrolled(student.memberId)).toBe(0);
    expect(await entries()).toEqual([]);
  });

  test('after the order was cancelled goes back', async () => {
    const student = await world.member('student');
    const { order } = await world.orders.create(
      student,
      [{ productId: world.tuition, quantity: 1 }],
      null,
      world.actor,
    );
    const ask = {
      orderId: order.id,
      provider: 'portone_v1',
      method: 'card',
      installmentMonths: 0,
      idempotencyKey: null,
    } as const;
    const { payment } = await world.payments.start(ask, world.actor);
    await world.orders.cancel(order.id, world.actor);
    world.portOne.buyerPays(payment.id);
    await world.pass(2 * minute);
    expect(await world.payment(payment.id)).toMatchObject({ state: 'refunded', surplus: true });
    expect(world.portOne.held(payment.id)).toBe(0);
    expect(await enrolled(student.memberId)).toBe(0);
  });

  test('after its order expired takes the place again if there is one', async () => {
    const { order, id } = await authenticated('portone_v1');
    world.portOne.set(id, { status: 'ready', capturedAt: null });
    await world.pass(61 * minute);
    expect((await world.orders.get(order.id)).order.state).toBe('expired');
    world.portOne.buyerPays(id);
    await world.pass(24 * 60 * minute);
    expect((await world.payment(id)).state).toBe('succeeded');
    expect((await world.orders.get(order.id)).order.state).toBe('paid');
  });
});

describe('a deposit', () => {
  test('is waited for, booked, taken back by the bank, and booked again', async () => {
    const { student, order, id } = await authenticated();
    world.toss.set(id, { status: 'pending', dueAt: '2026-09-08T00:00:00.000Z' });
    await confirm(id);
    await world.settle.settle(id, 'webhook');
    expect((await world.payment(id)).state).toBe('pending');
    world.toss.set(id, { status: 'captured' });
    await world.settle.settle(id, 'webhook');
    expect(await enrolled(student.memberId)).toBe(1);
    world.toss.set(id, { status: 'pending' });
    await world.settle.settle(id, 'webhook');
    expect(await enrolled(student.memberId)).toBe(0);
    expect((await world.orders.get(order.id)).order.state).toBe('open');
    expect(await world.balance('receivable:tosspayments')).toBe(0);
    world.toss.set(id, { status: 'captured' });
    await world.settle.settle(id, 'webhook');
    expect(await enrolled(student.memberId)).toBe(1);
    expect(await entries()).toEqual([`capture:${id}:1`, `capture_reversed:${id}:1`, `capture:${id}:2`]);
  });

  /** A deposit that was booked. */
  async function deposited(change: { amount?: number } = {}) {
    const made = await authenticated();
    const virtualAccount = { bank: '88', number: '110123456789', holder: '디닥토' };
    world.toss.set(made.id, { status: 'pending', dueAt: '2026-09-08T00:00:00.000Z', virtualAccount });
    await confirm(made.id);
    world.toss.set(made.id, { status: 'captured', ...change });
    world.toss.script('refund', ...Array.from({ length: 8 }, () => 'declined' as const));
    await world.settle.settle(made.id, 'webhook');
    return made;
  }

  test('that the bank took back is seen too when the account takes no other any more', async () => {
    const { student, order, id } = await deposited();
    expect(await enrolled(student.memberId)).toBe(1);
    world.toss.set(id, { status: 'expired' });
    await world.settle.settle(id, 'reconcile');
    expect(await world.payment(id)).toMatchObject({ state: 'expired', captured: 0 });
    expect(await enrolled(student.memberId)).toBe(0);
    expect((await world.orders.get(order.id)).order.state).toBe('expired');
    expect(await world.balance('receivable:tosspayments')).toBe(0);
    expect(await world.db('products').where({ id: world.tuition }).pluck('stock')).toEqual([30]);
  });

  test('that the bank took back is asked about again until it is made anew', async () => {
    const { id } = await deposited();
    world.toss.set(id, { status: 'pending' });
    await world.settle.settle(id, 'reconcile');
    expect((await world.payment(id)).state).toBe('pending');
    world.toss.set(id, { status: 'captured' });
    await world.pass(60 * minute);
    expect((await world.payment(id)).state).toBe('succeeded');
  });

  test('of another amount that the bank took back is owed to nobody', async () => {
    const { id } = await deposited({ amount: 5_000 });
    expect(await world.balance('payable')).toBe(-5_000);
    world.toss.set(id, { status: 'pending' });
    await world.settle.settle(id, 'webhook');
    expect(await world.payment(id)).toMatchObject({ state: 'pending', captured: 0 });
    expect(await world.balance('payable')).toBe(0);
    world.toss.set(id, { status: 'captured', amount: 300_000 });
    await world.settle.settle(id, 'webhook');
    expect((await world.payment(id)).state).toBe('succeeded');
  });

  test('that was taken back and then cancelled for good ends the attempt', async () => {
    const { id } = await deposited({ amount: 5_000 });
    world.toss.set(id, { status: 'failed', failure: { code: 'CANCELED', message: '' } });
    await world.settle.settle(id, 'webhook');
    expect(await world.payment(id)).toMatchObject({ state: 'expired', reason: 'CANCELED', captured: 0 });
    expect(await world.balance('payable')).toBe(0);
    expect(await world.balance('receivable:tosspayments')).toBe(0);
  });
});
