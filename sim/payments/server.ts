import { type Idempotency, idempotency } from '../../packages/server/src/http/idempotency.js';
import { alarmService } from '../../packages/server/src/modules/alarms/service.js';
import { alarmTeller } from '../../packages/server/src/modules/alarms/teller.js';
import { auditTrail } from '../../packages/server/src/modules/audit/trail.js';
import { createLedger } from '../../packages/server/src/modules/ledger/ledger.js';
import { fulfilment } from '../../packages/server/src/modules/orders/fulfilment.js';
import { type OrderService, orderService } from '../../packages/server/src/modules/orders/service.js';
import { type DeadLetters, deadLetterService } from '../../packages/server/src/modules/payments/dead-letters.js';
import type { PaymentDependencies } from '../../packages/server/src/modules/payments/dependencies.js';
import { giveUpPayment } from '../../packages/server/src/modules/payments/give-up.js';
import { ledgerBooks } from '../../packages/server/src/modules/payments/ledger-books.js';
import { type Refunds, refundService } from '../../packages/server/src/modules/payments/refunds.js';
import { type Payments, paymentService } from '../../packages/server/src/modules/payments/service.js';
import { type Settlement, settlement } from '../../packages/server/src/modules/payments/settle.js';
import { type Webhooks, webhookService } from '../../packages/server/src/modules/payments/webhooks.js';
import { type PaymentWorker, paymentWorker } from '../../packages/server/src/modules/payments/worker.js';
import { type ProductService, productService } from '../../packages/server/src/modules/products/service.js';
import type { Clock } from '../../packages/server/src/platform/clock.js';
import type { Database } from '../../packages/server/src/platform/database.js';
import { nobodyConnected } from '../../packages/server/src/platform/effects.js';
import { idFactory, type RandomBytes } from '../../packages/server/src/platform/ids.js';
import { createLogger } from '../../packages/server/src/platform/logger.js';
import { secretBox } from '../../packages/server/src/platform/secret-box.js';
import { sha256 } from '../../packages/server/src/platform/sha256.js';
import { publicUrl } from './outside.js';
import { type Sends, strategies } from './strategies.js';

/** The payments of a server, wired as the server wires them, over what the simulation gives it. */
export interface SimServer {
  readonly orders: OrderService;
  readonly products: ProductService;
  readonly payments: Payments;
  readonly settlement: Settlement;
  readonly refunds: Refunds;
  readonly webhooks: Webhooks;
  readonly worker: PaymentWorker;
  readonly deadLetters: DeadLetters;
  readonly idempotency: Idempotency;
}

/** Breaks the core on purpose, to see that an invariant notices. */
export type Mutation = (deps: PaymentDependencies) => PaymentDependencies;

interface Options {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly sends: Sends;
  /** Something went wrong that the server expects to never go wrong. */
  readonly onError: (line: string) => void;
  readonly mutate: Mutation;
}

const timeZone = 'Asia/Seoul';
const vaultKey = Buffer.alloc(32, 7);
const identity = { publicKey: '', sign: sha256 };

export function startServer({ db, clock, random, sends, onError, mutate }: Options): SimServer {
  const newId = idFactory(clock, random);
  const log = createLogger('error', { write: onError });
  const audit = auditTrail({ clock, random, identity });
  const effects = { ...nobodyConnected };
  const teller = alarmTeller({
    ...{ db, clock, log, timeZone, postman: { post: () => {} }, institutionName: async () => 'School' },
  });
  const base = { db, clock, random, newId, log, audit, effects, publicUrl: () => publicUrl };
  const alarms = alarmService({ ...base, teller });
  const box = secretBox(vaultKey, random);
  const deps = mutate({
    ...{ ...base, alarms, box, testModeAllowed: false },
    providers: strategies({ sends, clock, db, alarms, log }),
    books: ledgerBooks(createLedger({ clock, newId, timeZone })),
    fulfilment: fulfilment({ newId, effects }),
  });
  const settle = settlement(deps);
  const refunds = refundService(deps, settle);
  const products = productService(base);
  effects.productsChanged = products.changed;
  return {
    ...{ products, refunds, settlement: settle, payments: paymentService(deps, settle) },
    orders: orderService({ ...base, giveUpPayment: giveUpPayment(deps) }),
    webhooks: webhookService(deps),
    worker: paymentWorker(deps, settle, refunds),
    deadLetters: deadLetterService(deps),
    idempotency: idempotency({ db, clock, box }),
  };
}
