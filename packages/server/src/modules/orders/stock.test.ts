import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Queries } from '../../platform/database.js';
import { openPaymentWorld, type PaymentWorld } from '../payments/testing/payment-world.js';
import { isCounted, stock } from './stock.js';
import { type OrderLineRecord, orderStore } from './store.js';

let world: PaymentWorld;
let heard: number;
beforeEach(async () => {
  world = await openPaymentWorld();
  heard = 0;
});
afterEach(() => world.close());

const rules = stock({
  productsChanged: () => {
    heard += 1;
  },
});
const now = Date.parse('2026-09-02T00:00:00.000Z');
const left = async (productId: string): Promise<number | null> =>
  (await world.db('products').where({ id: productId }).first('stock')).stock;
const within = <T>(work: (tx: Queries) => Promise<T>): Promise<T> => world.db.transaction(work);

/** An order of two things, of which one has no limited number, and one that has. */
async function orderOf(...products: readonly [productId: string, quantity: number][]): Promise<OrderLineRecord[]> {
  const asks = products.map(([productId, quantity]) => ({ productId, quantity }));
  const { order } = await world.orders.create(await world.member('student'), asks, null, world.actor);
  return orderStore(world.db).linesOf(order.id);
}

describe('stock', () => {
  test('is taken where there is enough of this product, and all who remember it hear of that', async () => {
    expect(await within((tx) => rules.take(tx, world.tuition, 30, now))).toBe(true);
    expect([await left(world.tuition), await left(world.goods), heard]).toEqual([0, 1, 1]);
    expect(await within((tx) => rules.take(tx, world.tuition, 1, now))).toBe(false);
    expect([await left(world.tuition), heard]).toEqual([0, 1]);
  });

  test('is heard of once it is committed, and never where it was undone', async () => {
    const undone = within(async (tx) => {
      await rules.take(tx, world.goods, 1, now);
      throw new Error('the rest failed');
    });
    await expect(undone).rejects.toThrow('the rest failed');
    expect([await left(world.goods), heard]).toEqual([1, 0]);
  });

  test('goes back to its own product, and nothing is made of a number that is not limited', async () => {
    await within((tx) => rules.giveBack(tx, world.goods, 2, now));
    expect([await left(world.goods), await left(world.tuition), heard]).toEqual([3, 30, 1]);
    await within((tx) => rules.giveBack(tx, world.premium, 2, now));
    expect([await left(world.premium), heard]).toEqual([null, 1]);
  });

  test('that lines hold is let go once', async () => {
    const lines = await orderOf([world.tuition, 1], [world.goods, 1]);
    expect(lines.map(({ reserved }) => reserved)).toEqual([1, 1]);
    await within((tx) => rules.release(tx, lines, now));
    const after = await orderStore(world.db).linesOf(lines[0]?.orderId ?? '');
    expect(after.map(({ reserved }) => reserved)).toEqual([0, 0]);
    const heardBefore = heard;
    await within((tx) => rules.release(tx, after, now));
    expect([await left(world.tuition), await left(world.goods), heard]).toEqual([30, 1, heardBefore]);
  });

  test('that an expired order held is taken again, by the lines that hold none', async () => {
    const lines = await orderOf([world.tuition, 1], [world.goods, 1]);
    await within((tx) => rules.release(tx, lines.slice(0, 1), now));
    const half = await orderStore(world.db).linesOf(lines[0]?.orderId ?? '');
    expect(await within((tx) => rules.reserveAgain(tx, half, now))).toBe(true);
    const whole = await orderStore(world.db).linesOf(lines[0]?.orderId ?? '');
    expect(whole.map(({ reserved }) => reserved)).toEqual([1, 1]);
    expect([await left(world.tuition), await left(world.goods)]).toEqual([29, 0]);
  });

  test('is not taken again by half: where one is gone, what was taken for the others goes back', async () => {
    const lines = await orderOf([world.tuition, 1], [world.goods, 1]);
    await within((tx) => rules.release(tx, lines, now));
    await world.db('products').where({ id: world.goods }).update({ stock: 0 });
    const expired = await orderStore(world.db).linesOf(lines[0]?.orderId ?? '');
    expect(await within((tx) => rules.reserveAgain(tx, expired, now))).toBe(false);
    expect([await left(world.tuition), await left(world.goods)]).toEqual([30, 0]);
    const after = await orderStore(world.db).linesOf(lines[0]?.orderId ?? '');
    expect(after.map(({ reserved }) => reserved)).toEqual([0, 0]);
  });

  test('needs not be taken again of what has no limited number', async () => {
    const unlimited = await world.product({ kind: 'goods', name: '파일', price: 1_000 });
    const lines = await orderOf([unlimited, 3]);
    expect(await within((tx) => rules.reserveAgain(tx, lines, now))).toBe(true);
    const after = await orderStore(world.db).linesOf(lines[0]?.orderId ?? '');
    expect([after[0]?.reserved, await left(unlimited)]).toEqual([0, null]);
  });

  test('is counted of a product that has a number of it', async () => {
    const counted = [world.goods, world.premium, 'prd_nothing'].map((id) => isCounted(world.db, id));
    expect(await Promise.all(counted)).toEqual([true, false, false]);
  });
});
