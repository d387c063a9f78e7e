import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { RawWebhook, WebhookReading } from '../port.js';
import { jsonOf } from './calls.js';

const longestBody = 64 * 1024;

const orderId = z.string().regex(/^[A-Za-z0-9_=-]{6,64}$/);
const paymentKey = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const secret = z.string().regex(/^[\x21-\x7e]{1,50}$/);

const Typed = z.object({ eventType: z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/) });
const StatusChanged = z.object({ data: z.object({ paymentKey, orderId, secret: secret.nullish() }) });
/** The one kind without `eventType`. */
const DepositCallback = z.object({ eventType: z.undefined().optional(), orderId, secret, status: z.string().max(50) });

/**
 * No payment webhook is signed. `secret` is the payment's, the same each time, so that whoever saw one webhook can send
 * more: a hint at most.
 */
export function readWebhook({ headers, body }: RawWebhook): WebhookReading {
  if (body.length > longestBody) return refused('too_long');
  const json = jsonOf(body.toString('utf8'));
  const deliveryId = deliveryIdOf(headers, body);
  const deposit = DepositCallback.safeParse(json);
  if (deposit.success) {
    return {
      ...{ kind: 'hint', eventType: 'DEPOSIT_CALLBACK', deliveryId, paymentId: deposit.data.orderId },
      ...{ providerPaymentId: null, proof: 'secret', secret: deposit.data.secret },
    };
  }
  const typed = Typed.safeParse(json);
  if (!typed.success) return refused('unreadable');
  const { eventType } = typed.data;
  if (eventType !== 'PAYMENT_STATUS_CHANGED') return { kind: 'ignored', eventType, deliveryId, proof: 'unsigned' };
  const changed = StatusChanged.safeParse(json);
  if (!changed.success) return refused('unreadable');
  const { data } = changed.data;
  return {
    ...{ kind: 'hint', eventType, deliveryId, paymentId: data.orderId, providerPaymentId: data.paymentKey },
    ...(data.secret ? { proof: 'secret', secret: data.secret } : { proof: 'unsigned', secret: null }),
  };
}

const refused = (code: string): WebhookReading => ({ kind: 'refused', code });

/** Toss's own id, the same for each try; the body tells apart where there is none. */
function deliveryIdOf(headers: RawWebhook['headers'], body: Buffer): string {
  const id = headers['tosspayments-webhook-transmission-id'];
  if (id !== undefined && /^[\x21-\x7e]{1,200}$/.test(id)) return id;
  return createHash('sha256').update(body).digest('hex');
}
