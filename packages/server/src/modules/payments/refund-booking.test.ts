import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LineAsk } from '../orders/service.js';
import { type OrderLineRecord, orderStore } from '../orders/store.js';
import type { ProviderRefund } from './providers/port.js';
import type { PaymentRecord } from './record.js';
import { refundBooking } from './refund-booking.js';
import { refundStore } from './refund-store.js';
import { paidOrder } from './testing/paid-order.js';
import { openPaymentWorld, type PaymentWorld } from './testing/payment-world.js';

let world: PaymentWorld;
beforeEach(async () => {
  world = await openPaymentWorld();
  // Enough for every order here.
  await world.db('products').where({ id: world.goods }).update({ stock: 100 });
});
afterEach(() => world.close());

interface Paid {
  readonly id: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly lines: readonly OrderLineRecord[];
}

async function paid(asks: readonly LineAsk[], role: 'student' | 'instructor' = 'student'): Promise<Paid> {
  const { buyer, order, id } = await paidOrder(world, asks, role);
  return { id, orderId: order.id, buyerId: buyer.memberId, lines: await linesOf(order.id) };
}
const linesOf = (orderId: string) => orderStore(world.db).linesOf(orderId);
const stateOf = async ({ id, orderId }: Paid) => [
  (await world.payment(id)).state,
  (await world.orders.get(orderId)).order.state,
];
const refund = (paymentId: string, amount?: number, lineId?: string) =>
  world.refunds.request(
    { paymentId, amount, lineId, reason: '환불', account: undefined, idempotencyKey: null },
    world.actor,
  );
const console_ = (amount: number, n = 1): ProviderRefund => ({
  ...{ cancellationId: `cxl_console_${n}`, amount, taxFree: 0, at: '2026-09-02T00:00:00.000Z', refundId: null },
});
const now = () => world.deps.clock.now();
/** Books what was given back at the provider's console. */
const seen = (payment: PaymentRecord, made: ProviderRefund) =>
  world.db.transaction((tx) => refundBooking(world.deps).completeForeign(tx, payment, made, now(), 'poll'));
const tuition = (): LineAsk => ({ productId: world.tuition, quantity: 1 });
const goods = (): LineAsk => ({ productId: world.goods, quantity: 1 });

describe('what a refund takes back', () => {
  const revoked = async ({ orderId }: Paid) => (await linesOf(orderId)).map(({ revokedAt }) => revokedAt !== null);

  test('of several lines, in part and without a name: nothing, it is a price reduction', async () => {
    const order = await paid([tuition(), goods()]);
    await refund(order.id, 161_000);
    expect(await revoked(order)).toEqual([false, false]);
    expect((await linesOf(order.orderId)).map(({ refunded }) => refunded)).toEqual([150_000, 11_000]);
    expect(await stateOf(order)).toEqual(['partially_refunded', 'partially_refunded']);
  });

  test('of a tuition line in part: its place, and no other line’s', async () => {
    const order = await paid([tuition(), goods()]);
    await refund(order.id, 100_000, order.lines[0]?.id);
    expect(await revoked(order)).toEqual([true, false]);
    expect(await world.db('enrollments').where({ member_id: order.buyerId }).pluck('status')).toEqual(['removed']);
  });

  test('of goods in part: nothing; of all of them: the goods, which are in stock again', async () => {
    const order = await paid([tuition(), goods()]);
    const [, line] = order.lines;
    await refund(order.id, 10_000, line?.id);
    expect(await revoked(order)).toEqual([false, false]);
    await refund(order.id, 12_000, line?.id);
    expect(await revoked(order)).toEqual([false, true]);
    expect(await world.db('products').where({ id: world.goods }).pluck('stock')).toEqual([100]);
    expect(await stateOf(order)).toEqual(['partially_refunded', 'partially_refunded']);
  });

  test('of everything, part by part: everything, at the last part', async () => {
    const order = await paid([tuition(), goods()]);
    await refund(order.id, 322_000 - 1);
    expect(await revoked(order)).toContain(false);
    await refund(order.id);
    expect(await revoked(order)).toEqual([true, true]);
    expect(await stateOf(order)).toEqual(['refunded', 'refunded']);
  });
});

