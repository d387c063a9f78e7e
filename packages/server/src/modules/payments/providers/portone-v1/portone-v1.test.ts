import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../../sandbox/kit/faults.js';
import { v1Client } from '../../../../sandbox/portone-v1/testing/v1-client.js';
import type { ProviderCall } from '../exchange.js';
import type { BuyerReturn } from '../port.js';
import { createPortOneV1 } from './portone-v1.js';
import {
  approved,
  begin,
  keys,
  otherPaymentId,
  paymentId,
  type Strategy,
  startRequest,
  startStrategy,
} from './testing/strategy.js';

let strategy: Strategy;
beforeEach(async () => {
  strategy = await startStrategy();
});
afterEach(() => strategy.bench.stop());

const nothingReturned: BuyerReturn = { providerPaymentId: null, token: null };
const buy = async (act: 'pay' | 'decline' | 'cancel' | 'close', more = {}) => {
  const { request } = await begin(strategy);
  return strategy.bench.party.buy({ ...request, ...more }, { act });
};
const impUidOf = (destination: string | null) => new URL(destination ?? '').searchParams.get('imp_uid');
const inquire = async (known: string | null = null) => approved(await strategy.provider.inquire(keys(known)));

describe('a payment is made ready', () => {
  test('by registering its amount, and handing the script what the window takes', async () => {
    const action = await begin(strategy, { installmentMonths: 3, taxFree: 100_000 });
    expect(action).toMatchObject({
      ...{
        provider: 'portone_v1',
        scriptUrl: `${strategy.bench.url}/v1/iamport.js`,
        setUp: { storeCode: 'imp00000000' },
      },
      request: {
        ...{ channelKey: 'channel-key-v1', pay_method: 'card', merchant_uid: paymentId, name: '9월 수강료' },
        ...{ amount: 300_000, tax_free: 100_000, currency: 'KRW', display: { card_quota: [3] } },
        notice_url: 'https://school.test/v1/webhooks/portone_v1',
        m_redirect_url: 'https://school.test/checkout/ord_1?payment=1&nonce=n',
      },
    });
    await strategy.bench.party.buy(action.request, { act: 'pay' });
    expect(await inquire()).toMatchObject({ status: 'captured', installmentMonths: 3 });
    expect(strategy.bench.truth.rows).toMatchObject([{ amount: 300_000, taxFree: 100_000, test: false }]);
  });

  test('and again with the same amount, as often as it is asked for', async () => {
    const first = await begin(strategy);
    expect(await begin(strategy)).toEqual(first);
    expect(strategy.kinds()).not.toContain('PUT /payments/prepare');
  });

  test.each<FaultKind>(['lost_after', 'reset', 'error_after', 'error_before', 'lost_before'])(
    'after a %s too: what is unknown then is done when it is asked for again',
    async (kind) => {
      strategy.bench.faults.add({ kind, path: '/payments/prepare' });
      expect((await strategy.provider.ready(startRequest())).outcome).toBe('unknown');
      await begin(strategy);
    },
  );

  test('although the network repeats the request', async () => {
    strategy.bench.faults.add({ kind: 'duplicate', path: '/payments/prepare' });
    await begin(strategy);
  });

  test('never with another amount or currency than was registered before', async () => {
    await begin(strategy);
    const other = await strategy.provider.ready(startRequest({ amount: 1_000, taxFree: 0 }));
    expect(other).toMatchObject({ outcome: 'declined', code: 'prepared_otherwise' });
    const client = v1Client(strategy.bench.send);
    const dollars = { merchant_uid: otherPaymentId, amount: 300_000, currency: 'USD' };
    await client.send('POST', '/payments/prepare', dollars);
    const foreign = await strategy.provider.ready(startRequest({ paymentId: otherPaymentId }));
    expect(foreign).toMatchObject({ outcome: 'declined', code: 'prepared_otherwise' });
    expect((await client.get(`/payments/prepare/${paymentId}`)).envelope?.response).toMatchObject({ amount: 300_000 });
  });

  test('is declined where PortOne refuses for another reason', async () => {
    const tooLong = `pay_${'m'.repeat(40)}`;
    const outcome = await strategy.provider.ready(startRequest({ paymentId: tooLong }));
    expect(outcome).toMatchObject({ outcome: 'declined', code: 'prepare_refused' });
  });

  test('not by a method that the provider does not offer', async () => {
    expect(strategy.provider.methods).not.toContain('easy_pay');
    const outcome = await strategy.provider.ready(startRequest({ method: 'easy_pay' }));
    expect(outcome).toMatchObject({ outcome: 'declined', code: 'method_not_supported' });
    expect(strategy.calls).toEqual([]);
  });

  test('with a long name and address of the buyer, which PortOne would refuse', async () => {
    const buyer = { name: '가'.repeat(40), email: `${'a'.repeat(60)}@school.example` };
    const { request } = await begin(strategy, { buyer });
    await strategy.bench.party.buy(request, { act: 'pay' });
    expect(strategy.bench.truth.held(paymentId)).toBe(300_000);
  });

  test('so that the window refuses an amount that the page changed', async () => {
    await expect(buy('pay', { amount: 100 })).rejects.toThrow();
    await expect(buy('pay', { currency: 'USD' })).rejects.toThrow();
    expect(strategy.bench.truth.rows).toEqual([]);
  });
});

