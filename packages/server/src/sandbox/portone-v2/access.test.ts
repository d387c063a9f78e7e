import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { idempotencyKeyIn } from './idempotency.js';
import { merchant, openShop, type Shop } from './testing/shop.js';

const minute = 60_000;
let shop: Shop;
beforeEach(async () => {
  shop = openShop();
  await shop.buy();
});

const look = async (authorization?: string) =>
  (await shop.raw('GET', '/payments/pay_1', undefined, authorization === undefined ? {} : { authorization })).status;
const logIn = async () =>
  JSON.parse((await shop.raw('POST', '/login/api-secret', { apiSecret: merchant.apiSecret })).body);

describe('who calls', () => {
  test('is known by the API secret, and by nothing else', async () => {
    expect(await look(`PortOne ${merchant.apiSecret}`)).toBe(200);
    for (const wrong of [undefined, '', 'PortOne', 'PortOne wrong', `Bearer ${merchant.apiSecret}`, merchant.apiSecret])
      expect(await look(wrong)).toBe(401);
    const refused = await shop.raw('GET', '/payments/pay_1');
    expect(JSON.parse(refused.body)).toEqual({ type: 'UNAUTHORIZED', message: expect.any(String) });
  });

  test('may take an access token for half an hour', async () => {
    const { accessToken } = await logIn();
    expect(await look(`Bearer ${accessToken}`)).toBe(200);
    shop.clock.advance(30 * minute - 1);
    expect(await look(`Bearer ${accessToken}`)).toBe(200);
    shop.clock.advance(1);
    expect(await look(`Bearer ${accessToken}`)).toBe(401);
  });

  test('gets a new pair for a refresh token within a day, once: every new one ends the one before', async () => {
    const refresh = (refreshToken: string) => shop.raw('POST', '/token/refresh', { refreshToken });
    const first = await logIn();
    const second = JSON.parse((await refresh(first.refreshToken)).body);
    expect(await look(`Bearer ${second.accessToken}`)).toBe(200);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    await logIn();
    expect((await refresh(second.refreshToken)).status).toBe(401);
    const last = await logIn();
    shop.clock.advance(24 * 60 * minute);
    expect((await refresh(last.refreshToken)).status).toBe(401);
  });

  test('gets no token for a wrong secret or none', async () => {
    expect((await shop.raw('POST', '/login/api-secret', { apiSecret: 'wrong' })).status).toBe(401);
    expect((await shop.raw('POST', '/login/api-secret', {})).status).toBe(400);
    expect((await shop.raw('POST', '/token/refresh', '[1]')).status).toBe(400);
  });
});

describe('another store', () => {
  test('is forbidden, and an address that is none is not found', async () => {
    const wrong = 'storeId=store-other';
    expect(await shop.call('GET', `/payments/pay_1?${wrong}`)).toMatchObject({
      status: 403,
      json: { type: 'FORBIDDEN' },
    });
    const body = { storeId: 'store-other', reason: 'x' };
    expect((await shop.call('POST', '/payments/pay_1/cancel', body)).status).toBe(403);
    expect((await shop.call('POST', '/payments/pay_1/nothing', {})).status).toBe(404);
    expect((await shop.call('GET', '/elsewhere')).json.type).toBe('NOT_FOUND');
  });
});

describe('an Idempotency-Key', () => {
  const key = (text = 'refund-0123456789') => ({ 'idempotency-key': `"${text}"` });
  const cancel = (headers: Record<string, string>, amount = 1_000, taxFreeAmount = 0) =>
    shop.call('POST', '/payments/pay_1/cancel', { amount, taxFreeAmount, reason: 'x' }, headers);

  test('is a quoted string of 16 to 256 printable ASCII signs', () => {
    const printable = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(printable, (text) => {
        const isKey = text.length >= 16 && text.length <= 256;
        const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
        expect(idempotencyKeyIn(quoted)).toBe(isKey ? text : undefined);
        expect(idempotencyKeyIn(text.replace(/^"|"$/g, 'x'))).toBeUndefined();
      }),
    );
    const wrong = ['"short"', `"${'x'.repeat(257)}"`, '"0123456789\u00e9abcdef"', '"0123456789"abcdef"', '""'];
    for (const header of wrong) expect(idempotencyKeyIn(header)).toBeUndefined();
  });

  test('of another form is refused, and nothing is done', async () => {
    for (const header of ['refund-0123456789', '"short"'])
      expect(await cancel({ 'idempotency-key': header })).toMatchObject({
        status: 400,
        json: { type: 'INVALID_REQUEST' },
      });
    expect(shop.truth.held('pay_1')).toBe(300_000);
  });

  test('brings the first answer again for three hours, whatever is asked with it', async () => {
    const first = await cancel(key());
    expect(await cancel(key())).toEqual(first);
    expect(await cancel(key(), 2_000)).toEqual(first);
    shop.clock.advance(3 * 60 * minute - 1);
    expect(await cancel(key())).toEqual(first);
    expect(shop.truth.held('pay_1')).toBe(299_000);
    shop.clock.advance(1);
    expect(await cancel(key())).not.toEqual(first);
    expect(shop.truth.held('pay_1')).toBe(298_000);
  });

  test('brings a refusal again too', async () => {
    expect((await cancel(key(), 400_000)).json.type).toBe('CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT');
    expect((await cancel(key())).json.type).toBe('CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT');
    expect((await cancel(key('refund-another-key'))).status).toBe(200);
  });

  test('is outstanding while the first request is worked on, and that one goes on', async () => {
    shop = openShop({ processingMs: 1_000 });
    await shop.buy();
    const first = cancel(key());
    expect(await cancel(key())).toMatchObject({ status: 409, json: { type: 'IDEMPOTENCY_OUTSTANDING_REQUEST' } });
    shop.clock.advance(1_000);
    expect((await first).status).toBe(200);
    expect(await cancel(key())).toEqual(await first);
    expect(shop.truth.held('pay_1')).toBe(299_000);
  });

  test('means nothing on a GET', async () => {
    const headers = key();
    expect((await shop.call('GET', '/payments/pay_1', undefined, headers)).json.status).toBe('PAID');
    await cancel({});
    expect((await shop.call('GET', '/payments/pay_1', undefined, headers)).json.status).toBe('PARTIAL_CANCELLED');
    expect((await cancel(headers)).status).toBe(200);
  });
});
