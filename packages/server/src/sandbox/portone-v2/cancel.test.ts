import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from './testing/shop.js';

let shop: Shop;
beforeEach(async () => {
  shop = openShop();
  await shop.buy();
});

const cancel = (fields: Readonly<Record<string, unknown>>, paymentId = 'pay_1') =>
  shop.call('POST', `/payments/${paymentId}/cancel`, { reason: '환불', ...fields });
const payment = async (paymentId = 'pay_1') => (await shop.call('GET', `/payments/${paymentId}`)).json;

describe('a cancellation', () => {
  test('of a part gives back so much, and is listed', async () => {
    const { status, json } = await cancel({
      amount: 100_000,
      taxFreeAmount: 100_000,
      currentCancellableAmount: 300_000,
    });
    expect(status).toBe(200);
    expect(json.cancellation).toMatchObject({
      ...{ status: 'SUCCEEDED', totalAmount: 100_000, taxFreeAmount: 100_000, vatAmount: 0, reason: '환불' },
      ...{ trigger: 'API', requestedAt: '2026-09-01T00:00:00.000Z', cancelledAt: '2026-09-01T00:00:00.000Z' },
    });
    expect(await payment()).toMatchObject({
      ...{ status: 'PARTIAL_CANCELLED', paidAt: expect.any(String), cancelledAt: expect.any(String) },
      ...{
        amount: { total: 300_000, cancelled: 100_000, cancelledTaxFree: 100_000 },
        cancellations: [json.cancellation],
      },
    });
    expect(shop.truth.held('pay_1')).toBe(200_000);
  });

  test('without an amount gives back all, with its VAT-free part', async () => {
    const { json } = await cancel({});
    expect(json.cancellation).toMatchObject({ totalAmount: 300_000, taxFreeAmount: 200_000, vatAmount: 9_091 });
    expect(await payment()).toMatchObject({ status: 'CANCELLED', amount: { cancelledTaxFree: 200_000 } });
    expect(shop.truth.held('pay_1')).toBe(0);
  });

  test('of an amount without its VAT-free part is taxable in whole', async () => {
    expect((await cancel({ amount: 11_000 })).json.cancellation).toMatchObject({ taxFreeAmount: 0, vatAmount: 1_000 });
  });

  test.each([
    ['INVALID_REQUEST', 400, { reason: '' }],
    ['INVALID_REQUEST', 400, { amount: -1 }],
    ['INVALID_REQUEST', 400, { amount: 0 }],
    ['INVALID_REQUEST', 400, { amount: 1.5 }],
    ['INVALID_REQUEST', 400, { amount: '1000' }],
    ['CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN', 409, { amount: 1_000, currentCancellableAmount: 299_999 }],
    ['CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT', 409, { amount: 300_001 }],
    ['SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT', 409, { amount: 1_000, taxFreeAmount: 1_001 }],
    ['SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT', 409, { amount: 1_000, taxFreeAmount: 900, vatAmount: 101 }],
    ['CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT', 409, { amount: 250_000, taxFreeAmount: 200_001 }],
    ['CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT', 409, { amount: 200_000, taxFreeAmount: 99_999 }],
  ])('is %s (%i) for %j', async (type, status, fields) => {
    expect(await cancel(fields)).toMatchObject({ status, json: { type } });
    expect(shop.truth.held('pay_1')).toBe(300_000);
  });

  test('needs a payment that was paid and holds money still', async () => {
    expect(await cancel({}, 'pay_none')).toMatchObject({ status: 404, json: { type: 'PAYMENT_NOT_FOUND' } });
    await shop.buy({ paymentId: 'pay_2' }, { act: 'decline' });
    expect(await cancel({}, 'pay_2')).toMatchObject({ status: 409, json: { type: 'PAYMENT_NOT_PAID' } });
    await cancel({});
    expect(await cancel({})).toMatchObject({ status: 409, json: { type: 'PAYMENT_ALREADY_CANCELLED' } });
  });

  test('is taken so many times and no more', async () => {
    shop = openShop({ mostCancellations: 2 });
    await shop.buy();
    for (const status of [200, 200]) expect((await cancel({ amount: 1_000 })).status).toBe(status);
    expect(await cancel({ amount: 1_000 })).toMatchObject({ status: 409, json: { type: 'MAX_CANCEL_COUNT_REACHED' } });
  });

  test('may be refused by the PG, in its words', async () => {
    shop.party.refuseCancellations(1);
    const { status, json } = await cancel({});
    expect(status).toBe(502);
    expect(json).toMatchObject({ type: 'PG_PROVIDER', pgCode: 'FAILED_REFUND_PROCESS' });
    expect(json.pgMessage).not.toBe('');
    expect((await cancel({})).status).toBe(200);
  });

  test('of a deposit needs an account to send it to', async () => {
    await shop.buy({ paymentId: 'pay_va', payMethod: 'VIRTUAL_ACCOUNT' });
    expect((await cancel({}, 'pay_va')).json.type).toBe('PAYMENT_NOT_PAID');
    shop.party.deposit('pay_va');
    expect((await cancel({}, 'pay_va')).json).toMatchObject({
      type: 'PG_PROVIDER',
      pgCode: 'INVALID_REFUND_ACCOUNT_INFO',
    });
    const refundAccount = { bank: 'SHINHAN', number: '110000000000', holderName: '김학부' };
    expect((await cancel({ refundAccount }, 'pay_va')).status).toBe(200);
  });

  test('in the console is listed as such, and cannot be more than there is', async () => {
    shop.party.cancelInConsole('pay_1', 100_000);
    expect((await payment()).cancellations[0]).toMatchObject({ trigger: 'CONSOLE', totalAmount: 100_000 });
    expect(() => shop.party.cancelInConsole('pay_1', 200_001)).toThrow();
    shop.party.cancelInConsole('pay_1');
    expect((await payment()).status).toBe('CANCELLED');
    expect(() => shop.party.cancelInConsole('pay_1')).toThrow();
  });
});

