import { verifyStandardWebhook } from '@didacto/sdk/webhooks';
import type { Clock } from '../../../../platform/clock.js';
import type { RawWebhook, WebhookReading } from '../port.js';
import { jsonOf } from './calls.js';
import type { PortOneV2Config } from './config.js';
import { OldWebhookBody, WebhookBody, WebhookType } from './replies.js';

const longestBody = 64 * 1024;

/** Events after which a payment may be another; that a window was opened, or a confirmation is asked for, tells nothing. */
const telling: ReadonlySet<string> = new Set([
  'Transaction.Paid',
  'Transaction.VirtualAccountIssued',
  'Transaction.PartialCancelled',
  'Transaction.Cancelled',
  'Transaction.Failed',
  'Transaction.PayPending',
  'Transaction.CancelPending',
  'Transaction.DisputeCreated',
  'Transaction.DisputeResolved',
]);

/**
 * Signed by the Standard Webhooks specification, with either of the secrets. Types that PortOne adds later are ignored, as
 * it asks for; the form before 2024-04-25 is refused, so that its console shows that the version is set wrong.
 */
export const webhookReader =
  ({ webhookSecrets: secrets, storeId }: Pick<PortOneV2Config, 'webhookSecrets' | 'storeId'>, clock: Clock) =>
  ({ headers, body }: RawWebhook): WebhookReading => {
    if (body.length > longestBody) return { kind: 'refused', code: 'too_long' };
    const verification = verifyStandardWebhook({ headers, body, secrets, now: clock.now() });
    if (!verification.verified) return { kind: 'refused', code: verification.reason.toLowerCase() };
    const json = jsonOf(body.toString('utf8'));
    const deliveryId = verification.id;
    const eventType = WebhookType.safeParse(json).data?.type;
    if (eventType !== undefined && !telling.has(eventType))
      return { kind: 'ignored', eventType, deliveryId, proof: 'signed' };
    const read = WebhookBody.safeParse(json);
    if (!read.success)
      return { kind: 'refused', code: OldWebhookBody.safeParse(json).success ? 'old_version' : 'unreadable' };
    const { type, data } = read.data;
    // Of another shop of the same merchant.
    if (data.storeId !== storeId) return { kind: 'ignored', eventType: type, deliveryId, proof: 'signed' };
    return {
      ...{ kind: 'hint', eventType: type, deliveryId, paymentId: data.paymentId },
      ...{ providerPaymentId: data.transactionId ?? null, proof: 'signed', secret: null },
    };
  };
