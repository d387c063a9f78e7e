import type { ProviderName } from '@didacto/sdk/contract';
import type { PaymentConfig } from '../../../payment-config.js';
import type { Clock } from '../../../platform/clock.js';
import type { Database } from '../../../platform/database.js';
import type { Logger } from '../../../platform/logger.js';
import type { PaymentAlarms } from '../dependencies.js';
import { withBreaker } from './breaker.js';
import type { Send } from './exchange.js';
import { httpSend } from './http-send.js';
import { createKakaoPay } from './kakaopay/kakaopay.js';
import type { PaymentProvider } from './port.js';
import { createPortOneV1 } from './portone-v1/portone-v1.js';
import { createPortOneV2 } from './portone-v2/portone-v2.js';
import { createTossPayments } from './tosspayments/tosspayments.js';

/** The providers that this server has keys for. */
export interface ProviderSet {
  readonly all: ReadonlyMap<ProviderName, PaymentProvider>;
  close(): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly alarms: PaymentAlarms;
}

export function createProviders(config: PaymentConfig, deps: Dependencies): ProviderSet {
  const { clock, log, db, alarms } = deps;
  const pools: (() => Promise<void>)[] = [];
  /** Calls to one provider: its own pool, and a breaker that keeps calls from it while it is down. */
  const calls = (name: ProviderName, url: string): Send => {
    const http = httpSend({ url, timeoutMs: config.timeoutMs });
    pools.push(http.close);
    const report = (change: Promise<void>): void =>
      void change.catch((error: unknown) => log.error({ err: error, provider: name }, 'could not report the provider'));
    return withBreaker(http.send, {
      clock,
      onOpen: () => report(db.transaction((tx) => alarms.open(tx, 'provider_down', name, 'technical errors'))),
      onClose: () => report(db.transaction((tx) => alarms.resolve(tx, 'provider_down', name))),
    });
  };
  const { testMode, tosspayments: toss, kakaopay, portOneV1, portOneV2 } = config;
  const made: PaymentProvider[] = [];
  if (toss) made.push(createTossPayments({ ...toss, testMode }, calls('tosspayments', toss.url)));
  if (kakaopay) made.push(createKakaoPay({ ...kakaopay, testMode }, calls('kakaopay', kakaopay.url)));
  if (portOneV1) made.push(createPortOneV1(portOneV1, calls('portone_v1', portOneV1.url), clock));
  if (portOneV2) made.push(createPortOneV2({ ...portOneV2, testMode }, calls('portone_v2', portOneV2.url), clock));
  return {
    all: new Map(made.map((provider) => [provider.name, provider])),
    close: async () => {
      await Promise.all(pools.map((close) => close()));
    },
  };
}
