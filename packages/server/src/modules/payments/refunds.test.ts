import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LineAsk } from '../orders/service.js';
import { paidOrder, payOrder } from './testing/paid-order.js';
import { openPaymentWorld, type PaymentWorld } from './testing/payment-world.js';

let world: PaymentWorld;
beforeEach(async () => {
  world = await openPaymentWorld();
});
afterEach(() => world.close());

const minute = 60_000;

const paid = (lines: (world: PaymentWorld) => readonly LineAsk[], role: 'student' | 'instructor' = 'student') =>
  paidOrder(world, lines(world), role);

const tuition = ({ tuition: productId }: PaymentWorld) => [{ productId, quantity: 1 }];
const refund = (paymentId: string, amount?: number, lineId?: string) =>
  world.refunds.request(
    { paymentId, amount, lineId, reason: '중도 환불', account: undefined, idempotencyKey: null },
    world.actor,
  );

describe('a refund', () => {
  test('in full gives everything back: money, VAT, wallet, place and stock', async () => {
    const { buyer, order, id } = await paid(tuition);
    expect(await refund(id)).toMatchObject({ state: 'succeeded', amount: 300_000, taxFree: 300_000 });
    expect(await world.payment(id)).toMatchObject({ state: 'refunded', refunded: 300_000 });
    expect((await world.orders.get(order.id)).order.state).toBe('refunded');
    for (const account of ['receivable:tosspayments', 'tuition_advance', 'vat'])
      expect(await world.balance(account)).toBe(0);
    expect(await world.db('enrollments').where({ member_id: buyer.memberId }).pluck('status')).toEqual(['removed']);
    expect(await world.db('products').where({ id: world.tuition }).pluck('stock')).toEqual([30]);
    expect(await world.db('wallets').pluck('balance')).toEqual([0]);
  });

  test('of premium ends the period, and with it the grade', async () => {
    const { buyer, id } = await paid(({ premium }) => [{ productId: premium, quantity: 1 }], 'instructor');
    const grade = () => world.db('members').where({ id: buyer.memberId }).pluck('grade');
    expect(await grade()).toEqual(['premium']);
    await refund(id, 500);
    expect(await grade()).toEqual(['free']);
    expect((await world.payment(id)).state).toBe('partially_refunded');
  });

  test('in two parts names what is left each time', async () => {
    const { id } = await paid(tuition);
    for (const amount of [100_000, 50_000]) expect(await refund(id, amount)).toMatchObject({ state: 'succeeded' });
    expect(world.toss.held(id)).toBe(150_000);
  });

  test('of more than is left is refused, and so is a second one of everything', async () => {
    const { id } = await paid(tuition);
    await expect(refund(id, 300_001)).rejects.toMatchObject({ code: 'refund_exceeds_balance' });
    await expect(refund(id, 0)).rejects.toMatchObject({ code: 'refund_exceeds_balance' });
    await refund(id);
    await expect(refund(id)).rejects.toMatchObject({ code: 'payment_not_refundable' });
    expect(world.toss.held(id)).toBe(0);
  });

  test('of 60 %, asked for by 100 at once, is made once', async () => {
    const { id } = await paid(tuition);
    const asked = await Promise.allSettled(Array.from({ length: 100 }, () => refund(id, 180_000)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    for (const code of new Set(codes)) expect(['refund_in_progress', 'refund_exceeds_balance']).toContain(code);
    expect(world.toss.held(id)).toBe(120_000);
    expect(await world.db('journal_entries').where('effect_key', 'like', 'refund:%')).toHaveLength(1);
  });

  test('whose reply was lost is found in the provider’s list, and not made again', async () => {
    const { id } = await paid(tuition);
    world.toss.script('refund', 'lost_after');
    expect(await refund(id, 100_000)).toMatchObject({ state: 'unknown' });
    await world.pass(minute);
    expect(await world.payment(id)).toMatchObject({ state: 'partially_refunded', refunded: 100_000 });
    expect(world.toss.held(id)).toBe(200_000);
    expect(world.toss.calls.filter((call) => call.startsWith('refund'))).toHaveLength(1);
  });

  test('that was lost on the way is made in the end', async () => {
    const { id } = await paid(tuition);
    world.toss.script('refund', 'lost_before');
    await refund(id, 100_000);
    await world.pass(minute);
    expect(world.toss.held(id)).toBe(200_000);
    expect((await world.payment(id)).refunded).toBe(100_000);
  });

  test('that is not decided within a quarter of an hour is an alarm, until it is', async () => {
    const { id } = await paid(tuition);
    world.toss.script('refund', ...Array.from({ length: 8 }, () => 'lost_before' as const));
    await refund(id, 100_000);
    await world.pass(14 * minute);
    expect(world.alarms).toEqual([]);
    await world.pass(2 * minute);
    expect(world.alarms).toEqual([{ code: 'refund_failed', subject: id, open: true }]);
    await world.pass(3 * 24 * 60 * minute);
    expect((await world.payment(id)).refunded).toBe(100_000);
    expect(world.alarms).toEqual([{ code: 'refund_failed', subject: id, open: false }]);
  });

  test('that is refused in the end alarms nobody any more', async () => {
    const { id } = await paid(tuition);
    world.toss.script('refund', ...Array.from({ length: 8 }, () => 'lost_before' as const), 'declined');
    const { id: refundId } = await refund(id, 100_000);
    await world.pass(3 * 24 * 60 * minute);
    expect(await world.db('refunds').where({ id: refundId }).pluck('state')).toEqual(['declined']);
    expect(world.alarms).toEqual([{ code: 'refund_failed', subject: id, open: false }]);
  });

  test('that the provider refuses is declined, and another can be asked for', async () => {
    const { id } = await paid(tuition);
    world.toss.script('refund', 'declined');
    expect(await refund(id, 100_000)).toMatchObject({ state: 'declined', failure: 'refused: REJECT_CARD' });
    expect(await refund(id, 100_000)).toMatchObject({ state: 'succeeded' });
  });

  test('that takes long is not asked for a second time meanwhile, and no refusal is told for what is made', async () => {
    const { id } = await paid(tuition);
    let isFirst = true;
    world.toss.onRefund = async () => {
      if (!isFirst) return;
      isFirst = false;
      await world.pass(minute);
      expect(world.toss.held(id)).toBe(300_000);
    };
    world.toss.script('refund', 'declined');
    expect(await refund(id, 100_000)).toMatchObject({ state: 'declined' });
    await world.pass(60 * minute);
    expect(world.toss.held(id)).toBe(300_000);
    expect(world.toss.calls.filter((call) => call.startsWith('refund'))).toHaveLength(1);
  });

  test('that was cut off is asked for again once it cannot be under way any more', async () => {
    const { id } = await paid(tuition);
    let isFirst = true;
    world.toss.onRefund = () => {
      if (!isFirst) return Promise.resolve();
      isFirst = false;
      return new Promise(() => {});
    };
    void refund(id, 100_000);
    await expect.poll(() => world.toss.calls.filter((call) => call.startsWith('refund')).length).toBe(1);
    await world.pass(60 * minute);
    expect(world.toss.held(id)).toBe(200_000);
    expect(await world.payment(id)).toMatchObject({ refunded: 100_000 });
  });

  describe('of which too little is left, for the console gave money back meanwhile,', () => {
    const inConsole = (id: string) => {
      const made = { cancellationId: 'cxl_console', amount: 250_000, taxFree: 250_000, at: '2026-09-02T00:00:00.000Z' };
      world.toss.set(id, { refunded: 250_000, refunds: [{ ...made, refundId: null }] });
    };
    const states = () => world.db('refunds').where({ cause: 'member' }).pluck('state');

    test('is not given up before its own request has come to an end', async () => {
      const { id } = await paid(tuition);
      const underWay: string[] = [];
      world.toss.onRefund = async () => {
        inConsole(id);
        await world.pass(minute);
        underWay.push(...(await states()));
      };
      await refund(id, 200_000);
      expect(underWay).toEqual(['executing']);
      expect(await states()).toEqual(['declined']);
      expect(await world.payment(id)).toMatchObject({ state: 'partially_refunded', refunded: 250_000 });
    });

    test('is given up in the end where its request was cut off', async () => {
      const { id } = await paid(tuition);
      world.toss.onRefund = () => new Promise(() => {});
      void refund(id, 200_000);
      await expect.poll(states).toEqual(['executing']);
      inConsole(id);
      await world.pass(60 * minute);
      expect(await states()).toEqual(['declined']);
      expect(await world.payment(id)).toMatchObject({ state: 'partially_refunded', refunded: 250_000 });
    });

    test('is decided by the look that finds it out', async () => {
      const { id } = await paid(tuition);
      world.toss.script('refund', 'lost_before');
      const { id: refundId } = await refund(id, 200_000);
      inConsole(id);
      expect(await world.refunds.pursue(refundId, 'poll')).toMatchObject({
        state: 'declined',
        failure: 'nothing_left',
      });
    });
  });

  test('that was made after one in the console is booked, though what was planned of its VAT does not fit any more', async () => {
    await world.db('products').where({ id: world.tuition }).update({ price: 123_457, tax_free: 100_001 });
    const { id } = await paid(tuition);
    world.toss.script('refund', 'lost_before');
    const { id: refundId, taxFree: planned } = await refund(id, 74_075);
    const made = { at: '2026-09-02T00:00:00.000Z', taxFree: null };
    world.toss.set(id, {
      refunded: 123_457,
      refunds: [
        { ...made, cancellationId: 'cxl_console', amount: 49_382, refundId: null },
        { ...made, cancellationId: 'cxl_ours', amount: 74_075, refundId },
      ],
    });
    await world.settle.settle(id, 'webhook');
    expect(await world.payment(id)).toMatchObject({ state: 'refunded', refunded: 123_457 });
    const [line] = await world.db('order_lines').where({ product_id: world.tuition });
    expect(line).toMatchObject({ refunded: 123_457, refunded_tax_free: 100_001 });
    expect(await world.db('refunds').where({ id: refundId }).pluck('tax_free')).toEqual([planned + 1]);
    for (const account of ['receivable:tosspayments', 'tuition_advance', 'vat'])
      expect(await world.balance(account)).toBe(0);
  });

  test('made in the provider’s console is followed, and is an alarm', async () => {
    const { id } = await paid(tuition);
    world.toss.set(id, {
      refunded: 50_000,
      refunds: [
        {
          cancellationId: 'cxl_console',
          amount: 50_000,
          taxFree: 50_000,
          at: '2026-09-02T00:00:00.000Z',
          refundId: null,
        },
      ],
    });
    await world.settle.settle(id, 'webhook');
    await world.settle.settle(id, 'webhook');
    expect(await world.payment(id)).toMatchObject({ state: 'partially_refunded', refunded: 50_000 });
    expect(await world.balance('receivable:tosspayments')).toBe(250_000);
    expect(world.alarms).toMatchObject([{ code: 'refund_elsewhere', subject: id }]);
  });
});

describe('money that goes back by itself', () => {
  test('is tried again when it is refused, then waits for a person in the dead letters, with an alarm', async () => {
    const student = await world.member('student');
    const { order } = await world.orders.create(student, tuition(world), null, world.actor);
    const ask = {
      orderId: order.id,
      provider: 'portone_v1',
      method: 'card',
      installmentMonths: 0,
      idempotencyKey: null,
    } as const;
    const { payment } = await world.payments.start(ask, world.actor);
    world.portOne.buyerPays(payment.id, { amount: 100 });
    world.portOne.script('refund', ...Array.from({ length: 8 }, () => 'declined' as const));
    await world.settle.settle(payment.id, 'webhook');
    await world.pass(3 * 60 * minute);
    expect(world.alarms.map(({ code }) => code)).toContain('refund_failed');
    const [dead] = await world.db('payment_tasks').where({ state: 'dead' });
    expect(dead).toMatchObject({ kind: 'refund', payment_id: payment.id, last_error: 'refused: REJECT_CARD' });
    await world
      .db('payment_tasks')
      .where({ id: dead.id })
      .update({ state: 'queued', attempts: 0, due_at: '2026-09-01' });
    await world.worker.tick();
    expect(world.portOne.held(payment.id)).toBe(0);
    expect((await world.payment(payment.id)).state).toBe('declined');
  });

  test('of a place that was taken meanwhile is that of its line alone', async () => {
    const student = await world.member('student');
    const book = { productId: world.goods, quantity: 1 };
    const first = await world.orders.create(student, [...tuition(world), book], null, world.actor);
    const second = await world.orders.create(student, tuition(world), null, world.actor);
    await payOrder(world, second.order);
    const firstId = await payOrder(world, first.order);
    await world.pass(minute);
    expect(await world.payment(firstId)).toMatchObject({
      state: 'partially_refunded',
      refunded: 300_000,
      captured: 322_000,
    });
    expect(world.toss.held(firstId)).toBe(22_000);
    expect(world.alarms.map(({ code }) => code)).toContain('payment_not_granted');
  });

  test('is what is left of it, where some was given back in the console meanwhile', async () => {
    const student = await world.member('student');
    const { order } = await world.orders.create(student, tuition(world), null, world.actor);
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
    world.portOne.script('refund', 'declined');
    await world.settle.settle(payment.id, 'webhook');
    await world.worker.tick();
    const made = { cancellationId: 'cxl_console', amount: 100_000, taxFree: 100_000, at: '2026-09-02T00:00:00.000Z' };
    world.portOne.set(payment.id, { refunded: 100_000, refunds: [{ ...made, refundId: null }] });
    await world.settle.settle(payment.id, 'reconcile');
    await world.pass(3 * 60 * minute);
    expect(world.portOne.held(payment.id)).toBe(0);
    expect(await world.payment(payment.id)).toMatchObject({ state: 'refunded', refunded: 300_000 });
    expect(await world.balance('payable')).toBe(0);
  });
});
