import { sandboxMerchant } from '../../../../../sandbox/merchant.js';
import type { V1Settings } from '../../../../../sandbox/portone-v1/options.js';
import { createPortOneV1Sandbox, type PortOneV1Sandbox } from '../../../../../sandbox/portone-v1/portone-v1.js';
import { type ProviderBench, startParty } from '../../../../../testing/provider-bench.js';
import type { ProviderCall, Send } from '../../exchange.js';
import type { Outcome, PaymentKeys, PaymentProvider, RefundRequest, StartRequest } from '../../port.js';
import type { PortOneV1Config } from '../config.js';
import { createPortOneV1 } from '../portone-v1.js';

export interface Strategy {
  readonly bench: ProviderBench<PortOneV1Sandbox>;
  readonly provider: PaymentProvider;
  /** What left, in its order. */
  readonly calls: readonly ProviderCall[];
  /** `POST /payments/cancel` and so on, without ids and queries. */
  kinds(): string[];
  forget(): void;
}

const { impKey: key, impSecret: secret, ...merchant } = sandboxMerchant.portone_v1;

/** Our strategy against a sandbox of its own. */
export async function startStrategy(
  more: Partial<PortOneV1Config> = {},
  settings: V1Settings = {},
  wrap: (send: Send) => Send = (send) => send,
): Promise<Strategy> {
  const bench = await startParty((options) => createPortOneV1Sandbox({ ...options, ...settings }));
  const calls: ProviderCall[] = [];
  const send: Send = async (call) => {
    calls.push(call);
    return wrap(bench.send)(call);
  };
  const { storeCode, channelKey, pgId } = merchant;
  const config = { key, secret, storeCode, channelKey, pgId, scriptUrl: `${bench.url}/v1/iamport.js`, ...more };
  return {
    bench,
    provider: createPortOneV1(config, send, bench.serverClock),
    calls,
    kinds: () =>
      calls.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '').replace(/\/(imp|pay)_\w+/, '')}`),
    forget: () => {
      calls.length = 0;
    },
  };
}

export const paymentId = 'pay_01h2xcejqtf2nbrexx3vqjhp41';
export const otherPaymentId = 'pay_01h2xcejqtf2nbrexx3vqjhp42';
export const refundId = 'rfd_01h2xcejqtf2nbrexx3vqjhp43';
export const otherRefundId = 'rfd_01h2xcejqtf2nbrexx3vqjhp44';

export const keys = (providerPaymentId: string | null = null, id = paymentId): PaymentKeys => ({
  ...{ paymentId: id, providerPaymentId, buyerId: 'mem_01h2xcejqtf2nbrexx3vqjhp45' },
});

export const startRequest = (more: Partial<StartRequest> = {}): StartRequest => ({
  ...keys(),
  orderName: '9월 수강료',
  amount: 300_000,
  taxFree: 300_000,
  quantity: 1,
  method: 'card',
  installmentMonths: 0,
  buyer: { name: '김학부', email: 'parent@school.example' },
  urls: {
    success: 'https://school.test/checkout/ord_1?payment=1&nonce=n',
    cancel: 'https://school.test/checkout/ord_1?outcome=cancel',
    fail: 'https://school.test/checkout/ord_1?outcome=fail',
  },
  webhookUrl: 'https://school.test/v1/webhooks/portone_v1',
  ...more,
});

export const refundRequest = (more: Partial<RefundRequest> = {}): RefundRequest => ({
  ...keys(),
  refundId,
  amount: 100_000,
  taxFree: 100_000,
  expectedBalance: 300_000,
  reason: '중도 퇴원 일할 환불',
  account: null,
  ...more,
});

/** @throws Error unless it was approved */
export function approved<T>(outcome: Outcome<T>): T {
  if (outcome.outcome !== 'approved') throw new Error(`${outcome.outcome}: ${outcome.code} ${outcome.message}`);
  return outcome.value;
}

/** What the checkout page would hand to the script. @throws Error unless a payment was started */
export async function begin({ provider }: Strategy, more: Partial<StartRequest> = {}) {
  const { action } = approved(await provider.ready(startRequest(more)));
  if (action.kind !== 'script') throw new Error('PortOne V1 has a script');
  return action;
}
