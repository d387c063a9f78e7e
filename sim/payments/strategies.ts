import type { PaymentAlarms, Providers } from '../../packages/server/src/modules/payments/dependencies.js';
import { withBreaker } from '../../packages/server/src/modules/payments/providers/breaker.js';
import type { Send } from '../../packages/server/src/modules/payments/providers/exchange.js';
import { createKakaoPay } from '../../packages/server/src/modules/payments/providers/kakaopay/kakaopay.js';
import { createPortOneV1 } from '../../packages/server/src/modules/payments/providers/portone-v1/portone-v1.js';
import { createPortOneV2 } from '../../packages/server/src/modules/payments/providers/portone-v2/portone-v2.js';
import { createTossPayments } from '../../packages/server/src/modules/payments/providers/tosspayments/tosspayments.js';
import type { Clock } from '../../packages/server/src/platform/clock.js';
import type { Database } from '../../packages/server/src/platform/database.js';
import type { Logger } from '../../packages/server/src/platform/logger.js';
import { type PartyName, sandboxMerchant } from '../../packages/server/src/sandbox/merchant.js';

export type Sends = Readonly<Record<PartyName, Send>>;

interface Dependencies {
  readonly sends: Sends;
  readonly clock: Clock;
  readonly db: Database;
  readonly alarms: PaymentAlarms;
  readonly log: Logger;
}

const { tosspayments: toss, kakaopay, portone_v1: v1, portone_v2: v2 } = sandboxMerchant;
const url = 'http://party.sim';
const testMode = false;

/** The real strategies, each behind its own breaker as in the server, but on the ways that the simulation makes. */
export function strategies({ sends, clock, db, alarms, log }: Dependencies): Providers {
  const call = (name: PartyName): Send => {
    const report = (change: Promise<void>): void =>
      void change.catch((error: unknown) => log.error({ err: error, provider: name }, 'could not report the provider'));
    return withBreaker(sends[name], {
      clock,
      onOpen: () => report(db.transaction((tx) => alarms.open(tx, 'provider_down', name, 'technical errors'))),
      onClose: () => report(db.transaction((tx) => alarms.resolve(tx, 'provider_down', name))),
    });
  };
  const made = [
    createTossPayments(
      { url, testMode, secretKey: toss.secretKey, clientKey: toss.clientKey, merchantId: toss.mId },
      call('tosspayments'),
    ),
    createKakaoPay({ ...kakaopay, testMode }, call('kakaopay')),
    createPortOneV1(
      {
        ...{ key: v1.impKey, secret: v1.impSecret, storeCode: v1.storeCode, channelKey: v1.channelKey, pgId: v1.pgId },
        scriptUrl: `${url}/v1/iamport.js`,
      },
      call('portone_v1'),
      clock,
    ),
    createPortOneV2({ ...v2, webhookSecrets: [v2.webhookSecret], testMode }, call('portone_v2'), clock),
  ];
  return new Map(made.map((provider) => [provider.name, provider]));
}
