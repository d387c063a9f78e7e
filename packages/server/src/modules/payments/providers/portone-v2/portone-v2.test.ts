import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../../sandbox/kit/faults.js';
import type { ProviderReply } from '../exchange.js';
import type { PaymentKeys } from '../port.js';
import { createPortOneV2 } from './portone-v2.js';
import { approved, config, keys, paymentId, startRequest, startV2, type V2Bench } from './testing/bench.js';

let v2: V2Bench;
beforeEach(async () => {
  v2 = await startV2();
});
afterEach(() => v2.bench.stop());

const inquire = (asked: PaymentKeys = keys) => v2.provider.inquire(asked);
const view = async () => {
  const payment = approved(await inquire());
  if (payment === null) throw new Error('PortOne knows no such payment');
  return payment;
};
/** The strategy in front of a provider that always gives this reply. */
const answering = (reply: Partial<ProviderReply>) =>
  createPortOneV2(config, async () => ({ status: 200, headers: {}, body: '', ...reply }), v2.bench.serverClock);
const storedPayment = async (): Promise<Record<string, unknown>> => {
  const headers = { authorization: `PortOne ${config.apiSecret}` };
  return JSON.parse((await v2.bench.send({ method: 'GET', path: `/payments/${paymentId}`, headers })).body);
};

describe('ready', () => {
  test('registers the amount, and hands the checkout page what the script takes', async () => {
    const { providerPaymentId, action } = approved(await v2.provider.ready({ ...startRequest, installmentMonths: 3 }));
    expect(providerPaymentId).toBeNull();
    expect(action).toEqual({
      ...{ kind: 'script', provider: 'portone_v2', scriptUrl: `${v2.bench.url}/v2/browser-sdk.js`, setUp: {} },
      request: {
        ...{ storeId: 'store-sandbox', channelKey: 'channel-key-v2', paymentId, orderName: '9월 수강료' },
        ...{ totalAmount: 300_000, taxFreeAmount: 200_000, currency: 'KRW', payMethod: 'CARD' },
        customer: { customerId: startRequest.buyerId, fullName: '김학부', email: 'kim@example.test' },
        ...{ redirectUrl: startRequest.urls.success, forceRedirect: true, noticeUrls: [startRequest.webhookUrl] },
        card: { installment: { monthOption: { fixedMonth: 3 } } },
      },
    });
  });

  test('makes the window refuse a page that asks for less', async () => {
    const { action } = approved(await v2.provider.ready(startRequest));
    const request = action.kind === 'script' ? action.request : {};
    await expect(
      v2.bench.party.buy({ ...request, totalAmount: 100, taxFreeAmount: 0 }, { act: 'pay' }),
    ).rejects.toThrow();
    expect(v2.bench.truth.rows).toEqual([]);
  });

  test.each([
    ['virtual_account', { payMethod: 'VIRTUAL_ACCOUNT', virtualAccount: { accountExpiry: { validHours: 24 } } }],
    ['transfer', { payMethod: 'TRANSFER' }],
    ['easy_pay', { payMethod: 'EASY_PAY' }],
    ['mobile_phone', { payMethod: 'MOBILE' }],
  ] as const)('asks for %s in PortOne’s words', async (method, expected) => {
    expect(v2.provider.methods).toContain(method);
    const { action } = approved(await v2.provider.ready({ ...startRequest, method }));
    expect(action).toMatchObject({ request: expected });
    expect(action).not.toHaveProperty('request.card');
  });

  test('may be repeated, after a lost reply too', async () => {
    v2.bench.faults.add({ kind: 'lost_after' });
    expect(await v2.provider.ready(startRequest)).toMatchObject({ outcome: 'unknown', code: 'connection_lost' });
    expect((await v2.provider.ready(startRequest)).outcome).toBe('approved');
  });

  test('of what is paid already is unknown: there is money to be asked about', async () => {
    await v2.pay();
    expect(await v2.provider.ready(startRequest)).toMatchObject({ outcome: 'unknown', code: 'ALREADY_PAID' });
  });

  test('is declined where PortOne takes no request of ours', async () => {
    const wrong = createPortOneV2({ ...config, apiSecret: 'wrong' }, v2.bench.send, v2.bench.serverClock);
    expect(await wrong.ready(startRequest)).toMatchObject({ outcome: 'declined', code: 'UNAUTHORIZED' });
  });
});

