import { beforeEach, describe, expect, test } from 'vitest';
import { merchant, openShop, payRequest, type Shop, start } from './testing/shop.js';

let shop: Shop;
beforeEach(() => {
  shop = openShop();
});

const hour = 3_600_000;
const payment = async (paymentId = 'pay_1') => (await shop.call('GET', `/payments/${paymentId}`)).json;
const openWindow = async (change: Readonly<Record<string, unknown>> = {}) => {
  const { status, body } = await shop.raw('POST', '/v2/windows', { ...payRequest, ...change });
  return { status, ...JSON.parse(body) };
};
const queryOf = (address: string | null) => Object.fromEntries(new URL(address ?? '').searchParams);

describe('a window', () => {
  test.each([
    ['BadRequest', { paymentId: undefined }],
    ['BadRequest', { totalAmount: 0 }],
    ['BadRequest', { totalAmount: '300000' }],
    ['BadRequest', { taxFreeAmount: 300_001 }],
    ['BadRequest', { payMethod: 'CASH' }],
    ['BadRequest', { redirectUrl: 'javascript:alert(1)' }],
    ['BadRequest', { noticeUrls: ['ftp://example.test'] }],
    ['StoreNotFound', { storeId: 'store-other' }],
    ['ChannelNotFound', { channelKey: 'channel-other' }],
  ])('stays closed with %s for %j', async (code, change) => {
    expect(await openWindow(change)).toMatchObject({ status: 400, code });
    await expect(shop.buy(change)).rejects.toThrow();
    expect((await shop.call('GET', '/payments/pay_1')).status).toBe(404);
  });

  test('is there for a page of any origin, and makes a payment that waits', async () => {
    const reply = await shop.raw('POST', '/v2/windows', payRequest);
    expect(reply.headers?.['access-control-allow-origin']).toBe('*');
    expect(await payment()).toMatchObject({ status: 'READY', id: 'pay_1', storeId: merchant.storeId });
  });

  test('shows what is sold as text only', async () => {
    const { address } = await openWindow({ orderName: '<script>"&' });
    const page = await shop.raw('GET', `${address.slice(address.indexOf('/v2/'))}?origin="><script>`);
    expect(page.body).toContain('&lt;script&gt;&quot;&amp;');
    expect(page.body).not.toContain('<script>"');
    expect(page.body).not.toContain('"><script>');
    for (const id of ['pay', 'decline', 'cancel', 'close']) expect(page.body).toContain(`id="${id}"`);
  });

  test('takes one act only, and none that there is not', async () => {
    const { txId } = await openWindow();
    expect((await shop.raw('POST', `/v2/windows/${txId}/steal`, '')).status).toBe(404);
    expect((await shop.raw('POST', `/v2/windows/${txId}/pay`, 'amount=0')).status).toBe(400);
    expect((await shop.raw('POST', `/v2/windows/${txId}/pay`, '')).status).toBe(200);
    expect((await shop.raw('POST', `/v2/windows/${txId}/pay`, '')).status).toBe(409);
    expect(shop.truth.rows).toHaveLength(1);
  });
});

describe('a buyer who', () => {
  test('pays is charged once, and brings the ids back', async () => {
    const address = await shop.buy({ card: { installment: { monthOption: { fixedMonth: 3 } } } });
    const { transactionId, ...paid } = await payment();
    expect(queryOf(address)).toEqual({
      payment: 'pay_1',
      transactionType: 'PAYMENT',
      txId: transactionId,
      paymentId: 'pay_1',
    });
    expect(paid).toMatchObject({
      ...{ status: 'PAID', id: 'pay_1', version: 'V2', currency: 'KRW', channel: { type: 'LIVE' }, disputes: [] },
      amount: { total: 300_000, taxFree: 200_000, vat: 9_091, supply: 90_909, paid: 300_000, cancelled: 0 },
      method: { type: 'PaymentMethodCard', installment: { month: 3, isInterestFree: false } },
      customer: { id: 'mem_1', name: '김학부' },
    });
    expect(shop.truth.rows).toEqual([
      {
        ...{ provider: 'portone_v2', reference: 'pay_1', providerPaymentId: transactionId, kind: 'charge' },
        ...{ amount: 300_000, taxFree: 200_000, test: false, at: new Date(start).toISOString() },
      },
    ]);
  });

  test.each([
    ['decline', 'REJECT_CARD_COMPANY'],
    ['cancel', 'PAY_PROCESS_CANCELED'],
  ] as const)('%ss pays nothing, and brings why', async (act, pgCode) => {
    const query = queryOf(await shop.buy({}, { act }));
    expect(query).toMatchObject({ code: 'PGProviderError', message: expect.any(String), pgCode, paymentId: 'pay_1' });
    expect(await payment()).toMatchObject({ status: 'FAILED', failure: { pgCode }, failedAt: expect.any(String) });
    expect(shop.truth.rows).toEqual([]);
  });

  test('closes the tab brings nothing back, paid or not', async () => {
    expect(await shop.buy({}, { act: 'close' })).toBeNull();
    expect((await payment()).status).toBe('READY');
    expect(await shop.buy({}, { act: 'pay_and_close' })).toBeNull();
    expect((await payment()).status).toBe('PAID');
  });

  test('tries again under the same id is another attempt, and only one is ever paid', async () => {
    await shop.buy({}, { act: 'decline' });
    const one = await openWindow();
    const two = await openWindow();
    await shop.raw('POST', `/v2/windows/${one.txId}/pay`, '');
    const late = JSON.parse((await shop.raw('POST', `/v2/windows/${two.txId}/pay`, '')).body);
    expect(late.response.code).toBe('PaymentAlreadyPaid');
    expect(await openWindow()).toMatchObject({ status: 400, code: 'PaymentAlreadyPaid' });
    expect(await payment()).toMatchObject({ status: 'PAID', transactionId: one.txId });
    expect(shop.truth.held('pay_1')).toBe(300_000);
    const { json } = await shop.call('GET', '/payments/pay_1/transactions');
    expect(json.items.map(({ status }) => status)).toEqual(['FAILED', 'PAID', 'FAILED']);
    expect(json.items[1]).toMatchObject({ id: one.txId, paymentId: 'pay_1' });
  });

  test('pays through the test channel moves no money', async () => {
    await shop.buy({}, { act: 'pay', test: true });
    expect(await payment()).toMatchObject({ status: 'PAID', channel: { type: 'TEST' } });
    expect(shop.truth.held('pay_1')).toBe(0);
    await shop.buy({ paymentId: 'pay_2', channelKey: `${merchant.channelKey}-test` });
    expect(await payment('pay_2')).toMatchObject({
      status: 'PAID',
      channel: { type: 'TEST', key: `${merchant.channelKey}-test` },
    });
    expect(shop.truth.rows.map(({ test }) => test)).toEqual([true, true]);
  });

  test('gets another amount through is charged that', async () => {
    await shop.buy({}, { act: 'pay', amount: 100 });
    expect((await payment()).amount).toMatchObject({ total: 100, taxFree: 100, paid: 100 });
    expect(shop.truth.held('pay_1')).toBe(100);
  });
});

