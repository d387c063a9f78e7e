import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../../sandbox/kit/faults.js';
import { v1Client } from '../../../../sandbox/portone-v1/testing/v1-client.js';
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

const pay = async (more: object) => {
  const { request } = await begin(strategy);
  return strategy.bench.party.buy({ ...request, ...more }, { act: 'pay' });
};
const inquire = async () => approved(await strategy.provider.inquire(keys()));

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

  test.each([0, 1])('without instalments where the buyer chose %i months', async (installmentMonths) => {
    expect((await begin(strategy, { installmentMonths })).request).toMatchObject({ display: { card_quota: [] } });
    const transfer = { method: 'transfer', paymentId: otherPaymentId, installmentMonths } as const;
    expect((await begin(strategy, transfer)).request).not.toHaveProperty('display');
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
    await expect(pay({ amount: 100 })).rejects.toThrow();
    await expect(pay({ currency: 'USD' })).rejects.toThrow();
    expect(strategy.bench.truth.rows).toEqual([]);
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