describe('inquire', () => {
  test('finds nothing before there is a window, and says so', async () => {
    expect(await inquire()).toEqual({ outcome: 'approved', value: null });
    expect(await v2.provider.confirm(keys, { providerPaymentId: null, token: null }, 300_000)).toMatchObject({
      outcome: 'unknown',
      code: 'not_found',
    });
  });

  test('sees a payment that was paid, whole', async () => {
    await v2.pay({ installmentMonths: 3 });
    const payment = await view();
    expect(payment).toEqual({
      ...{ providerPaymentId: v2.bench.truth.rows[0]?.providerPaymentId, paymentId, merchantId: 'store-sandbox' },
      ...{ status: 'captured', amount: 300_000, taxFree: 200_000, currency: 'KRW', refunded: 0, refunds: [] },
      ...{ testMode: false, method: 'card', installmentMonths: 3, capturedAt: '2026-09-01T00:00:00.000Z', dueAt: null },
      ...{ virtualAccount: null, receiptUrl: expect.stringMatching(/^http.*receipts/), secret: null, failure: null },
    });
    expect(v2.provider.merchantIds).toContain(payment.merchantId);
    expect(await v2.provider.confirm(keys, { providerPaymentId: null, token: null }, 300_000)).toEqual({
      outcome: 'approved',
      value: payment,
    });
  });

  test('sees what is open, refused and given up', async () => {
    await v2.pay({}, { act: 'close' });
    expect(await view()).toMatchObject({ status: 'ready', failure: null, testMode: false });
    await v2.pay({}, { act: 'decline' });
    expect(await view()).toMatchObject({ status: 'failed', failure: { code: 'REJECT_CARD_COMPANY' } });
    await v2.pay({}, { act: 'cancel' });
    expect(await view()).toMatchObject({ status: 'failed', failure: { code: 'PAY_PROCESS_CANCELED' } });
  });

  test('sees the attempt that was paid after one that failed', async () => {
    await v2.pay({}, { act: 'decline' });
    const { providerPaymentId } = await view();
    await v2.pay();
    const paid = await view();
    expect(paid.status).toBe('captured');
    expect(paid.providerPaymentId).not.toBe(providerPaymentId);
  });

  test('sees a deposit that is awaited, made, and past its time', async () => {
    await v2.pay({ method: 'virtual_account' });
    const waiting = await view();
    expect(waiting).toMatchObject({
      ...{ status: 'pending', capturedAt: null, dueAt: '2026-09-02T00:00:00.000Z', method: 'virtual_account' },
      virtualAccount: { bank: '신한은행', number: expect.stringMatching(/^\d+$/), holder: '디닥토' },
    });
    v2.bench.clock.advance(24 * 3_600_000 + 10 * 60_000);
    expect((await view()).status).toBe('pending');
    v2.bench.clock.advance(1);
    expect((await view()).status).toBe('expired');
  });

  test('sees a deposit that was made', async () => {
    await v2.pay({ method: 'virtual_account' });
    v2.bench.clock.advance(3_600_000);
    v2.bench.party.deposit(paymentId);
    expect(await view()).toMatchObject({ status: 'captured', capturedAt: '2026-09-01T01:00:00.000Z' });
  });

  test('sees an approval that is awaited', async () => {
    v2.bench.party.approveLater(1);
    await v2.pay();
    expect((await view()).status).toBe('pending');
    v2.bench.party.approve(paymentId);
    expect((await view()).status).toBe('captured');
  });

  test('knows a test channel, and whatever is not called live', async () => {
    await v2.pay({}, { act: 'pay', test: true });
    expect(await view()).toMatchObject({ status: 'captured', testMode: true });
    const stored = await storedPayment();
    for (const channel of [undefined, null, { type: 'STAGING' }, { type: 'test' }]) {
      const found = await answering({ body: JSON.stringify({ ...stored, channel }) }).inquire(keys);
      expect(found).toMatchObject({ outcome: 'approved', value: { testMode: true } });
    }
  });

  test('sees the amount that was really taken', async () => {
    await v2.pay({}, { act: 'pay', amount: 100 });
    expect(await view()).toMatchObject({ status: 'captured', amount: 100 });
  });

  test('counts a refund once it is made, not while it is asked for or when it failed', async () => {
    await v2.pay();
    for (const end of ['FAILED', 'SUCCEEDED'] as const) {
      v2.bench.party.decideCancellationsLater(1, { afterMs: 1_000, end });
      v2.bench.party.cancelInConsole(paymentId, 90_000);
      expect(await view()).toMatchObject({ status: 'captured', refunded: 0, refunds: [] });
      v2.bench.clock.advance(1_000);
    }
    expect(await view()).toMatchObject({ refunded: 90_000, refunds: [{ amount: 90_000 }] });
  });

  test('tells its own refunds from those made in the console', async () => {
    await v2.pay();
    v2.bench.party.cancelInConsole(paymentId, 90_000);
    expect(await view()).toMatchObject({
      ...{ status: 'captured', amount: 300_000, refunded: 90_000 },
      refunds: [{ amount: 90_000, taxFree: 60_000, refundId: null, at: '2026-09-01T00:00:00.000Z' }],
    });
    v2.bench.party.cancelInConsole(paymentId);
    expect(await view()).toMatchObject({ status: 'captured', amount: 300_000, refunded: 300_000 });
  });
});

