import { createKakaoPaySandbox, type KakaoPaySandbox } from '../../../../../sandbox/kakaopay/kakaopay.js';
import type { KakaoSettings } from '../../../../../sandbox/kakaopay/options.js';
import type { BuyerAct } from '../../../../../sandbox/kit/party.js';
import { sandboxMerchant } from '../../../../../sandbox/merchant.js';
import { type ProviderBench, sendTo, startParty } from '../../../../../testing/provider-bench.js';
import type { ProviderCall, Send } from '../../exchange.js';
import type { BuyerReturn, Outcome, PaymentKeys, PaymentProvider, RefundRequest, StartRequest } from '../../port.js';
import type { KakaoPayConfig } from '../config.js';
import { createKakaoPay } from '../kakaopay.js';

export type KakaoBench = ProviderBench<KakaoPaySandbox>;

export const startKakao = (settings: KakaoSettings = {}): Promise<KakaoBench> =>
  startParty((options) => createKakaoPaySandbox({ ...options, ...settings }));

export interface Strategy {
  readonly bench: KakaoBench;
  readonly provider: PaymentProvider;
  /** What left, in its order. */
  readonly calls: readonly ProviderCall[];
  /** `ready`, `approve` and so on, in their order. */
  kinds(): string[];
  /** What the newest call of a kind had in its body. */
  bodyOf(kind: string): unknown;
}

export const liveConfig: KakaoPayConfig = { ...sandboxMerchant.kakaopay, testMode: false };

/** Our strategy against a sandbox of its own. */
export async function startStrategy(
  config: Partial<KakaoPayConfig> = {},
  settings: KakaoSettings = {},
  wrap: (send: Send) => Send = (send) => send,
): Promise<Strategy> {
  const bench = await startKakao(settings);
  const calls: ProviderCall[] = [];
  const send: Send = (call) => {
    calls.push(call);
    return wrap(bench.send)(call);
  };
  const kindOf = ({ path }: ProviderCall): string => path.split('/').at(-1) ?? '';
  return {
    ...{ bench, calls, provider: createKakaoPay({ ...liveConfig, ...config }, send) },
    kinds: () => calls.map(kindOf),
    bodyOf: (kind) => JSON.parse(calls.findLast((call) => kindOf(call) === kind)?.body ?? 'null'),
  };
}

let count = 0;
const newId = (prefix: string): string => {
  count += 1;
  return `${prefix}_${Date.now().toString(36).padStart(13, '0')}${String(count).padStart(13, '0')}`;
};

/** Of an order that nobody had before, also in a test environment that keeps everything. */
export const startRequest = (more: Partial<StartRequest> = {}): StartRequest => ({
  ...{ paymentId: newId('pay'), providerPaymentId: null, buyerId: 'mem_01k5z6y7x8w9v0t1s2r3q4p5n6' },
  ...{
    orderName: '9월 수강료',
    amount: 300_000,
    taxFree: 100_000,
    quantity: 1,
    method: 'easy_pay',
    installmentMonths: 0,
  },
  buyer: { name: '김하늘', email: 'haneul@school.example' },
  urls: {
    success: 'http://merchant.test/checkout/ord_1?payment=1&outcome=success',
    cancel: 'http://merchant.test/checkout/ord_1?payment=1&outcome=cancel',
    fail: 'http://merchant.test/checkout/ord_1?payment=1&outcome=fail',
  },
  webhookUrl: 'http://merchant.test/v1/webhooks/kakaopay',
  ...more,
});

export const refundRequest = (keys: PaymentKeys, more: Partial<RefundRequest> = {}): RefundRequest => ({
  ...keys,
  ...{ refundId: newId('rfd'), amount: 300_000, taxFree: 100_000, expectedBalance: 300_000 },
  ...{ reason: '수강 취소', account: null },
  ...more,
});

/** @throws Error unless it was approved */
export function approved<T>(outcome: Outcome<T>): T {
  if (outcome.outcome !== 'approved') throw new Error(`${outcome.outcome}: ${outcome.code} ${outcome.message}`);
  return outcome.value;
}

export interface Begun {
  readonly keys: PaymentKeys & { readonly providerPaymentId: string };
  readonly redirectUrl: string;
  readonly amount: number;
}

/** KakaoPay was told; the buyer is on the way. */
export async function begin(
  { provider }: Pick<Strategy, 'provider'>,
  more: Partial<StartRequest> = {},
): Promise<Begun> {
  const request = startRequest(more);
  const { providerPaymentId, action } = approved(await provider.ready(request));
  if (action.kind !== 'redirect' || providerPaymentId === null) throw new Error('KakaoPay gives a tid and an address');
  const { paymentId, buyerId, amount } = request;
  return { keys: { paymentId, buyerId, providerPaymentId }, redirectUrl: action.desktopUrl, amount };
}

export interface Authenticated extends Begun {
  readonly returned: BuyerReturn;
}

/** The buyer went through the window and came back. */
export async function authenticate(
  strategy: Strategy,
  more: Partial<StartRequest> = {},
  act: BuyerAct = { act: 'pay' },
  bank?: string,
): Promise<Authenticated> {
  const begun = await begin(strategy, more);
  const destination = await strategy.bench.party.buy({ redirectUrl: begun.redirectUrl, bank }, act);
  const token = new URL(destination ?? '').searchParams.get('pg_token');
  return { ...begun, returned: { providerPaymentId: null, token } };
}

/** A buyer paid, and we confirmed. */
export async function pay(strategy: Strategy, more: Partial<StartRequest> = {}): Promise<Authenticated> {
  const back = await authenticate(strategy, more);
  approved(await strategy.provider.confirm(back.keys, back.returned, back.amount));
  return back;
}

/** A call as a merchant's own program makes it, without our strategy. */
export function rawCalls(send: Send, secretKey: string) {
  return async (operation: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const reply = await send({
      ...{ method: 'POST', path: `/online/v1/payment/${operation}` },
      headers: { authorization: `SECRET_KEY ${secretKey}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const json: unknown = JSON.parse(reply.body);
    return { status: reply.status, json };
  };
}

/** KakaoPay's own test channel, where the suite is told of a key for it. */
export function realEnvironment(env: Readonly<Record<string, string | undefined>> = process.env) {
  const secretKey = env.FIDELITY_KAKAOPAY_SECRET_KEY;
  if (secretKey === undefined) return undefined;
  if (!secretKey.startsWith('DEV')) throw new Error('FIDELITY_KAKAOPAY_SECRET_KEY must be a key for tests (DEV…)');
  const url = env.FIDELITY_KAKAOPAY_URL ?? 'https://open-api.kakaopay.com';
  return { url, secretKey, send: sendTo(url) };
}