describe('asked about a payment, PortOne', () => {
  test('knows nothing before its window was opened', async () => {
    await begin(strategy);
    expect(await inquire()).toBeNull();
    expect(await strategy.provider.confirm(keys(), nothingReturned, 300_000)).toMatchObject({ outcome: 'unknown' });
  });

  test.each([
    ['close', 'ready'],
    ['decline', 'failed'],
    ['cancel', 'failed'],
    ['pay', 'captured'],
  ] as const)('says after %s that it is %s', async (act, status) => {
    await buy(act);
    expect(await inquire()).toMatchObject({ status, paymentId, merchantId: 'didacto_v1', currency: 'KRW' });
    expect(await strategy.provider.confirm(keys(), nothingReturned, 300_000)).toMatchObject({
      outcome: 'approved',
      value: { status },
    });
  });

  test('is asked by imp_uid where it is known, and that is enough for money that moved', async () => {
    const impUid = impUidOf(await buy('pay'));
    strategy.forget();
    expect(await inquire(impUid)).toMatchObject({ status: 'captured', providerPaymentId: impUid });
    expect(strategy.kinds()).toEqual(['GET /payments']);
  });

  test('tells of the attempt that was paid, though the one we know of failed', async () => {
    const failed = impUidOf(await buy('decline'));
    strategy.bench.clock.advance(5_000);
    const paid = impUidOf(await buy('pay'));
    strategy.bench.clock.advance(5_000);
    expect(await inquire(failed)).toMatchObject({ status: 'captured', providerPaymentId: paid });
    expect(await inquire()).toMatchObject({ status: 'captured', providerPaymentId: paid });
  });

  test('tells of all attempts, on however many pages they stand, and of none where they never end', async () => {
    const onePerPage = (call: ProviderCall) => ({ ...call, path: call.path.replace('limit=1000', 'limit=1') });
    strategy = await startStrategy({}, {}, (send) => (call) => send(onePerPage(call)));
    for (let n = 0; n < 4; n++) await buy('decline');
    const paid = impUidOf(await buy('pay'));
    expect(await inquire()).toMatchObject({ status: 'captured', providerPaymentId: paid });
    await strategy.bench.stop();
    strategy = await startStrategy({}, {}, (send) => (call) => send(onePerPage(call)));
    for (let n = 0; n < 6; n++) await buy('decline');
    const outcome = await strategy.provider.inquire(keys());
    expect(outcome).toMatchObject({ outcome: 'unknown', code: 'too_many_attempts' });
  });

  test('tells of a payment that failed and was paid late', async () => {
    const impUid = impUidOf(await buy('decline'));
    expect(await inquire(impUid)).toMatchObject({ status: 'failed', failure: { message: expect.stringMatching(/./) } });
    strategy.bench.party.payLate(paymentId);
    expect(await inquire(impUid)).toMatchObject({ status: 'captured', providerPaymentId: impUid });
  });

  test('tells of an open window rather than of the failures before it', async () => {
    await buy('decline');
    await buy('close');
    await buy('cancel');
    expect(await inquire()).toMatchObject({ status: 'ready' });
  });

  test('has a payment through a test channel flagged, whichever way it is asked', async () => {
    const { request } = await begin(strategy);
    const impUid = impUidOf(await strategy.bench.party.buy(request, { act: 'pay', test: true }));
    expect(await inquire(impUid)).toMatchObject({ status: 'captured', testMode: true });
    expect(await inquire()).toMatchObject({ status: 'captured', testMode: true });
    expect(strategy.calls.filter(({ path }) => path.startsWith('/payments/imp_'))).toMatchObject([
      { path: `/payments/${impUid}?include_sandbox=true` },
    ]);
  });

  test('tells of real money, though the attempt we know of went through a test channel', async () => {
    // The sandbox lets nobody pay twice under one merchant_uid; whether PortOne does is not ours to rely on.
    strategy = await startStrategy({}, {}, (send) => async (call) => {
      const reply = await send(call);
      if (!call.path.startsWith('/payments/findAll/') || reply.status !== 200) return reply;
      const { response, ...envelope } = JSON.parse(reply.body);
      const list = [...response.list, { ...response.list[0], imp_uid: 'imp_real', sandbox: false }];
      return { ...reply, body: JSON.stringify({ ...envelope, response: { ...response, list } }) };
    });
    const { request } = await begin(strategy);
    const known = impUidOf(await strategy.bench.party.buy(request, { act: 'pay', test: true }));
    expect(await inquire(known)).toMatchObject({ status: 'captured', testMode: false, providerPaymentId: 'imp_real' });
  });

  test('gives the amount and the tax it really took', async () => {
    const { request } = await begin(strategy);
    await strategy.bench.party.buy(request, { act: 'pay', amount: 100 });
    expect(await inquire()).toMatchObject({ status: 'captured', amount: 100 });
  });

  test("is not believed about another payment's imp_uid", async () => {
    const { request } = await begin(strategy, { paymentId: otherPaymentId });
    const other = impUidOf(await strategy.bench.party.buy(request, { act: 'pay' }));
    expect(await inquire(other)).toBeNull();
    await buy('close');
    expect(await inquire(other)).toMatchObject({ status: 'ready', paymentId });
    const returned = { providerPaymentId: other, token: null };
    expect(await strategy.provider.confirm(keys(), returned, 300_000)).toMatchObject({
      outcome: 'approved',
      value: { status: 'ready', paymentId },
    });
  });

  test.each(['..', 'cancel', 'imp_1/../cancel', 'imp_1?x=', '', 'imp_0'])(
    'is asked by our own id when what the browser brought is %j',
    async (claimed) => {
      await buy('pay');
      strategy.forget();
      const returned = { providerPaymentId: claimed, token: null };
      const outcome = await strategy.provider.confirm(keys(), returned, 300_000);
      expect(outcome).toMatchObject({ outcome: 'approved', value: { status: 'captured', paymentId } });
      expect(strategy.calls.map(({ path }) => path)).not.toContain(`/payments/${claimed}`);
    },
  );

  test('tells of a virtual account, its deposit, and that it is over', async () => {
    const { request } = await begin(strategy, { method: 'virtual_account' });
    await strategy.bench.party.buy(request, { act: 'pay' });
    const waiting = await inquire();
    expect(waiting).toMatchObject({
      ...{ status: 'pending', method: 'virtual_account', capturedAt: null, dueAt: '2026-09-08T00:00:00.000Z' },
      virtualAccount: { bank: '신한은행', number: expect.stringMatching(/^\d{14}$/) },
    });
    strategy.bench.party.deposit(paymentId);
    expect(await inquire()).toMatchObject({ status: 'captured', capturedAt: '2026-09-01T00:00:00.000Z' });
  });

  test('leaves an account that nobody paid into to expire', async () => {
    const { request } = await begin(strategy, { method: 'virtual_account' });
    await strategy.bench.party.buy(request, { act: 'pay' });
    strategy.bench.clock.advance(8 * 86_400_000);
    expect(await inquire()).toMatchObject({ status: 'expired' });
  });

  test('counts what went back, and of it what we asked for', async () => {
    const impUid = impUidOf(await buy('pay'));
    strategy.bench.party.cancelInConsole(paymentId, 1_000);
    expect(await inquire(impUid)).toMatchObject({
      ...{ status: 'captured', amount: 300_000, refunded: 1_000 },
      refunds: [{ amount: 1_000, refundId: null, cancellationId: expect.stringMatching(/^cxl_/) }],
    });
  });

  test.each<FaultKind>(['refuse', 'lost_before', 'lost_after', 'reset', 'error_after', 'error_before'])(
    'may fail to answer (%s): then nothing is known',
    async (kind) => {
      const impUid = impUidOf(await buy('pay'));
      for (const known of [impUid, null]) {
        strategy.bench.faults.add({ kind, path: '/payments/' });
        expect((await strategy.provider.inquire(keys(known))).outcome).toBe('unknown');
        strategy.bench.faults.add({ kind, path: '/payments/' });
        expect((await strategy.provider.confirm(keys(known), nothingReturned, 300_000)).outcome).toBe('unknown');
      }
    },
  );

  test.each([
    ['a proxy’s 404', 404, '<html>Not Found</html>', 'http_404'],
    ['a page instead of a reply', 200, '<html></html>', 'unreadable_reply'],
    [
      'a payment without its test flag',
      200,
      '{"code":0,"message":null,"response":{"imp_uid":"imp_1"}}',
      'unreadable_reply',
    ],
    ['a refusal', 200, '{"code":1,"message":"no","response":null}', 'refused_1'],
    ['a 429', 429, '{"code":-1,"message":"slow down","response":null}', 'http_429'],
  ])('is not taken at its word for %s', async (_, status, body, code) => {
    strategy = await startStrategy(
      {},
      {},
      (send) => async (call) => (call.path.startsWith('/payments/') ? { status, headers: {}, body } : send(call)),
    );
    for (const known of ['imp_1', null])
      expect(await strategy.provider.inquire(keys(known))).toMatchObject({ outcome: 'unknown', code });
  });
});

describe('the strategy', () => {
  test('checks the PG account where it is told which is ours', async () => {
    expect(strategy.provider.merchantIds).toEqual(['didacto_v1']);
    const { bench } = strategy;
    const config = {
      key: 'k',
      secret: 's',
      storeCode: 'c',
      channelKey: 'h',
      scriptUrl: 'https://cdn.iamport.kr/v1/iamport.js',
    };
    const real = createPortOneV1(config, bench.send, bench.serverClock);
    expect(real.merchantIds).toBeNull();
    expect(real.origins).toEqual({
      script: ['https://cdn.iamport.kr'],
      connect: ['https://*.iamport.kr'],
      frame: ['https://*.iamport.kr'],
    });
  });

  test('lets the page in to the one address of the sandbox', () => {
    const { origin } = new URL(strategy.bench.url);
    expect(strategy.provider.origins).toEqual({ script: [origin], connect: [], frame: [origin] });
  });

  test('says that the buyer pays at the provider, and that there are no settlements', () => {
    expect(strategy.provider.captures).toBe('at_provider');
    expect(strategy.provider.listSettlements({ from: '2026-09-01T00:00:00Z', to: '2026-09-02T00:00:00Z' })).toBeNull();
  });
});
