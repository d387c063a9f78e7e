import type { ProviderName } from '@didacto/sdk/contract';
import type { Clock } from '../../platform/clock.js';
import type { Database, Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId, RandomBytes } from '../../platform/ids.js';
import type { Logger } from '../../platform/logger.js';
import type { SecretBox } from '../../platform/secret-box.js';
import type { AuditTrail } from '../audit/trail.js';
import type { Fulfilment } from '../orders/fulfilment.js';
import type { Books } from './books.js';
import type { PaymentProvider } from './providers/port.js';

export type PaymentAlarm =
  | 'payment_unknown'
  | 'payment_mismatch'
  | 'payment_test_mode'
  | 'payment_foreign'
  | 'payment_surplus'
  | 'payment_not_granted'
  | 'payment_tampered'
  | 'refund_failed'
  | 'refund_elsewhere'
  | 'provider_down';

/** Where payments report what a person has to know of. */
export interface PaymentAlarms {
  /** In the transaction of its cause; telling people happens after it. */
  open(tx: Queries, code: PaymentAlarm, subject: string, detail: string): Promise<void>;
  /** The cause is gone. */
  resolve(tx: Queries, code: PaymentAlarm, subject: string): Promise<void>;
}

export type Providers = ReadonlyMap<ProviderName, PaymentProvider>;

/** What all parts of payments are made from. */
export interface PaymentDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly newId: NewId;
  readonly log: Logger;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
  readonly box: SecretBox;
  readonly books: Books;
  readonly fulfilment: Fulfilment;
  readonly alarms: PaymentAlarms;
  readonly providers: Providers;
  readonly testModeAllowed: boolean;
  /** Where links lead to. */
  readonly publicUrl: () => string;
}
