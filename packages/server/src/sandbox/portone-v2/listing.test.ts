import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from './testing/shop.js';

const day = 86_400_000;
let shop: Shop;
beforeEach(() => {
  shop = openShop();
});

const list = (fields: Readonly<Record<string, unknown>> = {}) =>
  shop.call('GET', `/payments?requestBody=${encodeURIComponent(JSON.stringify(fields))}`);
const idsIn = async (filter: Readonly<Record<string, unknown>>) => {
  const { status, json } = await list({ page: { size: 1_000 }, filter });
  expect(status).toBe(200);
  return json.items.map(({ id }) => id);
};
/** Payments a second apart, in this order. */
const pay = async (...ids: readonly string[]) => {
  for (const paymentId of ids) {
    await shop.buy({ paymentId });
    shop.clock.advance(1_000);
  }
};

describe('the list of payments', () => {
  test('comes by pages of ten from page 0, the newest first', async () => {
    await pay(...Array.from({ length: 12 }, (_, index) => `pay_${index}`));
    const first = await list();
    expect(first.json.page).toEqual({ number: 0, size: 10, totalCount: 12 });
    expect(first.json.items.map(({ id }) => id)[0]).toBe('pay_11');
    const second = await list({ page: { number: 1 } });
    expect(second.json.items.map(({ id }) => id)).toEqual(['pay_1', 'pay_0']);
    expect((await list({ page: { number: 9 } })).json.items).toEqual([]);
  });

  test('can be asked for in a body too', async () => {
    await pay('pay_1', 'pay_2');
    expect((await shop.call('GET', '/payments', { page: { size: 1 } })).json.items).toHaveLength(1);
    expect((await shop.call('GET', '/payments', '{')).status).toBe(400);
  });

  test.each([
    [{ page: { number: 0, size: 60_000 } }, 200],
    [{ page: { number: 59, size: 1_000 } }, 200],
    [{ page: { number: 60, size: 1_000 } }, 400],
    [{ page: { number: -1 } }, 400],
    [{ page: { size: 0 } }, 400],
    [{ page: { size: 1.5 } }, 400],
    [{ page: { size: '10' } }, 400],
    [{ filter: { from: 'yesterday' } }, 400],
    [{ filter: { sortOrder: 'UP' } }, 400],
    [{ filter: { isTest: 'no' } }, 400],
    [{ filter: { status: 'PAID' } }, 400],
    [{ filter: { storeId: 'store-other' } }, 403],
    [{ filter: { somethingNew: true } }, 200],
  ])('for %j is %i', async (fields, status) => {
    expect((await list(fields)).status).toBe(status);
  });

  test('calls what waits for approval PENDING in its filter, and PAY_PENDING in the payment', async () => {
    shop.party.approveLater(1);
    await pay('pay_1', 'pay_2');
    expect(await idsIn({ status: ['PENDING'] })).toEqual(['pay_1']);
    expect((await shop.call('GET', '/payments/pay_1')).json.status).toBe('PAY_PENDING');
    expect((await list({ filter: { status: ['PAY_PENDING'] } })).status).toBe(400);
    expect(await idsIn({ status: ['PAID', 'PENDING'] })).toEqual(['pay_2', 'pay_1']);
  });

  test('reaches 90 days back where nothing else is said', async () => {
    await pay('pay_1');
    shop.clock.advance(90 * day - 1_000);
    expect(await idsIn({})).toEqual(['pay_1']);
    shop.clock.advance(1);
    expect(await idsIn({})).toEqual([]);
    expect(await idsIn({ from: '2026-09-01T00:00:00Z' })).toEqual(['pay_1']);
  });

  test('finds by when the state changed last, or by when it was asked for', async () => {
    await pay('pay_1');
    shop.clock.advance(10 * day);
    shop.party.cancelInConsole('pay_1', 1_000);
    const firstDay = { from: '2026-09-01T00:00:00Z', until: '2026-09-02T00:00:00+00:00' };
    expect(await idsIn(firstDay)).toEqual([]);
    expect(await idsIn({ ...firstDay, timestampType: 'CREATED_AT' })).toEqual(['pay_1']);
    expect(await idsIn({ from: '2026-09-11T00:00:00Z' })).toEqual(['pay_1']);
  });

  test('can leave out test channels, and other ways to pay', async () => {
    await pay('pay_1');
    await shop.buy({ paymentId: 'pay_2' }, { act: 'pay', test: true });
    await shop.buy({ paymentId: 'pay_3', payMethod: 'TRANSFER' });
    expect(await idsIn({ isTest: false })).not.toContain('pay_2');
    expect(await idsIn({ isTest: true })).toEqual(['pay_2']);
    expect(await idsIn({ methods: ['TRANSFER'] })).toEqual(['pay_3']);
  });

  test('shows one row for a payment, however often it was tried', async () => {
    await shop.buy({}, { act: 'decline' });
    await shop.buy();
    await shop.buy({ paymentId: 'pay_2' }, { act: 'decline' });
    const { json } = await list();
    expect(json.items.map(({ id, status }) => [id, status]).sort()).toEqual([
      ['pay_1', 'PAID'],
      ['pay_2', 'FAILED'],
    ]);
  });

  test('brings every payment once, whatever the size of its pages and their order', async () => {
    await pay(...Array.from({ length: 7 }, (_, index) => `pay_${index}`));
    const all = Array.from({ length: 7 }, (_, index) => `pay_${index}`);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.constantFrom('ASC', 'DESC'), async (size, sortOrder) => {
        const found: string[] = [];
        for (let number = 0; number * size < all.length; number++)
          found.push(...(await list({ page: { number, size }, filter: { sortOrder } })).json.items.map(({ id }) => id));
        expect(found).toEqual(sortOrder === 'ASC' ? all : [...all].reverse());
      }),
      { numRuns: 18 },
    );
  });
});