describe('what is registered before', () => {
  const register = (fields: Readonly<Record<string, unknown>>) =>
    shop.call('POST', '/payments/pay_1/pre-register', fields);
  const right = { totalAmount: 300_000, taxFreeAmount: 200_000, currency: 'KRW' };

  test('holds the page to it', async () => {
    expect(await register(right)).toEqual({ status: 200, json: {} });
    for (const change of [{ totalAmount: 100, taxFreeAmount: 0 }, { taxFreeAmount: 0 }, { currency: 'USD' }])
      expect(await openWindow(change)).toMatchObject({ status: 400, code: 'AmountNotEqualToPredefined' });
    expect((await openWindow()).status).toBe(200);
  });

  test('is replaced by what is registered later, holds to what it names, and makes no payment yet', async () => {
    await register({ totalAmount: 1 });
    await register({ totalAmount: 300_000 });
    expect((await shop.call('GET', '/payments/pay_1')).status).toBe(404);
    expect((await openWindow()).status).toBe(200);
    expect((await register({ totalAmount: '1' })).status).toBe(400);
  });

  test('comes too late for what is paid', async () => {
    await shop.buy();
    expect(await register(right)).toMatchObject({ status: 409, json: { type: 'ALREADY_PAID' } });
  });
});

describe('a virtual account', () => {
  const issue = (change: Readonly<Record<string, unknown>> = {}) =>
    shop.buy({ payMethod: 'VIRTUAL_ACCOUNT', ...change });

  test('is issued without money, and paid by a deposit', async () => {
    await issue({ virtualAccount: { accountExpiry: { validHours: 24 } } });
    expect(await payment()).toMatchObject({
      ...{ status: 'VIRTUAL_ACCOUNT_ISSUED', amount: { paid: 0 } },
      method: { type: 'PaymentMethodVirtualAccount', bank: 'SHINHAN', expiredAt: '2026-09-02T00:00:00.000Z' },
    });
    expect(shop.truth.rows).toEqual([]);
    shop.party.deposit('pay_1');
    expect(await payment()).toMatchObject({ status: 'PAID', method: { type: 'PaymentMethodVirtualAccount' } });
    expect(shop.truth.held('pay_1')).toBe(300_000);
    expect(() => shop.party.deposit('pay_1')).toThrow();
  });

  test('takes no deposit after its time, and stays issued', async () => {
    await issue({ virtualAccount: { accountExpiry: { validHours: 24 } } });
    shop.clock.advance(24 * hour + 1);
    expect(() => shop.party.deposit('pay_1')).toThrow('closed');
    expect((await payment()).status).toBe('VIRTUAL_ACCOUNT_ISSUED');
  });

  test('takes none once the payment was paid otherwise', async () => {
    await issue();
    await shop.buy();
    expect(() => shop.party.deposit('pay_1')).toThrow();
    expect(shop.truth.held('pay_1')).toBe(300_000);
  });
});

test('a payment that is approved later waits, and is charged then', async () => {
  shop.party.approveLater(1);
  await shop.buy();
  expect((await payment()).status).toBe('PAY_PENDING');
  expect(shop.truth.rows).toEqual([]);
  shop.party.approve('pay_1');
  expect((await payment()).status).toBe('PAID');
  expect(() => shop.party.approve('pay_1')).toThrow();
  expect(shop.truth.held('pay_1')).toBe(300_000);
});

test('only the API has the faults of the plan, and its own error is the PG’s', async () => {
  shop.faults.add({ kind: 'error_after', times: 2 });
  expect((await openWindow()).status).toBe(200);
  expect(await shop.call('GET', '/payments/pay_1')).toMatchObject({ status: 502, json: { type: 'PG_PROVIDER' } });
});
