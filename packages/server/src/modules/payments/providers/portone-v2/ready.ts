import type { CheckoutAction, PaymentMethod } from '@didacto/sdk/contract';
import * as z from 'zod';
import type { Outcome, PaymentProvider, StartRequest } from '../port.js';
import { type Call, paymentPath, unknown } from './calls.js';
import { type PortOneV2Config, realScriptUrl } from './config.js';

/** Our words for its own. */
const payMethods: Readonly<Record<PaymentMethod, string>> = {
  card: 'CARD',
  virtual_account: 'VIRTUAL_ACCOUNT',
  transfer: 'TRANSFER',
  easy_pay: 'EASY_PAY',
  mobile_phone: 'MOBILE',
};

const PreRegisterReply = z.object({});

/** Refusals that are about what was asked: no window will ever open for it. */
const finalRefusals: ReadonlySet<string> = new Set(['INVALID_REQUEST', 'UNAUTHORIZED', 'FORBIDDEN']);

/**
 * Registers the amount, so that the window refuses any other. Undefined: it is registered. Without an idempotency key:
 * the same once more changes nothing, and a passing fault is not repeated for three hours.
 */
export async function preRegister(
  call: Call,
  storeId: string,
  { paymentId, amount, taxFree }: StartRequest,
): Promise<Outcome<never> | undefined> {
  const answer = await call(PreRegisterReply, {
    ...{ method: 'POST', path: `${paymentPath(paymentId)}/pre-register` },
    body: { storeId, totalAmount: amount, taxFreeAmount: taxFree, currency: 'KRW' },
  });
  if (answer.outcome === 'ok') return undefined;
  if (answer.outcome === 'unknown') return answer;
  const { type: code, message } = answer;
  // ALREADY_PAID above all: then there is money to be asked about.
  return finalRefusals.has(code) ? { outcome: 'declined', code, message } : unknown(code, message);
}

/** What the checkout page hands to `PortOne.requestPayment`. */
export function windowRequest(config: PortOneV2Config, request: StartRequest): CheckoutAction {
  const { storeId, channelKey, scriptUrl = realScriptUrl, virtualAccountHours = 24 } = config;
  const { paymentId, orderName, amount, taxFree, method, installmentMonths, buyer, urls, webhookUrl } = request;
  return {
    ...{ kind: 'script', provider: 'portone_v2', scriptUrl, setUp: {} },
    request: {
      ...{ storeId, channelKey, paymentId, orderName, totalAmount: amount, taxFreeAmount: taxFree, currency: 'KRW' },
      ...{ payMethod: payMethods[method], noticeUrls: [webhookUrl] },
      customer: { customerId: request.buyerId, fullName: buyer.name, email: buyer.email },
      // One way back for desktops and phones; what went wrong comes in the query.
      ...{ redirectUrl: urls.success, forceRedirect: true },
      ...(method === 'card' && { card: { installment: { monthOption: { fixedMonth: installmentMonths } } } }),
      ...(method === 'virtual_account' && {
        virtualAccount: { accountExpiry: { validHours: virtualAccountHours } },
      }),
    },
  };
}

/**
 * PortOne's own script asks and shows these hosts, seen in the script and in pages that allow them one by one. Any other
 * address is one server for all, such as the sandbox.
 */
export function originsOf({
  scriptUrl = realScriptUrl,
  pgOrigins = [],
}: Pick<PortOneV2Config, 'scriptUrl' | 'pgOrigins'>): PaymentProvider['origins'] {
  const { origin, hostname } = new URL(scriptUrl);
  const isReal = hostname === 'portone.io' || hostname.endsWith('.portone.io');
  const own = isReal ? ['https://*.portone.io', 'https://*.iamport.co', 'https://*.iamport.kr'] : [origin];
  const all = [...own, ...pgOrigins];
  return { script: all, connect: all, frame: all };
}
