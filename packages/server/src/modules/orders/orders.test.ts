import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MemberCaller } from '../../policy/caller.js';
import { payOrder } from '../payments/testing/paid-order.js';
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

  const create = async (
    asks: readonly { productId: string; quantity: number; studentId?: string }[],
    by?: MemberCaller,
    key: string | null = null,
  ) => world.orders.create(by ?? (await world.member('student')), asks, key, world.actor);
  const invalid = (path: string, message: string) => ({
    code: 'validation_failed',
    options: { fields: [{ path, message }] },
  });

  test('costs its price times its quantity, and holds that much', async () => {
    const productId = await world.product({ kind: 'goods', name: '공책', price: 1_500, tax_free: 500, stock: 10 });
    const { order, lines } = await create([{ productId, quantity: 3 }]);
    expect(order).toMatchObject({ total: 4_500, taxFree: 1_500 });
    expect(lines).toMatchObject([
      { id: expect.stringMatching(/^orl_/), quantity: 3, unitPrice: 1_500, amount: 4_500, taxFree: 1_500, reserved: 3 },
    ]);
    expect(await stockOf(productId)).toBe(7);
  });

  test('names the line and the field that cannot be', async () => {
    const student = await world.member('student');
    const fine = { productId: world.goods, quantity: 1 };
    const { tuition, premium } = world;
    await expect(create([fine, { productId: 'prd_none', quantity: 1 }])).rejects.toMatchObject(
      invalid('lines.1.productId', 'is no product'),
    );
    await expect(create([{ productId: tuition, quantity: 2 }])).rejects.toMatchObject(
      invalid('lines.0.quantity', 'must be 1 for this product'),
    );
    const line = { productId: tuition, quantity: 1 };
    await expect(create([line, { ...line, studentId: student.memberId }], student)).rejects.toMatchObject(
      invalid('lines.1', 'is there twice; use quantity'),
    );
    await expect(
      create([{ productId: premium, quantity: 1, studentId: student.memberId }], world.instructor),
    ).rejects.toMatchObject(invalid('lines.0.studentId', 'does not go with premium, which is the buyer’s own'));
    const dear = await world.product({ kind: 'goods', name: '기계', price: 99_999_999_999 });
    await expect(create([{ productId: dear, quantity: 1_000 }])).rejects.toMatchObject(
      invalid('lines', 'come to more than can be paid at once'),
    );
    expect(await stockOf(world.goods)).toBe(1);
  });

  test('is of what is on sale, and in stock', async () => {
    await world.db('products').where({ id: world.goods }).update({ stock: 0 });
    const line = { productId: world.goods, quantity: 1 };
    await expect(create([line])).rejects.toMatchObject({ code: 'out_of_stock', options: { detail: '교재' } });
    await world.db('products').where({ id: world.goods }).update({ state: 'withdrawn' });
    await expect(create([line])).rejects.toMatchObject({ code: 'product_not_on_sale', options: { detail: '교재' } });
  });

  test('of tuition is for a student, of this school and in good standing', async () => {
    const suspended = await world.member('student');
    await world.db('members').where({ id: suspended.memberId }).update({ suspended_at: '2026-09-01T00:00:00.000Z' });
    for (const studentId of [world.instructor.memberId, suspended.memberId, 'mem_nobody'])
      await expect(create([{ productId: world.tuition, quantity: 1, studentId }])).rejects.toMatchObject({
        code: 'student_not_found',
        options: {
          detail: 'lines.0.studentId',
          fields: [{ path: 'lines.0.studentId', message: 'is no student' }],
        },
      });
    await expect(create([{ productId: world.tuition, quantity: 1 }], world.instructor)).rejects.toMatchObject({
      code: 'student_not_found',
    });
  });

  test('of tuition is for a lecture that is open, and not twice', async () => {
    const student = await world.member('student');
    const line = { productId: world.tuition, quantity: 1 };
    const at = '2026-09-01T00:00:00.000Z';
    await world.db('enrollments').insert({
      ...{ id: 'enr_1', lecture_id: world.lectureId, member_id: student.memberId, status: 'accepted' },
      ...{ created_at: at, updated_at: at },
    });
    await expect(create([line], student)).rejects.toMatchObject({
      code: 'already_enrolled',
      options: { detail: 'lines.0.studentId' },
    });
    await world.db('enrollments').update({ status: 'waiting' });
    await create([line], student);
    for (const change of [{ state: 'closed' }, { state: 'open', deleted_at: at }]) {
      await world.db('lectures').update(change);
      await expect(create([line])).rejects.toMatchObject({ code: 'lecture_closed' });
    }
  });

  test('of goods may be for somebody, and then it is a student', async () => {
    const student = await world.member('student');
    const line = { productId: world.goods, quantity: 1 };
    await expect(create([{ ...line, studentId: world.instructor.memberId }])).rejects.toMatchObject({
      code: 'student_not_found',
    });
    await world.db('lectures').update({ state: 'closed' });
    const { lines } = await create([{ ...line, studentId: student.memberId }]);
    expect(lines).toMatchObject([{ student: { id: student.memberId }, owner: 'institution', lectureId: null }]);
  });

  test('of tuition without a lecture earns for the institution', async () => {
    const productId = await world.product({ kind: 'tuition', name: '특강', price: 10_000 });
    expect((await create([{ productId, quantity: 1 }])).lines).toMatchObject([{ owner: 'institution' }]);
  });

  test('that is not there cannot be read, cancelled or paid', async () => {
    for (const ask of [world.orders.get, world.orders.checkout, (id: string) => world.orders.cancel(id, world.actor)])
      await expect(ask('ord_none')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is cancelled once; one whose time is over, or that is paid, is not', async () => {
    const { order } = await create([{ productId: world.goods, quantity: 1 }]);
    await world.orders.cancel(order.id, world.actor);
    expect((await world.orders.cancel(order.id, world.actor)).order.state).toBe('cancelled');
    expect(await stockOf(world.goods)).toBe(1);
    const noted = await world.db('audit_log').where({ action: 'order.cancelled' });
    expect(noted).toHaveLength(1);
    for (const [state, code] of [
      ['expired', 'order_not_open'],
      ['paid', 'order_already_paid'],
      ['refunded', 'order_already_paid'],
    ]) {
      await world.db('orders').update({ state });
      await expect(world.orders.cancel(order.id, world.actor)).rejects.toMatchObject({ code });
      expect((await world.orders.get(order.id)).order.state).toBe(state);
    }
  });

  test('stands in the list of its buyer, with its own lines', async () => {
    const [student, other] = [await world.member('student'), await world.member('student')];
    const first = await create([{ productId: world.tuition, quantity: 1 }], student);
    const second = await create([{ productId: world.tuition, quantity: 1 }], other);
    expect(await world.orders.list({ limit: 10, buyerId: student.memberId })).toEqual({
      data: [first],
      nextCursor: null,
    });
    expect((await world.orders.list({ limit: 10 })).data).toEqual([second, first]);
  });

  test('is paid by a link while it is open; the link opens this order and no other', async () => {
    const { order } = await create([{ productId: world.tuition, quantity: 1 }]);
    const other = await create([{ productId: world.tuition, quantity: 1 }]);
    const { url, expiresAt } = await world.orders.checkout(order.id);
    const { origin, pathname, hash } = new URL(url);
    expect([origin, pathname, expiresAt]).toEqual(['https://didacto.test', `/checkout/${order.id}`, order.expiresAt]);
    const code = hash.replace('#code=', '');
    expect(code).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(await world.db('checkout_codes'))).not.toContain(code);
    expect((await world.orders.byCheckoutCode(order.id, code)).order.id).toBe(order.id);
    for (const [id, given] of [
      [other.order.id, code],
      [order.id, `${code}x`],
    ] as const)
      await expect(world.orders.byCheckoutCode(id, given)).rejects.toMatchObject({ code: 'checkout_invalid' });
    await world.orders.cancel(order.id, world.actor);
    await expect(world.orders.checkout(order.id)).rejects.toMatchObject({ code: 'order_not_open' });
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
      const lines = [{ productId: world.premium, quantity: 1 }];
      const { order } = await world.orders.create(instructor, lines, null, world.actor);
      await payOrder(world, order);
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