describe('a cancellation that the PG decides later', () => {
  test('is requested, keeps its part of the balance, and succeeds in time', async () => {
    shop.party.decideCancellationsLater(1, { afterMs: 60_000, end: 'SUCCEEDED' });
    const { json } = await cancel({ amount: 100_000 });
    expect(json.cancellation).toMatchObject({ status: 'REQUESTED' });
    expect(json.cancellation).not.toHaveProperty('cancelledAt');
    expect(await payment()).toMatchObject({ status: 'PAID', amount: { cancelled: 0 } });
    expect((await cancel({ amount: 200_001 })).json.type).toBe('CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT');
    expect(shop.truth.held('pay_1')).toBe(300_000);
    shop.clock.advance(60_000);
    expect(await payment()).toMatchObject({ status: 'PARTIAL_CANCELLED', amount: { cancelled: 100_000 } });
    expect(shop.truth.held('pay_1')).toBe(200_000);
  });

  test('or fails, and leaves the money where it was', async () => {
    shop.party.decideCancellationsLater(1, { afterMs: 1_000, end: 'FAILED' });
    await cancel({});
    shop.clock.advance(1_000);
    expect((await payment()).cancellations).toMatchObject([{ status: 'FAILED' }]);
    expect(shop.truth.held('pay_1')).toBe(300_000);
    expect((await cancel({})).status).toBe(200);
  });
});

test('whatever is cancelled in whatever order, no part of a payment goes back twice, and the list says what is true', async () => {
  const wanted = fc.record({
    amount: fc.integer({ min: 1, max: 12_000 }),
    taxFreeAmount: fc.integer({ min: 0, max: 12_000 }),
    current: fc.constantFrom('right', 'stale', undefined),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(wanted, { maxLength: 12 }),
      async (totalAmount, share, cancels) => {
        shop = openShop();
        const taxFreeAmount = Math.floor(totalAmount * share);
        await shop.buy({ totalAmount, taxFreeAmount });
        const left = { total: totalAmount, taxFree: taxFreeAmount };
        for (const { amount, taxFreeAmount: taxFree, current } of cancels) {
          const currentCancellableAmount = { right: left.total, stale: left.total + 1, none: undefined }[
            current ?? 'none'
          ];
          const { status } = await cancel({ amount, taxFreeAmount: taxFree, currentCancellableAmount });
          const taxable = left.total - left.taxFree;
          const isPossible =
            current !== 'stale' &&
            amount <= left.total &&
            taxFree <= Math.min(amount, left.taxFree) &&
            amount - taxFree <= taxable;
          expect(status === 200).toBe(isPossible);
          if (isPossible) Object.assign(left, { total: left.total - amount, taxFree: left.taxFree - taxFree });
        }
        expect(shop.truth.held('pay_1')).toBe(left.total);
        const { amount } = await payment();
        expect([amount.cancelled, amount.cancelledTaxFree]).toEqual([
          totalAmount - left.total,
          taxFreeAmount - left.taxFree,
        ]);
      },
    ),
    { numRuns: 60 },
  );
});
