import { signTestWebhook } from '@didacto/sdk/webhooks';
import type { SandboxClock } from '../kit/clock.js';
import type { WebhookEmitter } from '../kit/webhook-emitter.js';
import type { Attempt, WebhookRecord } from './attempts.js';
import { randomId } from './random-id.js';

export type TransactionEvent =
  | 'Ready'
  | 'Paid'
  | 'VirtualAccountIssued'
  | 'PartialCancelled'
  | 'Cancelled'
  | 'Failed'
  | 'PayPending'
  | 'CancelPending';

const minute = 60_000;
/** Before the first, second … further try, where no 2xx came. */
const waits = [1, 4, 16, 64, 256];
const mostSecrets = 2;

/** The merchant's webhook secrets: two at most, while one replaces the other; what is sent is signed with each. */
export interface WebhookSecrets {
  readonly all: readonly string[];
  /** @throws Error when there are two already */
  add(secret: string): void;
  expire(secret: string): void;
}

export function webhookSecrets(first: string): WebhookSecrets {
  let all: readonly string[] = [first];
  return {
    get all() {
      return all;
    },
    add: (secret) => {
      if (all.length >= mostSecrets) throw new Error(`PortOne keeps ${mostSecrets} webhook secrets at most`);
      all = [...all, secret];
    },
    expire: (secret) => {
      all = all.filter((one) => one !== secret);
    },
  };
}

export interface Notifier {
  /** Tells the merchant that something happened to an attempt. */
  tell(attempt: Attempt, event: TransactionEvent, cancellationId?: string): void;
  /** Sends what was sent once more, under the same id. */
  again(record: WebhookRecord): void;
}

interface Options {
  readonly clock: SandboxClock;
  readonly random: () => number;
  readonly webhooks: WebhookEmitter;
  readonly secrets: WebhookSecrets;
  /** Where it goes to when a payment names no address. */
  readonly fallback: string;
}

/** Webhooks of version 2024-04-25, signed by the Standard Webhooks specification. */
export function notifier({ clock, random, webhooks, secrets, fallback }: Options): Notifier {
  const again = ({ id, url, body }: WebhookRecord): void =>
    webhooks.emit(
      () => ({ url, ...signTestWebhook({ secrets: secrets.all, id, body, now: clock.now() }) }),
      // Full jitter: any time from none to the whole wait.
      waits.map((minutes) => Math.floor(random() * minutes * minute)),
    );
  return {
    again,
    tell: (attempt, event, cancellationId) => {
      const { request, txId, status } = attempt;
      const at = clock.now();
      const data = {
        ...{ storeId: request.storeId, paymentId: request.paymentId, transactionId: txId },
        ...(cancellationId !== undefined && { cancellationId }),
      };
      const body = JSON.stringify({ type: `Transaction.${event}`, timestamp: new Date(at).toISOString(), data });
      for (const url of request.noticeUrls.length > 0 ? request.noticeUrls : [fallback]) {
        const record = { id: randomId(random, at), url, status, body, triggeredAt: at, resends: 0 };
        attempt.webhooks.push(record);
        again(record);
      }
    },
  };
}
