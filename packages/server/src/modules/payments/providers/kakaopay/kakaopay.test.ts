import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testKeys } from '../../../../sandbox/kakaopay/options.js';
import { ExchangeError, type ProviderReply, type Send } from '../exchange.js';
import { createKakaoPay } from './kakaopay.js';
import {
  approved,
  authenticate,
  begin,
  liveConfig,
  pay,
  type Strategy,
  startRequest,
  startStrategy,
} from './testing/strategy.js';

let strategy: Strategy;
beforeEach(async () => {
  strategy = await startStrategy();
});
afterEach(() => strategy.bench.stop());

describe('ready', () => {
  test('tells KakaoPay all of the payment, and gives the tid and where the browser goes', async () => {
    const request = startRequest({ quantity: 2 });
    const { providerPaymentId, action } = approved(await strategy.provider.ready(request));
    expect(providerPaymentId).toMatch(/^T\d{19}$/);
    const window = strategy.bench.url.replaceAll('.', '\\.');
    expect(action).toEqual({
      kind: 'redirect',
      desktopUrl: expect.stringMatching(new RegExp(`^${window}/online-payment/\\w+/pc$`)),
      mobileUrl: expect.stringMatching(new RegExp(`^${window}/online-payment/\\w+/mobile$`)),
    });
    expect(strategy.bodyOf('ready')).toEqual({
      ...{
        cid: 'CS00000001',
        partner_order_id: request.paymentId,
        partner_user_id: request.buyerId,
        item_name: '9월 수강료',
      },
      ...{ quantity: 2, total_amount: 300_000, tax_free_amount: 100_000, vat_amount: 18_182 },
      ...{ approval_url: request.urls.success, cancel_url: request.urls.cancel, fail_url: request.urls.fail },
    });
    expect(strategy.calls[0]?.headers.authorization).toBe(`SECRET_KEY ${liveConfig.secretKey}`);
  });

  test.each([
    ['easy_pay', 0, {}],
    ['easy_pay', 6, { payment_method_type: 'CARD', install_month: 6 }],
    ['card', 0, { payment_method_type: 'CARD' }],
    ['card', 12, { payment_method_type: 'CARD', install_month: 12 }],
  ] as const)('by %s over %i months says %j', async (method, installmentMonths, said) => {
    approved(await strategy.provider.ready(startRequest({ method, installmentMonths })));
    expect(Object.fromEntries(Object.entries(Object(strategy.bodyOf('ready'))).slice(11))).toEqual(said);
  });

  test.each([
    ['method_not_supported', { method: 'virtual_account' }],
    ['invalid_amount', { amount: 0 }],
    ['invalid_amount', { amount: 1_000.5 }],
    ['invalid_instalment', { method: 'card', installmentMonths: 13 }],
  ] as const)('of what KakaoPay would refuse is %s, and nothing is sent: %j', async (code, more) => {
    expect(await strategy.provider.ready(startRequest(more))).toMatchObject({ outcome: 'declined', code });
    expect(strategy.calls).toEqual([]);
  });

  test('takes addresses of 255 characters; one more is declined before it is sent', async () => {
    const urls = (length: number) => ({
      ...startRequest().urls,
      fail: `http://merchant.test/${'x'.repeat(length - 21)}`,
    });
    approved(await strategy.provider.ready(startRequest({ urls: urls(255) })));
    const outcome = await strategy.provider.ready(startRequest({ urls: urls(256) }));
    expect(outcome).toMatchObject({ outcome: 'declined', code: 'url_too_long' });
    expect(strategy.kinds()).toEqual(['ready']);
  });

  test('refused for good is declined, for now is unknown', async () => {
    for (const [code, outcome] of [
      [-731, 'declined'],
      [-5, 'declined'],
      [-10, 'unknown'],
      [-9798, 'unknown'],
    ] as const) {
      strategy.bench.party.refuse(code);
      expect(await strategy.provider.ready(startRequest())).toMatchObject({ outcome, code: String(code) });
    }
  });

  test('without a connection was not sent', async () => {
    const down: Send = async () => {
      throw new ExchangeError('breaker_open', false);
    };
    const outcome = await createKakaoPay(liveConfig, down).ready(startRequest());
    expect(outcome).toMatchObject({ outcome: 'unknown', code: 'not_sent' });
  });

  test('sends no browser to an address that is none of the web', async () => {
    const send: Send = async (call) => {
      const reply = await strategy.bench.send(call);
      return { ...reply, body: reply.body.replace(/http[^"]*pc/, 'javascript:alert(1)') };
    };
    const outcome = await createKakaoPay(liveConfig, send).ready(startRequest());
    expect(outcome).toMatchObject({ outcome: 'unknown', code: 'unreadable_reply' });
  });
});

describe('inquire', () => {
  test('finds none without a tid, and none of a tid that KakaoPay does not know', async () => {
    const keys = { paymentId: 'pay_1', providerPaymentId: null, buyerId: 'mem_1' };
    expect(await strategy.provider.inquire(keys)).toEqual({ outcome: 'approved', value: null });
    expect(strategy.calls).toEqual([]);
    const other = { ...keys, providerPaymentId: 'T0000000000000000000' };
    expect(await strategy.provider.inquire(other)).toEqual({ outcome: 'approved', value: null });
  });

  test.each([
    ['close', 'ready', null],
    ['pay_and_close', 'authenticated', null],
    ['cancel', 'failed', { code: 'QUIT_PAYMENT', message: 'KakaoPay: QUIT_PAYMENT' }],
    ['decline', 'failed', { code: 'FAIL_PAYMENT', message: 'KakaoPay: FAIL_PAYMENT' }],
  ] as const)('after the buyer did %s it is %s', async (act, status, failure) => {
    const { keys, redirectUrl } = await begin(strategy);
    expect(approved(await strategy.provider.inquire(keys))?.status).toBe('ready');
    await strategy.bench.party.buy({ redirectUrl }, { act });
    expect(approved(await strategy.provider.inquire(keys))).toMatchObject({ status, failure, capturedAt: null });
  });

  test('what keeps us from asking says nothing of the payment', async () => {
    const { keys } = await pay(strategy);
    for (const code of [-401, -10, -731, -798, -9798]) {
      strategy.bench.party.refuse(code);
      expect(await strategy.provider.inquire(keys)).toMatchObject({ outcome: 'unknown', code: String(code) });
    }
    strategy.bench.faults.add({ kind: 'lost_after' });
    expect(await strategy.provider.inquire(keys)).toMatchObject({ outcome: 'unknown', code: 'connection_lost' });
  });

  test('an attack shows: another amount, or the test channel', async () => {
    const tampered = await authenticate(strategy, {}, { act: 'pay', amount: 100 });
    expect(approved(await strategy.provider.confirm(tampered.keys, tampered.returned, tampered.amount)).amount).toBe(
      100,
    );
    expect(approved(await strategy.provider.inquire(tampered.keys))?.amount).toBe(100);
    const free = await authenticate(strategy, {}, { act: 'pay', test: true });
    const payment = approved(await strategy.provider.confirm(free.keys, free.returned, free.amount));
    expect(payment).toMatchObject({ testMode: true, merchantId: testKeys.cid, status: 'captured' });
    expect(approved(await strategy.provider.inquire(free.keys))?.testMode).toBe(true);
    // So that it is refused as what it is.
    expect(strategy.provider.merchantIds).toContain(testKeys.cid);
  });
});

describe('replies that are not as they should be are unknown:', () => {
  const answering =
    (reply: (real: ProviderReply) => Partial<ProviderReply>): Send =>
    async (call) => {
      const real = await strategy.bench.send(call);
      return { ...real, ...reply(real) };
    };

  test.each<[string, (real: ProviderReply) => Partial<ProviderReply>]>([
    ['no JSON', () => ({ body: '<html>' })],
    ['half of it', ({ body }) => ({ body: body.slice(0, -20) })],
    ['nothing', () => ({ body: '' })],
    ['a list', () => ({ body: '[]' })],
    ['an amount as a text', ({ body }) => ({ body: body.replace('"total":300000', '"total":"300000"') })],
    ['an amount with a fraction', ({ body }) => ({ body: body.replace('"total":300000', '"total":300000.5') })],
    ['no time', ({ body }) => ({ body: body.replaceAll('2026-09-01T', 'soon') })],
    ['the tid of another', ({ body }) => ({ body: body.replace(/"tid":"T\d+"/, '"tid":"T0000000000000000000"') })],
    ['a page for a proxy', () => ({ status: 302, body: '' })],
    ['a refusal without a code', () => ({ status: 400, body: '{"message":"no"}' })],
    ['too many requests', () => ({ status: 429, body: '{"error_code":-10,"error_message":"later"}' })],
    ['a definite refusal that is a 500', () => ({ status: 500, body: '{"error_code":-722,"error_message":"no"}' })],
  ])('%s', async (_, reply) => {
    const back = await authenticate(strategy);
    const provider = createKakaoPay(liveConfig, answering(reply));
    expect((await provider.confirm(back.keys, back.returned, back.amount)).outcome).toBe('unknown');
    expect((await provider.inquire(back.keys)).outcome).toBe('unknown');
    // The money moved all the same, and asking tells.
    expect(approved(await strategy.provider.inquire(back.keys))?.status).toBe('captured');
  });

  test('a status that nobody knows', async () => {
    const { keys } = await pay(strategy);
    const provider = createKakaoPay(
      liveConfig,
      answering(({ body }) => ({ body: body.replace('SUCCESS_PAYMENT', 'NEW_STATUS') })),
    );
    expect(await provider.inquire(keys)).toMatchObject({ outcome: 'unknown', code: 'unreadable_reply' });
  });

  test('fields that nobody knows do not matter, nor do those that are left out when there is nothing to say', async () => {
    const { keys } = await pay(strategy);
    const provider = createKakaoPay(
      liveConfig,
      answering(({ body }) => {
        const { cid: _, payment_action_details: __, canceled_amount: ___, ...rest } = JSON.parse(body);
        return { body: JSON.stringify({ ...rest, tomorrow: 1 }) };
      }),
    );
    expect(approved(await provider.inquire(keys))).toEqual(approved(await strategy.provider.inquire(keys)));
  });

  test('what is wrong on our side is thrown', async () => {
    const broken: Send = async () => {
      throw new TypeError('ours');
    };
    await expect(createKakaoPay(liveConfig, broken).ready(startRequest())).rejects.toThrow('ours');
  });
});

test('it has no webhooks and no feeds', () => {
  const { provider } = strategy;
  const body = Buffer.from('{"tid":"T1","status":"SUCCESS_PAYMENT"}');
  expect(provider.parseWebhook({ headers: {}, body })).toEqual({ kind: 'refused', code: 'no_webhooks' });
  const window = { from: '2026-09-01T00:00:00.000Z', to: '2026-09-02T00:00:00.000Z' };
  expect([provider.listTransactions(window), provider.listSettlements(window)]).toEqual([null, null]);
});

describe('its keys', () => {
  const create = (more: Partial<typeof liveConfig>) => () =>
    createKakaoPay({ ...liveConfig, ...more }, strategy.bench.send);

  test('for tests are let in with the test mode only, and are not repeated', () => {
    expect(create({ cid: testKeys.cid })).toThrow('The CID of KakaoPay is one for tests');
    expect(create({ secretKey: testKeys.secretKey })).toThrow(
      /^(?!.*DEVSANDBOX).*secret key of KakaoPay is one for tests/,
    );
    expect(create({ ...testKeys, testMode: true })().merchantIds).toEqual([testKeys.cid]);
  });

  test.each([{ cid: '' }, { cid: 'CS0000001' }, { cid: 'CS 0000001' }, { secretKey: '' }])('%j cannot work', (more) => {
    expect(create(more)).toThrow(/CID|secret key/);
  });

  test('of the test channel make payments that say so', async () => {
    const provider = createKakaoPay({ ...testKeys, testMode: true }, strategy.bench.send);
    const { keys, redirectUrl, amount } = await begin({ provider });
    const destination = await strategy.bench.party.buy({ redirectUrl }, { act: 'pay' });
    const token = new URL(destination ?? '').searchParams.get('pg_token');
    expect(approved(await provider.confirm(keys, { providerPaymentId: null, token }, amount)).testMode).toBe(true);
  });
});