describe('an inquiry that is not answered', () => {
  const kinds: readonly FaultKind[] = ['lost_before', 'lost_after', 'reset', 'error_before', 'error_after', 'refuse'];
  test.each(kinds)('is unknown after %s, and answered the next time', async (kind) => {
    await v2.pay();
    v2.bench.faults.add({ kind });
    expect((await inquire()).outcome).toBe('unknown');
    expect((await view()).status).toBe('captured');
  });

  test('as it could not be sent says so', async () => {
    await v2.bench.stop();
    expect(await inquire()).toMatchObject({ outcome: 'unknown', code: 'not_sent' });
  });

  test.each([
    ['a refusal of our key', { status: 401, body: '{"type":"UNAUTHORIZED"}' }, 'UNAUTHORIZED'],
    ['a store that is not ours', { status: 403, body: '{"type":"FORBIDDEN"}' }, 'FORBIDDEN'],
    ['a page of somebody in between', { status: 404, body: '<html>not found</html>' }, 'http_404'],
    ['an address that is none', { status: 404, body: '{"type":"NOT_FOUND"}' }, 'NOT_FOUND'],
    ['too many calls', { status: 429, body: '{"type":"TOO_MANY_REQUESTS"}' }, 'TOO_MANY_REQUESTS'],
    ['PAYMENT_NOT_FOUND with a 5xx', { status: 500, body: '{"type":"PAYMENT_NOT_FOUND"}' }, 'PAYMENT_NOT_FOUND'],
    ['a redirect', { status: 302, body: '' }, 'http_302'],
    ['no JSON', { status: 200, body: 'OK' }, 'unreadable_reply'],
    ['half a payment', { status: 200, body: '{"status":"PAID"}' }, 'unreadable_reply'],
  ])('but by %s is unknown, never "there is none"', async (_, reply, code) => {
    expect(await answering(reply).inquire(keys)).toMatchObject({ outcome: 'unknown', code });
  });

  test('in a state that we do not know is unknown', async () => {
    await v2.pay();
    const body = JSON.stringify({ ...(await storedPayment()), status: 'PAID_IN_SHELLS' });
    expect(await answering({ body }).inquire(keys)).toMatchObject({ outcome: 'unknown', code: 'unknown_status' });
  });
});

describe('a reply may hold', () => {
  test('fields and ways to pay that we do not know', async () => {
    await v2.pay();
    const stored = await storedPayment();
    const odd = { ...stored, invented: { a: [1] }, method: { type: 'PaymentMethodShells', installment: 'many' } };
    expect(await answering({ body: JSON.stringify(odd) }).inquire(keys)).toMatchObject({
      outcome: 'approved',
      value: { status: 'captured', method: 'PaymentMethodShells', installmentMonths: null },
    });
  });

  test('a cancelled account that nobody paid into: no money moved', async () => {
    await v2.pay({ method: 'virtual_account' });
    const body = JSON.stringify({ ...(await storedPayment()), status: 'CANCELLED', cancellations: [] });
    expect(await answering({ body }).inquire(keys)).toMatchObject({ value: { status: 'expired', refunded: 0 } });
  });

  test('no amount that is not integer won', async () => {
    await v2.pay();
    const stored = await storedPayment();
    for (const total of [-1, 0.5, '300000', null]) {
      const body = JSON.stringify({ ...stored, amount: { ...Object(stored.amount), total } });
      expect(await answering({ body }).inquire(keys)).toMatchObject({ outcome: 'unknown', code: 'unreadable_reply' });
    }
  });
});

describe('the settings', () => {
  const make = (change: Partial<typeof config>) => () =>
    createPortOneV2({ ...config, ...change }, v2.bench.send, v2.bench.serverClock);

  test.each([
    [{ apiSecret: '' }],
    [{ storeId: '' }],
    [{ channelKey: '' }],
    [{ webhookSecrets: [] }],
    [{ webhookSecrets: [...config.webhookSecrets, ...config.webhookSecrets, ...config.webhookSecrets] }],
    [{ webhookSecrets: ['whsec_not-base64'] }],
  ])('%j cannot be right', (change) => {
    expect(make(change)).toThrow();
  });

  test('say which origins the checkout page lets in: one server’s for a sandbox, PortOne’s hosts and the PG’s else', () => {
    const sandbox = new URL(v2.bench.url).origin;
    expect(v2.provider.origins).toEqual({ script: [sandbox], connect: [sandbox], frame: [sandbox] });
    const { script, connect, frame } = make({ pgOrigins: ['https://*.tosspayments.com'] })().origins;
    expect(script).toEqual([
      'https://*.portone.io',
      'https://*.iamport.co',
      'https://*.iamport.kr',
      'https://*.tosspayments.com',
    ]);
    expect([connect, frame]).toEqual([script, script]);
    const lookalike = make({ scriptUrl: 'https://portone.io.evil.test/x.js' })().origins;
    expect(lookalike.script).toEqual(['https://portone.io.evil.test']);
  });

  test('hold no feed of settlements', () => {
    expect(v2.provider.listSettlements({ from: '2026-09-01T00:00:00Z', to: '2026-09-02T00:00:00Z' })).toBeNull();
  });
});
