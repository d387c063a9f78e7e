import type { Send } from '../exchange.js';
import type { Outcome, PaymentKeys, PaymentProvider, ProviderPayment } from '../port.js';
import { type Answer, type Call, tossCalls, unknown } from './calls.js';
import { checkConfig, isTestKey, realScriptUrl, type TossPaymentsConfig } from './config.js';
import { settlements, transactions } from './feeds.js';
import { declined, started, tossMethods } from './ready.js';
import { refunds } from './refund.js';
import { toPayment } from './to-payment.js';
import { readWebhook } from './webhook.js';

/**
 * Toss Payments, core API. The buyer authenticates in its window; money moves by our confirmation only, or, for a virtual
 * account, by the deposit after it.
 * @throws Error when the settings cannot be right, such as test keys outside of test mode
 */
export function createTossPayments(config: TossPaymentsConfig, send: Send): PaymentProvider {
  checkConfig(config);
  const call = tossCalls(config, send);
  const testMode = isTestKey(config);
  return {
    name: 'tosspayments',
    captures: 'on_confirm',
    methods: tossMethods,
    merchantIds: [config.merchantId],
    origins: originsOf(config.scriptUrl ?? realScriptUrl),
    ready: async (request) => started(config, request),
    confirm: (keys, { providerPaymentId }, amount) => {
      const paymentKey = keys.providerPaymentId ?? providerPaymentId;
      return confirm(call, { paymentKey, paymentId: keys.paymentId, amount }, testMode);
    },
    inquire: (keys) => inquire(call, keys, testMode),
    refund: refunds(call, testMode),
    parseWebhook: readWebhook,
    listTransactions: (window) => transactions({ call, config }, window),
    listSettlements: (window) => settlements({ call, config }, window),
  };
}

interface Confirmation {
  readonly paymentKey: string | null;
  readonly paymentId: string;
  readonly amount: number;
}

/** Always under the one key of this payment: sent again it brings the first reply, and nothing happens twice. */
async function confirm(
  call: Call,
  { paymentKey, paymentId, amount }: Confirmation,
  testMode: boolean,
): Promise<Outcome<ProviderPayment>> {
  if (paymentKey === null) return declined('no_payment_key', 'The buyer brought no paymentKey back');
  const answer = await call({
    ...{ method: 'POST', path: '/v1/payments/confirm', idempotencyKey: `confirm-${paymentId}` },
    body: { paymentKey, orderId: paymentId, amount },
  });
  return answer.kind === 'refused' ? declined(answer.code, answer.message) : paymentIn(answer, testMode);
}

/** A question that is refused says nothing about the payment, except that there is none. */
async function inquire(
  call: Call,
  { paymentId, providerPaymentId }: PaymentKeys,
  testMode: boolean,
): Promise<Outcome<ProviderPayment | null>> {
  const path =
    providerPaymentId === null
      ? `/v1/payments/orders/${encodeURIComponent(paymentId)}`
      : `/v1/payments/${encodeURIComponent(providerPaymentId)}`;
  const answer = await call({ method: 'GET', path });
  if (answer.kind !== 'refused') return paymentIn(answer, testMode);
  const isMissing = answer.status === 404 && /^NOT_FOUND(_PAYMENT)?$/.test(answer.code);
  return isMissing ? { outcome: 'approved', value: null } : unknown(answer.code, answer.message).outcome;
}

function paymentIn(answer: Exclude<Answer, { kind: 'refused' }>, testMode: boolean): Outcome<ProviderPayment> {
  if (answer.kind === 'unknown') return answer.outcome;
  const payment = toPayment(answer.json, testMode);
  if (payment !== undefined) return { outcome: 'approved', value: payment };
  return unknown('unreadable_reply', 'Toss Payments gave no payment that can be read').outcome;
}

/** Toss's own script reaches the hosts of its domain; any other address is one server for all, such as the sandbox. */
function originsOf(scriptUrl: string): PaymentProvider['origins'] {
  const { origin, hostname } = new URL(scriptUrl);
  const isReal = hostname === 'tosspayments.com' || hostname.endsWith('.tosspayments.com');
  const own = isReal ? ['https://*.tosspayments.com'] : [origin];
  return { script: [origin], connect: own, frame: own };
}
