import { afterEach, describe, expect, test } from 'vitest';
import { type ProviderBench, startParty } from '../../testing/provider-bench.js';
import type { V1Settings } from './options.js';
import { createPortOneV1Sandbox, type PortOneV1Sandbox } from './portone-v1.js';
import { impUidIn, payData, v1Client } from './testing/v1-client.js';

let bench: ProviderBench<PortOneV1Sandbox>;
const start = async (settings: V1Settings = {}) => {
  const webhookUrl = 'https://school.test/hooks';
  bench = await startParty((options) => createPortOneV1Sandbox({ ...options, webhookUrl, ...settings }));
};
afterEach(() => bench.stop());

const bodies = () => bench.webhooks.map(({ body }) => JSON.parse(body));
const retriesPass = async () => {
  for (let n = 0; n < 10; n++) {
    await bench.webhooksIdle();
    bench.clock.advance(60_000);
  }
};

describe('webhooks', () => {
  test('tell of paid, issued, deposited and cancelled in the console, each once', async () => {
    await start();
    const paid = impUidIn(await bench.party.buy(payData('a'), { act: 'pay' }));
    const vbank = impUidIn(await bench.party.buy(payData('v', { pay_method: 'vbank' }), { act: 'pay' }));
    bench.party.deposit('v');
    bench.party.cancelInConsole('a');
    await retriesPass();
    expect(bodies()).toEqual([
      { imp_uid: paid, merchant_uid: 'a', status: 'paid' },
      { imp_uid: vbank, merchant_uid: 'v', status: 'ready' },
      { imp_uid: vbank, merchant_uid: 'v', status: 'paid' },
      { imp_uid: paid, merchant_uid: 'a', status: 'cancelled', cancellation_id: expect.stringMatching(/./) },
    ]);
  });

  test('say nothing of failures, nor of cancellations by the API unless it was asked for', async () => {
    await start();
    await bench.party.buy(payData('a'), { act: 'decline' });
    await bench.party.buy(payData('b'), { act: 'cancel' });
    await bench.party.buy(payData('c'), { act: 'pay' });
    const client = v1Client(bench.send);
    await client.send('POST', '/payments/cancel', { merchant_uid: 'c', amount: 1 });
    expect(bodies()).toMatchObject([{ merchant_uid: 'c', status: 'paid' }]);
    await client.send('POST', '/payments/cancel', { merchant_uid: 'c', amount: 1, enable_webhook: true });
    expect(bodies()).toMatchObject([{ status: 'paid' }, { status: 'cancelled', merchant_uid: 'c' }]);
  });

  test('go where the payment says, every address of it, else where the console says', async () => {
    await start();
    await bench.party.buy(payData('a', { notice_url: ['https://one.test/', 'https://two.test/'] }), { act: 'pay' });
    await bench.party.buy(payData('b', { notice_url: 'https://three.test/' }), { act: 'pay' });
    await bench.party.buy(payData('c'), { act: 'pay' });
    expect(bench.webhooks.map(({ url }) => url)).toEqual([
      'https://one.test/',
      'https://two.test/',
      'https://three.test/',
      'https://school.test/hooks',
    ]);
  });

  test('come as a form where the console says so', async () => {
    await start({ webhookFormat: 'form' });
    const impUid = impUidIn(await bench.party.buy(payData('a'), { act: 'pay' }));
    expect(bench.webhooks).toMatchObject([
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `imp_uid=${impUid}&merchant_uid=a&status=paid`,
      },
    ]);
  });

  test('are delivered once, whatever the answer', async () => {
    await start();
    bench.answerWebhooks(null);
    await bench.party.buy(payData('a'), { act: 'pay' });
    await retriesPass();
    expect(bench.webhooks).toHaveLength(1);
  });

  test.each([
    ['no answer', null, 6],
    ['a 500', 500, 6],
    ['a 404', 404, 1],
    ['a 302', 302, 1],
    ['a 200', 200, 1],
  ])('are sent again a minute apart, five times at most, where that was chosen: %s', async (_, answer, times) => {
    await start({ webhookResends: true });
    bench.answerWebhooks(answer);
    await bench.party.buy(payData('a'), { act: 'pay' });
    await bench.webhooksIdle();
    bench.clock.advance(59_999);
    await bench.webhooksIdle();
    expect(bench.webhooks).toHaveLength(1);
    await retriesPass();
    expect(bench.webhooks).toHaveLength(times);
  });
});
