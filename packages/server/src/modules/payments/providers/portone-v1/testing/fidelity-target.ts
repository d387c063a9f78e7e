import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe } from 'vitest';
import { systemClock } from '../../../../../platform/clock.js';
import { sandboxMerchant } from '../../../../../sandbox/merchant.js';
import type { V1Settings } from '../../../../../sandbox/portone-v1/options.js';
import { createPortOneV1Sandbox, type PortOneV1Sandbox } from '../../../../../sandbox/portone-v1/portone-v1.js';
import { impUidIn, payData, v1Client } from '../../../../../sandbox/portone-v1/testing/v1-client.js';
import { type ProviderBench, sendTo, startParty } from '../../../../../testing/provider-bench.js';
import type { PaymentProvider } from '../../port.js';
import { createPortOneV1 } from '../portone-v1.js';

/** What the statements about PortOne V1 are tested on: the sandbox, or the real one with a merchant's test keys. */
export interface Target {
  readonly name: string;
  /** Whether time, buyers and webhooks are in our hands. */
  readonly isSandbox: boolean;
  start(settings?: V1Settings): Promise<Running>;
}

export interface Running {
  readonly client: ReturnType<typeof v1Client>;
  readonly provider: PaymentProvider;
  /** @throws Error on the real one */
  readonly bench: ProviderBench<PortOneV1Sandbox>;
  /** One that nobody used before. */
  newMerchantUid(): string;
  stop(): Promise<void>;
}

const newMerchantUid = (): string => `pay_${randomBytes(13).toString('hex')}`;

const sandboxTarget: Target = {
  name: 'the sandbox',
  isSandbox: true,
  start: async (settings = {}) => {
    const bench = await startParty((options) => createPortOneV1Sandbox({ ...options, ...settings }));
    const { impKey: key, impSecret: secret, ...merchant } = sandboxMerchant.portone_v1;
    const config = { key, secret, ...merchant, scriptUrl: `${bench.url}/v1/iamport.js` };
    const provider = createPortOneV1(config, bench.send, bench.serverClock);
    return { client: v1Client(bench.send), provider, bench, newMerchantUid, stop: bench.stop };
  },
};

/** The real one, where FIDELITY_PORTONE_V1_KEY and FIDELITY_PORTONE_V1_SECRET are given; nothing of it charges anybody. */
function realTarget(env: Readonly<Record<string, string | undefined>>): Target | undefined {
  const { FIDELITY_PORTONE_V1_KEY: key, FIDELITY_PORTONE_V1_SECRET: secret } = env;
  if (!key || !secret) return undefined;
  const { FIDELITY_PORTONE_V1_URL: url = 'https://api.iamport.kr' } = env;
  const send = sendTo(url);
  const config = { key, secret, storeCode: '', channelKey: '', scriptUrl: 'https://cdn.iamport.kr/v1/iamport.js' };
  const running: Running = {
    client: v1Client(send, { key, secret }),
    provider: createPortOneV1(config, send, systemClock),
    get bench(): never {
      throw new Error('Nothing of the real provider is in our hands');
    },
    newMerchantUid,
    stop: async () => undefined,
  };
  return { name: url, isSandbox: false, start: async () => running };
}

/** What the statements are tested with; the real one has neither time nor buyers nor webhooks in our hands. */
export function onTarget(target: Target) {
  let running: Running | undefined;
  const world = (): Running => {
    if (!running) throw new Error('It runs within tests only');
    return running;
  };
  beforeEach(async () => {
    running = await target.start();
  });
  afterEach(() => running?.stop());
  return {
    world,
    pay: async (merchantUid: string, more = {}, how = {}): Promise<string> =>
      impUidIn(await world().bench.party.buy(payData(merchantUid, more), { act: 'pay', ...how })),
    cancel: (body: object) => world().client.send('POST', '/payments/cancel', body),
    now: (): number => (target.isSandbox ? world().bench.clock.now() : Date.now()),
    inquire: (paymentId: string, providerPaymentId: string | null = null) =>
      world().provider.inquire({ paymentId, providerPaymentId, buyerId: '' }),
  };
}

/** Runs statements on the sandbox, and on the real one where its keys are given. */
export function onEachTarget(statements: (target: Target) => void): void {
  const real = realTarget(process.env);
  for (const target of real === undefined ? [sandboxTarget] : [sandboxTarget, real])
    describe(`PortOne V1 as ${target.name} has it`, () => statements(target));
}
