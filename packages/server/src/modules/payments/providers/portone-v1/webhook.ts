import { sha256 } from '../../../../platform/sha256.js';
import type { RawWebhook, WebhookReading } from '../port.js';
import { jsonOf } from './access.js';
import { WebhookBody } from './replies.js';

const longestBody = 16 * 1024;

/** JSON or a form, as the console says; unsigned, so that it is a hint at most. */
export function readWebhook({ headers, body }: RawWebhook): WebhookReading {
  if (body.length > longestBody) return { kind: 'refused', code: 'too_long' };
  const text = body.toString('utf8');
  const isForm = headers['content-type']?.includes('x-www-form-urlencoded') === true;
  const fields = isForm ? Object.fromEntries(new URLSearchParams(text)) : jsonOf(text);
  const read = WebhookBody.safeParse(fields);
  if (!read.success) return { kind: 'refused', code: 'unreadable' };
  const { imp_uid: impUid, merchant_uid: merchantUid, status, cancellation_id: cancellationId } = read.data;
  return {
    kind: 'hint',
    eventType: status,
    // It carries no id of its own. As JSON, so that no two different ones run together.
    deliveryId: sha256(JSON.stringify([impUid, merchantUid, status, cancellationId || null])),
    paymentId: merchantUid,
    providerPaymentId: impUid,
    proof: 'unsigned',
    secret: null,
  };
}
