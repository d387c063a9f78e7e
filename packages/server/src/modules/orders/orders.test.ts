import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPaymentWorld, type PaymentWorld } from '../payments/testing/payment-world.js';

let world: PaymentWorld;
beforeEach(async () => {
  world = await openPaymentWorld();
});
afterEach(() => world.close());

const minute = 60_000;
const stockOf = async (productId: string): Promise<number> =>
  (await world.db('products').where({ id: productId }).first('stock')).stock;

describe('an order', () => {
  test('keeps the price of its time, and the part that is free of VAT, on its lines', async () => {
    const student = await world.member('student');
    const lines = [
      { productId: world.tuition, quantity: 1 },
      { productId: world.goods, quantity: 1 },
    ];
    const made = await world.orders.create(student, lines, null, world.actor);
    await world.db('products').update({ price: 1, tax_free: 0 });
    const { order, lines: kept } = await world.orders.get(made.order.id);
    expect(order).toMatchObject({ total: 322_000, taxFree: 300_000, state: 'open' });
    expect(kept.map(({ amount, taxFree, owner }) => [amount, taxFree, owner])).toEqual([
      [300_000, 300_000, world.instructor.memberId],
      [22_000, 0, 'institution'],
    ]);
  });

  test('may hold lines for several students', async () => {
    const guardian = await world.member('student');
    const children = [await world.member('student'), await world.member('student')];
    const asks = children.map(({ memberId }) => ({ productId: world.tuition, quantity: 1, studentId: memberId }));
    const { order, lines } = await world.orders.create(guardian, asks, null, world.actor);
    expect(order.total).toBe(600_000);
    expect(lines.map(({ student }) => student?.id)).toEqual(children.map(({ memberId }) => memberId));
  });

  test('holds its stock from the start: of 50 buyers of the last item one gets an order', async () => {
    const buyers = await Promise.all(Array.from({ length: 50 }, () => world.member('student')));
    const asked = await Promise.allSettled(
      buyers.map((buyer) => world.orders.create(buyer, [{ productId: world.goods, quantity: 1 }], null, world.actor)),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set(['out_of_stock']));
    expect(await stockOf(world.goods)).toBe(0);
  });

  test('lets its stock go when it is cancelled, and when its time is over', async () => {
    const student = await world.member('student');
    const make = () => world.orders.create(student, [{ productId: world.goods, quantity: 1 }], null, world.actor);
    const first = await make();
    await world.orders.cancel(first.order.id, world.actor);
    expect(await stockOf(world.goods)).toBe(1);
    const second = await make();
    await world.pass(31 * minute);
    expect(await stockOf(world.goods)).toBe(1);
    expect((await world.orders.get(second.order.id)).order.state).toBe('expired');
  });

  test('takes nothing where one of its lines cannot be had', async () => {
    const student = await world.member('student');
    const lines = [
      { productId: world.tuition, quantity: 1 },
      { productId: world.goods, quantity: 2 },
    ];
    await expect(world.orders.create(student, lines, null, world.actor)).rejects.toMatchObject({
      code: 'out_of_stock',
    });
    expect([await stockOf(world.tuition), await stockOf(world.goods)]).toEqual([30, 1]);
    expect(await world.db('orders')).toEqual([]);
  });

  test('of premium is an instructor’s own', async () => {
    const student = await world.member('student');
    const lines = [{ productId: world.premium, quantity: 1 }];
    await expect(world.orders.create(student, lines, null, world.actor)).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });

  test('asked for twice with one key is one order', async () => {
    const student = await world.member('student');
    const make = () => world.orders.create(student, [{ productId: world.goods, quantity: 1 }], 'key-1', world.actor);
    const first = await make();
    await world.db('products').where({ id: world.goods }).update({ stock: 5 });
    expect((await make()).order.id).toBe(first.order.id);
    expect(await stockOf(world.goods)).toBe(5);
  });
});

describe('premium', () => {
  test('that runs is followed by the next period, and ends with the last one', async () => {
    const { instructor } = world;
    const buy = async (): Promise<void> => {
      const { order } = await world.orders.create(
        instructor,
        [{ productId: world.premium, quantity: 1 }],
        null,
        world.actor,
      );
      const ask = {
        orderId: order.id,
        provider: 'tosspayments',
        method: 'card',
        installmentMonths: 0,
        idempotencyKey: null,
      } as const;
      const { payment } = await world.payments.start(ask, world.actor);
      world.toss.buyerPays(payment.id);
      await world.payments.returned(
        payment.id,
        { providerPaymentId: undefined, token: undefined, amount: 1_000 },
        world.actor,
      );
    };
    const grade = async () => (await world.db('members').where({ id: instructor.memberId }).first('grade')).grade;
    await buy();
    await buy();
    expect(await grade()).toBe('premium');
    await world.pass(59 * 24 * 60 * minute);
    expect(await grade()).toBe('premium');
    await world.pass(2 * 24 * 60 * minute);
    expect(await grade()).toBe('free');
  });
});
