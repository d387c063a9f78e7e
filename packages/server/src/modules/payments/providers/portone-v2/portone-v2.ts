import type { Clock } from '../../../../platform/clock.js';
import type { Send } from '../exchange.js';
import type { Outcome, PaymentKeys, PaymentProvider, ProviderPayment } from '../port.js';
import { paymentPath, portOneCalls, unknown } from './calls.js';
import { checkConfig, type PortOneV2Config } from './config.js';
import { originsOf, preRegister, windowRequest } from './ready.js';
import { type Look, refunds } from './refund.js';
import { PaymentReply } from './replies.js';
import { toPayment } from './to-payment.js';
import { transactions } from './transactions.js';
import { webhookReader } from './webhook.js';

/**
 * PortOne V2. The buyer pays in PortOne's own window, whose script the checkout page runs; money moves there and then, and
 * we ask what became of it. It has no feed of settlements.
 * @throws Error when the settings cannot be right
 */
export function createPortOneV2(config: PortOneV2Config, send: Send, clock: Clock): PaymentProvider {
  checkConfig(config);
  const { storeId } = config;
  const call = portOneCalls(config, send);
  const look: Look = (paymentId) => {
    const path = `${paymentPath(paymentId)}?storeId=${encodeURIComponent(storeId)}`;
    return call(PaymentReply, { method: 'GET', path });
  };

  /** Asked by our own id: of the attempts under it PortOne shows the one that counts, and only one can ever be paid. */
  const inquire = async ({ paymentId }: PaymentKeys): Promise<Outcome<ProviderPayment | null>> => {
    const answer = await look(paymentId);
    if (answer.outcome === 'unknown') return answer;
    if (answer.outcome === 'ok') {
      const payment = toPayment(answer.value, clock.now());
      if (payment !== undefined) return { outcome: 'approved', value: payment };
      return unknown('unknown_status', `PortOne calls it ${answer.value.status}`);
    }
    const isMissing = answer.status === 404 && answer.type === 'PAYMENT_NOT_FOUND';
    return isMissing ? { outcome: 'approved', value: null } : unknown(answer.type, answer.message);
  };

  return {
    name: 'portone_v2',
    captures: 'at_provider',
    methods: ['card', 'virtual_account', 'transfer', 'easy_pay', 'mobile_phone'],
    merchantIds: [storeId],
    origins: originsOf(config),
    ready: async (request) => {
      const objection = await preRegister(call, storeId, request);
      if (objection !== undefined) return objection;
      return { outcome: 'approved', value: { providerPaymentId: null, action: windowRequest(config, request) } };
    },
    confirm: async (keys) => {
      const found = await inquire(keys);
      if (found.outcome !== 'approved') return found;
      const { value } = found;
      return value === null ? unknown('not_found', 'PortOne knows no such payment yet') : { ...found, value };
    },
    inquire,
    refund: refunds(call, look, storeId),
    parseWebhook: webhookReader(config, clock),
    listTransactions: (window) => transactions({ call, clock, config }, window),
    listSettlements: () => null,
  };
}
