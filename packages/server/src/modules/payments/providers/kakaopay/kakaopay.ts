import type { Send } from '../exchange.js';
import type { PaymentProvider } from '../port.js';
import { kakaoCalls } from './calls.js';
import { checkConfig, type KakaoPayConfig, testCid } from './config.js';
import { confirmations } from './confirm.js';
import { looks } from './look.js';
import { kakaoMethods, starts } from './ready.js';
import { refunds } from './refund.js';

/**
 * KakaoPay by its current API (`open-api.kakaopay.com`), one-off payments. It has no webhooks, no idempotency keys and no
 * feeds: the order by its tid is the only truth.
 * @throws Error when the configuration cannot work
 */
export function createKakaoPay(config: KakaoPayConfig, send: Send): PaymentProvider {
  checkConfig(config);
  const { cid } = config;
  const call = kakaoCalls(config, send);
  const look = looks(call, cid);
  return {
    name: 'kakaopay',
    captures: 'on_confirm',
    methods: kakaoMethods,
    // A payment through its test channel is known for what it is, rather than for another merchant's.
    merchantIds: cid === testCid ? [cid] : [cid, testCid],
    // The browser leaves the page; nothing of KakaoPay runs in it.
    origins: { script: [], connect: [], frame: [] },
    ready: starts(call),
    confirm: confirmations(call, look, cid),
    inquire: async (keys) => {
      const found = await look(keys);
      return found.outcome === 'approved' ? { outcome: 'approved', value: found.value?.payment ?? null } : found;
    },
    refund: refunds(call, look),
    parseWebhook: () => ({ kind: 'refused', code: 'no_webhooks' }),
    listTransactions: () => null,
    listSettlements: () => null,
  };
}
