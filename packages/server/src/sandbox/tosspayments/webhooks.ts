import type { SandboxClock } from '../kit/clock.js';
import type { WebhookEmitter } from '../kit/webhook-emitter.js';
import { kstMicros, kstTime } from './kst.js';
import type { TossPayment } from './payment.js';

/** Until a webhook is sent again, as long as it is not answered with 2xx. */
const retryAfterMs = [1, 4, 16, 64, 256, 1024, 4096].map((minutes) => minutes * 60_000);

interface Options {
  readonly clock: SandboxClock;
  readonly webhooks: WebhookEmitter;
  readonly webhookUrl: () => string | null;
  readonly random: () => number;
  readonly toJson: (payment: TossPayment) => unknown;
}

/**
 * Tells the merchant what became of a payment. Both kinds of events are registered, so that whatever happens to a virtual
 * account is told twice. None is signed.
 */
export function tossWebhooks({ clock, webhooks, webhookUrl, random, toJson }: Options) {
  const send = (content: unknown): void => {
    const url = webhookUrl();
    if (url === null) return;
    const id = `whtrans_${Math.floor(random() * 2 ** 52).toString(36)}${Math.floor(random() * 2 ** 52).toString(36)}`;
    const body = JSON.stringify(content);
    webhooks.emit(
      (tries) => ({
        ...{ url, body },
        headers: {
          'content-type': 'application/json',
          'tosspayments-webhook-transmission-id': id,
          'tosspayments-webhook-transmission-time': kstTime(clock.now()),
          'tosspayments-webhook-transmission-retried-count': String(tries),
        },
      }),
      retryAfterMs,
    );
  };
  return (payment: TossPayment): void => {
    const createdAt = kstMicros(clock.now());
    const { secret, status, transactionKey, request } = payment;
    send({ eventType: 'PAYMENT_STATUS_CHANGED', createdAt, data: toJson(payment) });
    if (payment.virtualAccount !== null) send({ createdAt, secret, status, transactionKey, orderId: request.orderId });
  };
}
