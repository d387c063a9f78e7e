import { sandboxMerchant } from '../../../../../sandbox/merchant.js';
import type { TossGuesses } from '../../../../../sandbox/tosspayments/options.js';
import { createTossSandbox, type TossSandbox } from '../../../../../sandbox/tosspayments/tosspayments.js';
import { benchWebhookUrl, type ProviderBench, sendTo, startParty } from '../../../../../testing/provider-bench.js';
import { until } from '../../../../../testing/until.js';
import type { ProviderCall, Send } from '../../exchange.js';
import type { PaymentKeys, PaymentProvider, RefundRequest, StartRequest } from '../../port.js';
import type { TossPaymentsConfig } from '../config.js';
import { createTossPayments } from '../tosspayments.js';

export type TossBench = ProviderBench<TossSandbox>;

export const startToss = (guesses: Partial<TossGuesses> = {}): Promise<TossBench> =>
  startParty((options) => createTossSandbox({ ...options, guesses, webhookUrl: () => benchWebhookUrl }));

/** Keys of the sandbox; the live ones, unless a test wants the other world. */
export const liveKeys = sandboxMerchant.tosspayments;
export const testKeys = { secretKey: 'test_sk_sandbox', clientKey: 'test_ck_sandbox' };

export const configFor = (url: string, config: Partial<TossPaymentsConfig> = {}): TossPaymentsConfig => ({
  ...{ url, scriptUrl: `${url}/v2/standard`, testMode: true, merchantId: liveKeys.mId },
  ...{ secretKey: liveKeys.secretKey, clientKey: liveKeys.clientKey },
  ...config,
});

export const providerOf = ({ url, send }: Pick<TossBench, 'url' | 'send'>, config?: Partial<TossPaymentsConfig>) =>
  createTossPayments(configFor(url, config), send);

let count = 0;
/** Of an order that nobody had before, also in a test environment that keeps everything. */
export function startRequest(request: Partial<StartRequest> = {}): StartRequest {
  count += 1;
  const paymentId = `pay_${Date.now().toString(36).padStart(13, '0')}${String(count).padStart(13, '0')}`;
  return {
    ...{ paymentId, providerPaymentId: null, buyerId: 'mem_01k5z6y7x8w9v0t1s2r3q4p5n6', orderName: '9월 수강료' },
    ...{ amount: 300_000, taxFree: 0, quantity: 1, method: 'card', installmentMonths: 0 },
    buyer: { name: '김하늘', email: 'haneul@school.example' },
    urls: {
      success: 'http://merchant.test/checkout/ord_1?payment=1&outcome=success',
      cancel: 'http://merchant.test/checkout/ord_1?payment=1&outcome=cancel',
      fail: 'http://merchant.test/checkout/ord_1?payment=1&outcome=fail',
    },
    webhookUrl: benchWebhookUrl,
    ...request,
  };
}

/** What the checkout page hands to the script, set-up and argument in one. */
export async function scriptRequest(
  provider: PaymentProvider,
  request: StartRequest,
): Promise<Record<string, unknown>> {
  const ready = await provider.ready(request);
  if (ready.outcome !== 'approved' || ready.value.action.kind !== 'script') throw new Error('It is not ready');
  const { setUp, request: argument } = ready.value.action;
  return { ...setUp, ...argument };
}

/** A buyer goes through the window and comes back; the keys to confirm with. */
export async function authenticated(
  bench: TossBench,
  provider: PaymentProvider,
  request: StartRequest = startRequest(),
): Promise<PaymentKeys & { readonly providerPaymentId: string }> {
  const { paymentId, buyerId } = request;
  const destination = await bench.party.buy(await scriptRequest(provider, request), { act: 'pay' });
  const providerPaymentId = new URL(destination ?? '').searchParams.get('paymentKey') ?? '';
  return { paymentId, buyerId, providerPaymentId };
}

export const nothingReturned = { providerPaymentId: null, token: null };

/** A buyer paid, and we confirmed. */
export async function paid(bench: TossBench, provider: PaymentProvider, request: StartRequest = startRequest()) {
  const keys = await authenticated(bench, provider, request);
  const outcome = await provider.confirm(keys, nothingReturned, request.amount);
  if (outcome.outcome !== 'approved') throw new Error(`It was not paid: ${outcome.code}`);
  return { keys, payment: outcome.value };
}

/** Lets time pass at Toss until something is done. */
export async function passingTime<T>({ clock }: Pick<TossBench, 'clock'>, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  await until('Toss is done', () => {
    clock.advance(1_000);
    return isDone;
  });
  return done;
}

export const refundRequest = (keys: PaymentKeys, request: Partial<RefundRequest> = {}): RefundRequest => ({
  ...keys,
  ...{ refundId: 'rfd_01k5z6y7x8w9v0t1s2r3q4p5n6', amount: 300_000, taxFree: 0, expectedBalance: 300_000 },
  ...{ reason: '수강 취소', account: null },
  ...request,
});

/** A call as a merchant's own program makes it, without our strategy. */
export function rawCalls(send: Send, secretKey: string) {
  const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`;
  return async (
    method: ProviderCall['method'],
    path: string,
    { body, headers }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ) => {
    const reply = await send({
      ...{ method, path, headers: { authorization, 'content-type': 'application/json', ...headers } },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const json: unknown = JSON.parse(reply.body);
    return { status: reply.status, headers: reply.headers, json };
  };
}

/** A test environment of Toss itself, where the suite is told of one; it needs test keys of the payment window. */
export function realEnvironment(env: Readonly<Record<string, string | undefined>> = process.env) {
  const secretKey = env.FIDELITY_TOSSPAYMENTS_SECRET_KEY;
  if (secretKey === undefined) return undefined;
  if (!secretKey.startsWith('test_')) throw new Error('FIDELITY_TOSSPAYMENTS_SECRET_KEY must be a test key');
  const url = env.FIDELITY_TOSSPAYMENTS_URL ?? 'https://api.tosspayments.com';
  return { url, secretKey, send: sendTo(url) };
}
