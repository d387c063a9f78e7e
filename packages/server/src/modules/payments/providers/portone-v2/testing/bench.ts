import type { BuyerAct } from '../../../../../sandbox/kit/party.js';
import { sandboxMerchant } from '../../../../../sandbox/merchant.js';
import type { V2Settings } from '../../../../../sandbox/portone-v2/options.js';
import { createPortOneV2Sandbox, type PortOneV2Sandbox } from '../../../../../sandbox/portone-v2/portone-v2.js';
import { benchWebhookUrl, type ProviderBench, startParty } from '../../../../../testing/provider-bench.js';
import type { ProviderCall } from '../../exchange.js';
import type { PaymentProvider, RefundRequest, StartRequest } from '../../port.js';
import type { PortOneV2Config } from '../config.js';
import { createPortOneV2 } from '../portone-v2.js';

const merchant = sandboxMerchant.portone_v2;

export const config: PortOneV2Config = {
  ...{ apiSecret: merchant.apiSecret, storeId: merchant.storeId, channelKey: merchant.channelKey },
  ...{ webhookSecrets: [merchant.webhookSecret], testMode: false },
};

export const paymentId = 'pay_01k5z6y7x8w9v0t1s2r3q4p5n6';
export const refundId = 'rfd_01k5z6y7x8w9v0t1s2r3q4p5n6';

export const keys = { paymentId, providerPaymentId: null, buyerId: 'mem_01k5z6y7x8w9v0t1s2r3q4p5n6' };

export const startRequest: StartRequest = {
  ...keys,
  ...{ orderName: '9월 수강료', amount: 300_000, taxFree: 200_000, quantity: 1, method: 'card', installmentMonths: 0 },
  buyer: { name: '김학부', email: 'kim@example.test' },
  urls: {
    success: 'https://lab.test/checkout/ord_1?payment=p&nonce=n&outcome=success',
    cancel: 'https://lab.test/checkout/ord_1?payment=p&nonce=n&outcome=cancel',
    fail: 'https://lab.test/checkout/ord_1?payment=p&nonce=n&outcome=fail',
  },
  webhookUrl: benchWebhookUrl,
};

export const refundRequest: RefundRequest = {
  ...keys,
  ...{ refundId, amount: 100_000, taxFree: 100_000, expectedBalance: 300_000, reason: '일할 환불', account: null },
};

export interface V2Bench {
  readonly bench: ProviderBench<PortOneV2Sandbox>;
  readonly provider: PaymentProvider;
  /** Registers a payment, and has a buyer act in its window. */
  pay(change?: Partial<StartRequest>, act?: BuyerAct): Promise<string | null>;
}

/** The strategy in front of a sandbox of PortOne V2, over loopback. */
export async function startV2(settings: V2Settings = {}, change: Partial<PortOneV2Config> = {}): Promise<V2Bench> {
  const bench = await startParty((options) => createPortOneV2Sandbox({ ...options, ...settings }));
  const provider = createPortOneV2(
    { ...config, scriptUrl: `${bench.url}/v2/browser-sdk.js`, ...change },
    bench.send,
    bench.serverClock,
  );
  const pay: V2Bench['pay'] = async (request = {}, act = { act: 'pay' }) => {
    const ready = await provider.ready({ ...startRequest, ...request });
    if (ready.outcome !== 'approved') throw new Error(`${ready.outcome} ${ready.code}`);
    const { action } = ready.value;
    if (action.kind !== 'script') throw new Error('The buyer gets no script');
    return bench.party.buy(action.request, act);
  };
  return { bench, provider, pay };
}

/** The strategy over the same sandbox, with the cancellations that it sends kept. */
export function watched({ bench }: V2Bench) {
  const calls: ProviderCall[] = [];
  const provider = createPortOneV2(
    config,
    (call) => {
      calls.push(call);
      return bench.send(call);
    },
    bench.serverClock,
  );
  return { provider, cancels: () => calls.filter(({ method }) => method === 'POST') };
}

/** The value of an approved outcome. @throws Error where it is another */
export function approved<T>(outcome: { readonly outcome: string; readonly value?: T }): T {
  if (outcome.outcome !== 'approved' || outcome.value === undefined) throw new Error(JSON.stringify(outcome));
  return outcome.value;
}
