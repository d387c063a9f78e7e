import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, startTestServer, type TestServer } from '../../testing/test-server.js';

let school: TestServer;
let finance: Person;
beforeAll(async () => {
  school = await startTestServer();
  finance = await school.person('finance');
});
afterAll(() => school.stop());

const book = (name: string, change: object = {}) =>
  finance.didacto.products.create({ kind: 'goods', name, price: 22_000, stock: 3, ...change });

describe('products', () => {
  test('are listed newest first, five at a time, at most a hundred', async () => {
    for (let n = 1; n <= 7; n++) await book(`교재 ${n}`);
    const { didacto } = await school.person('student');
    const first = await didacto.products.list();
    expect(first.data.map(({ name }) => name)).toEqual([7, 6, 5, 4, 3].map((n) => `교재 ${n}`));
    const { data } = await didacto.products.list({ cursor: first.nextCursor ?? '' });
    expect(data.slice(0, 2).map(({ name }) => name)).toEqual(['교재 2', '교재 1']);
    await expect(didacto.products.list({ limit: 101 })).rejects.toMatchObject({ code: 'validation_failed' });
  });

  test('show a new price and what is left at once, though the list is remembered', async () => {
    const { id } = await book('변하는 책');
    const { didacto } = await school.person('student');
    const shown = async () => (await didacto.products.list({ limit: 100 })).data.find((one) => one.id === id);
    expect(await shown()).toMatchObject({ price: 22_000, stock: 3 });
    await finance.didacto.products.update({ productId: id, price: 20_000 });
    expect(await shown()).toMatchObject({ price: 20_000, stock: 3 });
    const order = await didacto.orders.create({ lines: [{ productId: id, quantity: 2 }] });
    expect(await shown()).toMatchObject({ stock: 1 });
    await didacto.orders.cancel({ orderId: order.id });
    expect(await shown()).toMatchObject({ stock: 3 });
    await finance.didacto.products.withdraw({ productId: id });
    expect(await shown()).toBeUndefined();
  });

  test('that are withdrawn stay to be read, and cannot be ordered', async () => {
    const { id } = await book('옛 책');
    await finance.didacto.products.withdraw({ productId: id });
    const { didacto } = await school.person('student');
    expect((await didacto.products.get({ productId: id })).state).toBe('withdrawn');
    await expect(didacto.orders.create({ lines: [{ productId: id }] })).rejects.toMatchObject({
      code: 'product_not_on_sale',
    });
  });

  test('of premium take no stock later on either', async () => {
    const { id } = await book('Premium', { kind: 'premium', premiumDays: 30, stock: null });
    const refused = finance.didacto.products.update({ productId: id, stock: 5 });
    await expect(refused).rejects.toMatchObject({
      code: 'validation_failed',
      problem: { errors: [{ path: 'stock' }] },
    });
    expect((await finance.didacto.products.get({ productId: id })).stock).toBeNull();
  });

  test('cannot be lowered below the part of their price that is free of VAT', async () => {
    const { id } = await book('면세 책', { taxFree: 20_000 });
    const refused = finance.didacto.products.update({ productId: id, price: 19_999 });
    await expect(refused).rejects.toMatchObject({
      code: 'validation_failed',
      problem: { errors: [{ path: 'taxFree' }] },
    });
    expect(await finance.didacto.products.get({ productId: id })).toMatchObject({ price: 22_000, taxFree: 20_000 });
  });

  test.each([
    [{ kind: 'tuition' }, 'lectureId'],
    [{ kind: 'premium' }, 'premiumDays'],
    [{ kind: 'premium', premiumDays: 30 }, 'stock'],
    [{ premiumDays: 30 }, 'premiumDays'],
    [{ taxFree: 22_001 }, 'taxFree'],
    [{ price: 0 }, 'price'],
    [{ price: 0.5 }, 'price'],
    [{ name: 'a\u001b[2Jb' }, 'name'],
  ])('of %j are refused, with %s named', async (change, path) => {
    const refused = book('책', change);
    await expect(refused).rejects.toMatchObject({ code: 'validation_failed', problem: { errors: [{ path }] } });
  });
});