describe('a refund that was made at the provider itself', () => {
  test('is on record as such, and counts on the lines', async () => {
    const order = await paid([tuition()]);
    const payment = await world.payment(order.id);
    const booked = await seen(payment, console_(100_000));
    expect(booked.payment).toMatchObject({ state: 'partially_refunded', refunded: 100_000 });
    expect(await world.db('refunds')).toMatchObject([
      {
        ...{
          cause: 'provider',
          reason: 'made at the provider',
          state: 'succeeded',
          amount: 100_000,
          tax_free: 100_000,
        },
        ...{ id: expect.stringMatching(/^rfd_/), line_id: null, expected_balance: 300_000 },
        cancellation_id: 'cxl_console_1',
      },
    ]);
    expect(await linesOf(order.orderId)).toMatchObject([{ refunded: 100_000, refundedTaxFree: 100_000 }]);
    const second = await seen(booked.payment, console_(50_000, 2));
    expect(second.payment.refunded).toBe(150_000);
    expect(await world.db('refunds').pluck('expected_balance')).toEqual([300_000, 200_000]);
  });

  test('of more than is left is of what is left; of nothing is none', async () => {
    const order = await paid([tuition()]);
    const { payment } = await seen(await world.payment(order.id), console_(300_001));
    expect(payment).toMatchObject({ state: 'refunded', refunded: 300_000 });
    const again = await seen(payment, console_(5, 2));
    expect(again).toEqual({ payment, rosters: [], members: [] });
    expect(await world.db('refunds')).toHaveLength(1);
  });

  test('is told to those who see the roster, where it takes a place back', async () => {
    const order = await paid([tuition()]);
    const { rosters, members } = await seen(await world.payment(order.id), console_(300_000));
    expect([rosters, members]).toEqual([[world.lectureId], []]);
    const premium = await paid([{ productId: world.premium, quantity: 1 }], 'instructor');
    const ended = await seen(await world.payment(premium.id), console_(1_000, 2));
    expect([ended.rosters, ended.members]).toEqual([[], [premium.buyerId]]);
  });
});

describe('money that was never ours', () => {
  /** Another amount was captured than the order costs. */
  async function mismatched(): Promise<Paid> {
    const buyer = await world.member('student');
    const { order } = await world.orders.create(buyer, [tuition()], null, world.actor);
    const ask = { orderId: order.id, provider: 'portone_v1', method: 'card', installmentMonths: 0 } as const;
    const { payment } = await world.payments.start({ ...ask, idempotencyKey: null }, world.actor);
    world.portOne.buyerPays(payment.id, { amount: 1_000 });
    await world.settle.settle(payment.id, 'return');
    // What goes back by itself waits, so that the test books what comes first.
    await world.db('payment_tasks').delete();
    await world.db('refunds').update({ state: 'declined' });
    return { id: payment.id, orderId: order.id, buyerId: buyer.memberId, lines: await linesOf(order.id) };
  }

  test('leaves its payment unknown until all of it is back, and declined then; its order stays open', async () => {
    const order = await mismatched();
    world.alarms.push({ code: 'payment_unknown', subject: order.id, open: true });
    const isAlarming = () => world.alarms.some(({ code, open }) => code === 'payment_unknown' && open);
    const part = await seen(await world.payment(order.id), console_(400));
    expect(part.payment).toMatchObject({ state: 'unknown', refunded: 400, unknownSince: expect.any(String) });
    expect(isAlarming()).toBe(true);
    const whole = await seen(part.payment, console_(600, 2));
    expect(whole.payment).toMatchObject({ state: 'declined', refunded: 1_000, unknownSince: null });
    expect(isAlarming()).toBe(false);
    expect([whole.rosters, whole.members]).toEqual([[], []]);
    expect(await stateOf(order)).toEqual(['declined', 'open']);
    expect(await linesOf(order.orderId)).toMatchObject([{ refunded: 0 }]);
  });
});

describe('a refund of ours', () => {
  test('that is booked already is not booked again', async () => {
    const order = await paid([tuition()]);
    const { id } = await refund(order.id, 100_000);
    const payment = await world.payment(order.id);
    const record = await refundStore(world.db).byId(id);
    if (record === undefined) throw new Error('no refund');
    const again = await world.db.transaction((tx) =>
      refundBooking(world.deps).complete(tx, payment, record, { cancellationId: 'cxl_9' }, now(), 'poll'),
    );
    expect(again).toEqual({ payment, rosters: [], members: [] });
    expect((await world.payment(order.id)).refunded).toBe(100_000);
    expect(await world.db('refunds').pluck('cancellation_id')).toEqual(['cxl_1']);
  });

  test.each([
    ['of its line alone, where that has enough left', 100_000],
    ['of all lines, where it has not', 250_000],
  ])('that no longer fits its plan is what it is: %s', async (_how, before) => {
    const order = await paid([tuition(), goods()]);
    const [line, other] = order.lines;
    // Planned, and not made yet when another one is seen.
    world.toss.script('refund', 'lost_before');
    const asked = await refund(order.id, 200_000, line?.id);
    expect(asked.state).toBe('unknown');
    await seen(await world.payment(order.id), console_(before));
    const record = await refundStore(world.db).byId(asked.id);
    if (record === undefined) throw new Error('no refund');
    const newest = await world.payment(order.id);
    const fitting = { ...record, amount: Math.min(200_000, 322_000 - before) };
    const { payment } = await world.db.transaction((tx) =>
      refundBooking(world.deps).complete(tx, newest, fitting, { cancellationId: 'cxl_9' }, now(), 'poll'),
    );
    const counted = (await linesOf(order.orderId)).map(({ refunded }) => refunded);
    expect(counted.reduce((sum, one) => sum + one, 0)).toBe(payment.refunded);
    const parts = await refundStore(world.db).partsOf(asked.id);
    expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBe(payment.refunded - before);
    // Of the one line alone only where that has room for it.
    const isAlone = parts.length === 1 && parts[0]?.lineId === line?.id;
    expect([isAlone, parts.some(({ lineId }) => lineId === other?.id)]).toEqual(
      before === 100_000 ? [true, false] : [false, true],
    );
  });
});
