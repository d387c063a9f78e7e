import type { PaymentMethod } from '@didacto/sdk/contract';
import type { Clock } from '../../../../platform/clock.js';
import type { Send } from '../exchange.js';
import type { Outcome, PaymentProvider, Started, StartRequest } from '../port.js';
import { accessTokens, unknown } from './access.js';
import { authorizedCalls, type Call } from './calls.js';
import type { PortOneV1Config } from './config.js';
import { lookups } from './lookups.js';
import { refunds } from './refund.js';
import { PrepareReply } from './replies.js';
import { transactions } from './transactions.js';
import { readWebhook } from './webhook.js';

/** Our words for its own. What easy pay is called depends on the channel, so it is not among them. */
const payMethods: Readonly<Partial<Record<PaymentMethod, string>>> = {
  card: 'card',
  virtual_account: 'vbank',
  transfer: 'trans',
  mobile_phone: 'phone',
};

/**
 * PortOne V1 (iamport). The buyer pays in PortOne's own window, whose script the checkout page runs; money moves there and
 * then, and we ask what became of it.
 */
export function createPortOneV1(config: PortOneV1Config, send: Send, clock: Clock): PaymentProvider {
  const call = authorizedCalls(accessTokens(config, send, clock), send);
  const looks = lookups(call, clock);
  return {
    name: 'portone_v1',
    captures: 'at_provider',
    methods: ['card', 'virtual_account', 'transfer', 'mobile_phone'],
    merchantIds: config.pgId === undefined ? null : [config.pgId],
    origins: originsOf(config.scriptUrl),
    ready: async (request) => {
      const payMethod = payMethods[request.method];
      if (payMethod === undefined)
        return { outcome: 'declined', code: 'method_not_supported', message: request.method };
      return (await prepare(call, request)) ?? { outcome: 'approved', value: started(config, request, payMethod) };
    },
    confirm: async (keys, returned) => {
      const providerPaymentId = keys.providerPaymentId ?? returned.providerPaymentId;
      const found = await looks.find({ paymentId: keys.paymentId, providerPaymentId });
      if (found.outcome !== 'approved') return found;
      return found.value === null
        ? unknown('not_found', 'PortOne knows no such payment yet')
        : { outcome: 'approved', value: found.value };
    },
    inquire: looks.find,
    refund: refunds(call, looks, clock),
    parseWebhook: readWebhook,
    listTransactions: (window) => transactions(call, clock, window),
    listSettlements: () => null,
  };
}

/**
 * Registers the amount, so that the window refuses any other. Undefined: it is registered. It is never changed by PUT: an
 * amount that differs from the registered one is somebody's mistake, not an update.
 */
async function prepare(call: Call, { paymentId, amount }: StartRequest): Promise<Outcome<never> | undefined> {
  const wanted = { merchant_uid: paymentId, amount, currency: 'KRW' };
  const registered = await call(PrepareReply, 'POST', '/payments/prepare', wanted);
  if (registered.outcome === 'ok') return undefined;
  if (registered.outcome === 'unknown') return registered;
  // Registered before, perhaps by this very request, whose reply was lost.
  const known = await call(PrepareReply, 'GET', `/payments/prepare/${encodeURIComponent(paymentId)}`);
  if (known.outcome === 'unknown') return known;
  if (known.outcome !== 'ok') return { outcome: 'declined', code: 'prepare_refused', message: registered.message };
  const isSame = known.value.amount === amount && (known.value.currency ?? 'KRW') === 'KRW';
  return isSame ? undefined : { outcome: 'declined', code: 'prepared_otherwise', message: registered.message };
}

/** What the checkout page hands to `IMP.request_pay`. */
function started(config: PortOneV1Config, request: StartRequest, payMethod: string): Started {
  const { storeCode, channelKey, scriptUrl } = config;
  const { paymentId, orderName, amount, taxFree, installmentMonths, buyer, urls, webhookUrl } = request;
  return {
    providerPaymentId: null,
    action: {
      kind: 'script',
      provider: 'portone_v1',
      scriptUrl,
      setUp: { storeCode },
      request: {
        ...{ channelKey, pay_method: payMethod, merchant_uid: paymentId, name: orderName },
        ...{ amount, tax_free: taxFree, currency: 'KRW', buyer_name: [...buyer.name].slice(0, 16).join('') },
        ...(buyer.email.length <= 64 && { buyer_email: buyer.email }),
        // An empty list offers no instalments.
        ...(payMethod === 'card' && { display: { card_quota: installmentMonths > 1 ? [installmentMonths] : [] } }),
        ...{ notice_url: webhookUrl, m_redirect_url: urls.success },
      },
    },
  };
}

/** PortOne's own script opens frames of its own domain; any other address is one server for all, such as the sandbox. */
function originsOf(scriptUrl: string): PaymentProvider['origins'] {
  const { origin, hostname } = new URL(scriptUrl);
  const isReal = hostname === 'iamport.kr' || hostname.endsWith('.iamport.kr');
  const own = isReal ? ['https://*.iamport.kr'] : [origin];
  return { script: [origin], connect: isReal ? own : [], frame: own };
}
