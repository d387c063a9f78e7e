import type { Delivery } from './kit/webhook-emitter.js';
import type { PartyName } from './merchant.js';
import { webhookAddress } from './webhook-post.js';

/** What a forger says; what is left out is made up as well as somebody outside could. */
export interface Forgery {
  readonly party: PartyName;
  readonly paymentId?: string | undefined;
  readonly providerPaymentId?: string | undefined;
  readonly status?: string | undefined;
  readonly url?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/** A webhook of somebody who knows the provider's forms and none of its secrets. */
export function forgedWebhook(forgery: Forgery, now: number): Delivery {
  const { party, url = webhookAddress(party), headers, body } = forgery;
  const made = forms[party](forgery, now);
  return {
    url,
    headers: { 'content-type': 'application/json', ...made.headers, ...headers },
    body: body ?? JSON.stringify(made.content),
  };
}

interface Form {
  readonly headers?: Readonly<Record<string, string>>;
  readonly content: unknown;
}

const forms: Readonly<Record<PartyName, (forgery: Forgery, now: number) => Form>> = {
  tosspayments: ({ paymentId = 'pay_forged', providerPaymentId = 'forged_payment_key', status = 'DONE' }, now) => ({
    headers: {
      'tosspayments-webhook-transmission-id': `forged-${now}`,
      'tosspayments-webhook-transmission-time': new Date(now).toISOString(),
      'tosspayments-webhook-transmission-retried-count': '0',
    },
    content: {
      eventType: 'PAYMENT_STATUS_CHANGED',
      createdAt: new Date(now).toISOString().replace('Z', '000'),
      data: { paymentKey: providerPaymentId, orderId: paymentId, status, totalAmount: 1, secret: 'forged' },
    },
  }),
  portone_v1: ({ paymentId = 'pay_forged', providerPaymentId = 'imp_000000000000', status = 'paid' }) => ({
    content: { imp_uid: providerPaymentId, merchant_uid: paymentId, status },
  }),
  portone_v2: ({ paymentId = 'pay_forged', providerPaymentId = 'forged', status = 'Transaction.Paid' }, now) => ({
    headers: {
      'webhook-id': `forged-${now}`,
      'webhook-timestamp': String(Math.floor(now / 1000)),
      // A signature of the right form: 32 bytes that no key made.
      'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
    },
    content: {
      type: status,
      timestamp: new Date(now).toISOString(),
      data: { storeId: 'store-sandbox', paymentId, transactionId: providerPaymentId },
    },
  }),
  // It sends none, so any is forged.
  kakaopay: ({ paymentId = 'pay_forged', providerPaymentId = 'T0000000000000000000', status = 'SUCCESS_PAYMENT' }) => ({
    content: { tid: providerPaymentId, partner_order_id: paymentId, status },
  }),
};
