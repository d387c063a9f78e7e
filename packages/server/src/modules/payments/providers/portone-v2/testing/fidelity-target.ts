import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, type TestAPI, test } from 'vitest';
import { systemClock } from '../../../../../platform/clock.js';
import type { BuyerAct } from '../../../../../sandbox/kit/party.js';
import type { V2Settings } from '../../../../../sandbox/portone-v2/options.js';
import { sendTo } from '../../../../../testing/provider-bench.js';
import type { ProviderCall, Send } from '../../exchange.js';
import type { PaymentProvider } from '../../port.js';
import type { PortOneV2Config } from '../config.js';
import { createPortOneV2 } from '../portone-v2.js';
import { config as sandboxConfig, startV2, type V2Bench } from './bench.js';

/** What the statements about PortOne V2 are tested on: the sandbox, or the real one with a merchant's test keys. */
export interface Target {
  readonly name: string;
  /** Whether time, buyers and webhooks are in our hands. */
  readonly isSandbox: boolean;
  start(settings?: V2Settings): Promise<Running>;
}

export interface Running {
  readonly config: PortOneV2Config;
  readonly send: Send;
  readonly provider: PaymentProvider;
  /** @throws Error on the real one */
  readonly v2: V2Bench;
  stop(): Promise<void>;
}

const sandboxTarget: Target = {
  name: 'the sandbox',
  isSandbox: true,
  start: async (settings = {}) => {
    const v2 = await startV2(settings);
    return { config: sandboxConfig, send: v2.bench.send, provider: v2.provider, v2, stop: v2.bench.stop };
  },
};

/**
 * The real one, where FIDELITY_PORTONE_V2_API_SECRET and FIDELITY_PORTONE_V2_STORE_ID are given, best those of a store with
 * nothing but test channels. Nothing of it charges anybody.
 */
function realTarget(env: Readonly<Record<string, string | undefined>>): Target | undefined {
  const { FIDELITY_PORTONE_V2_API_SECRET: apiSecret, FIDELITY_PORTONE_V2_STORE_ID: storeId } = env;
  if (!apiSecret || !storeId) return undefined;
  const { FIDELITY_PORTONE_V2_URL: url = 'https://api.portone.io' } = env;
  const config = { ...sandboxConfig, apiSecret, storeId, testMode: true };
  const send = sendTo(url);
  const running: Running = {
    ...{ config, send, provider: createPortOneV2(config, send, systemClock) },
    get v2(): never {
      throw new Error('Nothing of the real provider is in our hands');
    },
    stop: async () => undefined,
  };
  return { name: url, isSandbox: false, start: async () => running };
}

/** What tests look at one by one in replies; the rest is compared whole. */
interface Seen {
  readonly type?: string;
  readonly status?: string;
  readonly transactionId?: string;
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly items?: readonly { readonly id: string; readonly status: string }[];
  readonly cancellation?: { readonly id: string; readonly status: string };
  readonly webhooks?: readonly { readonly id: string }[];
}

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A test that may be skipped. */
export interface Skippable {
  (statement: string, run: () => unknown): void;
  readonly each: TestAPI['each'];
}

/** What the statements are tested with; the real one has neither time nor buyers nor webhooks in our hands. */
export function onTarget(target: Target) {
  const controlled: Skippable = test.skipIf(!target.isSandbox);
  let running: Running | undefined;
  const world = (): Running => {
    if (!running) throw new Error('It runs within tests only');
    return running;
  };
  beforeEach(async () => {
    running = await target.start();
  });
  afterEach(() => running?.stop());
  const call = async (method: ProviderCall['method'], path: string, { body, headers }: CallOptions = {}) => {
    const { send, config } = world();
    const reply = await send({
      ...{ method, path },
      headers: { authorization: `PortOne ${config.apiSecret}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json: Seen = JSON.parse(reply.body);
    return { status: reply.status, json };
  };
  return {
    world,
    call,
    /** A test that needs time, buyers or webhooks in our hands. */
    controlled,
    /** One that nobody used before. */
    newPaymentId: (): string => `pay_${randomBytes(13).toString('hex')}`,
    buy: (paymentId: string, change: Readonly<Record<string, unknown>> = {}, act: BuyerAct = { act: 'pay' }) =>
      world().v2.bench.party.buy({ ...windowRequest, paymentId, ...change }, act),
    look: async (paymentId: string) =>
      (await call('GET', `/payments/${paymentId}?storeId=${world().config.storeId}`)).json,
    cancel: (paymentId: string, fields: object, headers?: CallOptions['headers']) =>
      call('POST', `/payments/${paymentId}/cancel`, {
        body: { reason: '환불', ...fields },
        ...(headers && { headers }),
      }),
    list: (fields: object) => call('GET', `/payments?requestBody=${encodeURIComponent(JSON.stringify(fields))}`),
    inquire: (paymentId: string) => world().provider.inquire({ paymentId, providerPaymentId: null, buyerId: '' }),
  };
}

const windowRequest = {
  ...{ storeId: sandboxConfig.storeId, channelKey: sandboxConfig.channelKey, orderName: '9월 수강료', currency: 'KRW' },
  ...{ totalAmount: 300_000, taxFreeAmount: 200_000, payMethod: 'CARD' },
};

/** Runs statements on the sandbox, and on the real one where its keys are given. */
export function onEachTarget(statements: (target: Target) => void): void {
  const real = realTarget(process.env);
  for (const target of real === undefined ? [sandboxTarget] : [sandboxTarget, real])
    describe(`PortOne V2 as ${target.name} has it`, () => statements(target));
}
