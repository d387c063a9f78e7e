import { createDidacto } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tally } from '../testing/outcomes.js';
import { returnedBy, type SandboxSchool, startSandboxSchool } from '../testing/sandbox-school.js';
import type { Person } from '../testing/test-server.js';

let shop: SandboxSchool;
let student: Person;
let finance: Person;
beforeAll(async () => {
  shop = await startSandboxSchool();
  student = await shop.school.person('student');
  finance = await shop.school.person('finance');
});
afterAll(() => shop.stop());

let serial = 0;
const freshKey = () => ({ idempotencyKey: `key-${++serial}` });
const stockOf = async (productId: string) => (await student.didacto.products.get({ productId })).stock;

/** What a crash before the answer was kept leaves behind: a call that began, and whose lease is over. */
async function crashed({ idempotencyKey: key }: { idempotencyKey: string }): Promise<void> {
  const leftBehind = { state: 'running', reply: null, lease_until: '2000-01-01T00:00:00.000Z' };
  expect(await shop.school.server.db('idempotency_keys').where({ key }).update(leftBehind)).toBe(1);
}

const order = async (stock: number | null = null) => {
  const { id: productId } = await shop.book({ stock });
  return { productId, ask: { lines: [{ productId }] } };
};

async function paid() {
  const { ask } = await order();
  const { id: orderId } = await student.didacto.orders.create(ask);
  const { payment, action } = await student.didacto.payments.start({ orderId, provider: 'tosspayments' });
  const back = await shop.act('tosspayments', action, { act: 'pay' });
  if (back === null) throw new Error('the buyer did not come back');
  const { id } = payment;
  await student.didacto.payments.confirm({ paymentId: id, ...returnedBy('tosspayments', back) });
  return id;
}

describe('100 calls at once with one key', () => {
  test('make one order, and whoever is told to wait gets it by asking again', async () => {
    const { productId, ask } = await order(150);
    const key = freshKey();
    const counts = await tally(Array.from({ length: 100 }, () => student.didacto.orders.create(ask, key)));
    expect(Object.keys(counts).filter((outcome) => outcome !== 'idempotency_in_flight')).toEqual(['ok']);
    expect(await stockOf(productId)).toBe(149);
    const again = await student.didacto.orders.create(ask, key);
    expect((await student.didacto.orders.mine({ limit: 100 })).data.map(({ id }) => id)).toContain(again.id);
  });

  test('all get the one order from a client that waits', async () => {
    const { productId, ask } = await order(150);
    const key = freshKey();
    // Whoever waits does so for as long as it takes until one is answered.
    const calls: Promise<{ id: string }>[] = [];
    const sleep = async (): Promise<void> => void (await Promise.any(calls));
    const didacto = createDidacto({ baseUrl: shop.school.url, auth: student.accessToken, retry: { sleep } });
    for (let n = 0; n < 100; n++) calls.push(didacto.orders.create(ask, key));
    expect(new Set((await Promise.all(calls)).map(({ id }) => id)).size).toBe(1);
    expect(await stockOf(productId)).toBe(149);
  });
});

describe('a call that a crash cut off after it was done gives, repeated, what it made', () => {
  test('an order, though it took the last item', async () => {
    const { productId, ask } = await order(1);
    const key = freshKey();
    const first = await student.didacto.orders.create(ask, key);
    await crashed(key);
    expect(await student.didacto.orders.create(ask, key)).toMatchObject({ id: first.id });
    expect(await stockOf(productId)).toBe(0);
  });

  test('a cancelled order, whose stock was let go once', async () => {
    const { productId, ask } = await order(3);
    const { id: orderId } = await student.didacto.orders.create(ask);
    const key = freshKey();
    await student.didacto.orders.cancel({ orderId }, key);
    await crashed(key);
    expect(await student.didacto.orders.cancel({ orderId }, key)).toMatchObject({ id: orderId, state: 'cancelled' });
    expect(await stockOf(productId)).toBe(3);
  });

  test('a payment that has begun', async () => {
    const { id: orderId } = await student.didacto.orders.create((await order()).ask);
    const key = freshKey();
    const ask = { orderId, provider: 'tosspayments' } as const;
    const first = await student.didacto.payments.start(ask, key);
    await crashed(key);
    expect((await student.didacto.payments.start(ask, key)).payment.id).toBe(first.payment.id);
  });

  test.each([7_000, undefined])('a refund of %s, made once', async (amount) => {
    const paymentId = await paid();
    const ask = { paymentId, reason: '단순 변심', ...(amount !== undefined && { amount }) };
    const key = freshKey();
    const first = await finance.didacto.payments.refund(ask, key);
    await crashed(key);
    expect(await finance.didacto.payments.refund(ask, key)).toMatchObject({ id: first.id, state: 'succeeded' });
    expect(shop.sandbox.truth.held(paymentId)).toBe(22_000 - (amount ?? 22_000));
  });
});

test('an order of more than a payment can be is refused, and nothing is put on record', async () => {
  const { id: productId } = await shop.book({ price: 100_000_000_000 });
  const refused = student.didacto.orders.create({ lines: [{ productId, quantity: 2 }] });
  await expect(refused).rejects.toMatchObject({ code: 'validation_failed' });
  expect(await shop.school.server.db('order_lines').where({ product_id: productId })).toEqual([]);
});

test('a stranger’s calls of a checkout leave no keys behind', async () => {
  const keysOf = (scope: string) => shop.school.server.db('idempotency_keys').where({ scope });
  const orderId = 'ord_01h2xcejqtf2nbrexx3vqjhp41';
  const ask = { orderId, code: 'a-code-that-nobody-made', provider: 'tosspayments' } as const;
  await expect(shop.school.visitor.checkouts.pay(ask, freshKey())).rejects.toMatchObject({ code: 'checkout_invalid' });
  expect(await keysOf(orderId)).toEqual([]);
});
