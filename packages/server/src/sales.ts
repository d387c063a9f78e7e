import type { Config } from './config.js';
import type { Handlers } from './http/handlers.js';
import { alarmHandlers } from './modules/alarms/handlers.js';
import type { AlarmService } from './modules/alarms/service.js';
import type { AuditTrail } from './modules/audit/trail.js';
import { ledgerHandlers } from './modules/ledger/handlers.js';
import { createLedger } from './modules/ledger/ledger.js';
import { ledgerService } from './modules/ledger/service.js';
import { fulfilment } from './modules/orders/fulfilment.js';
import { orderHandlers } from './modules/orders/handlers.js';
import { orderService } from './modules/orders/service.js';
import { checkoutHandlers } from './modules/payments/checkouts.js';
import { deadLetterService } from './modules/payments/dead-letters.js';
import type { PaymentDependencies } from './modules/payments/dependencies.js';
import { giveUpPayment } from './modules/payments/give-up.js';
import { paymentHandlers } from './modules/payments/handlers.js';
import { ledgerBooks } from './modules/payments/ledger-books.js';
import { createProviders, type ProviderSet } from './modules/payments/providers/index.js';
import { refundQuotes } from './modules/payments/refund-quote.js';
import { refundService } from './modules/payments/refunds.js';
import { paymentService } from './modules/payments/service.js';
import { settlement } from './modules/payments/settle.js';
import { webhookHandlers } from './modules/payments/webhook-handlers.js';
import { type Webhooks, webhookService } from './modules/payments/webhooks.js';
import { paymentWorker } from './modules/payments/worker.js';
import { productHandlers } from './modules/products/handlers.js';
import { productService } from './modules/products/service.js';
import type { Clock } from './platform/clock.js';
import type { Database } from './platform/database.js';
import type { LiveEffects } from './platform/effects.js';
import type { NewId, RandomBytes } from './platform/ids.js';
import type { Logger } from './platform/logger.js';
import { secretBox } from './platform/secret-box.js';
import type { Secrets } from './platform/secrets.js';

type Groups = 'products' | 'orders' | 'payments' | 'checkouts' | 'ledger' | 'webhooks' | 'alarms';

/** What is sold, and the money for it. */
export interface Sales {
  readonly handlers: Pick<Handlers, Groups>;
  readonly webhooks: Webhooks;
  readonly providers: ProviderSet;
  stop(): Promise<void>;
}

interface Parts {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly newId: NewId;
  readonly log: Logger;
  readonly secrets: Secrets;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
  readonly alarms: AlarmService;
  readonly publicUrl: () => string;
  readonly onProductsChange: (listen: () => void) => void;
}

export function buildSales(parts: Parts): Sales {
  const { config, db, clock, random, newId, log, secrets, alarms } = parts;
  const timeZone = config.businessTimeZone;
  const providers = createProviders(config.payments, { clock, log, alarms, db });
  const deps: PaymentDependencies = {
    ...parts,
    alarms,
    providers: providers.all,
    box: secretBox(secrets.vaultKey, random),
    books: ledgerBooks(createLedger({ clock, newId, timeZone })),
    fulfilment: fulfilment({ newId, effects: parts.effects }),
    testModeAllowed: config.payments.testMode,
  };
  const settle = settlement(deps);
  const payments = paymentService(deps, settle);
  const refunds = refundService(deps, settle);
  const worker = paymentWorker(deps, settle, refunds);
  const products = productService(parts);
  parts.onProductsChange(products.changed);
  const orders = orderService({ ...parts, giveUpPayment: giveUpPayment(deps) });
  worker.start();
  return {
    providers,
    webhooks: webhookService(deps),
    handlers: {
      products: productHandlers(products),
      orders: orderHandlers({ db, orders }),
      payments: paymentHandlers({
        ...{ db, payments, settlement: settle, refunds, deadLetters: deadLetterService(deps) },
        quotes: refundQuotes({ db, clock, timeZone }),
      }),
      checkouts: checkoutHandlers({ deps, orders, payments }),
      ledger: ledgerHandlers(ledgerService({ db })),
      webhooks: webhookHandlers(db),
      alarms: alarmHandlers(alarms),
    },
    stop: async () => {
      await worker.stop();
      await providers.close();
    },
  };
}
