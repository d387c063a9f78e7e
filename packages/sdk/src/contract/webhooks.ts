import * as z from 'zod';
import { PageQuery, PaymentId, page, Time, WebhookId } from './common.js';
import { ProviderName } from './payment-words.js';
import { route } from './route.js';

export const WebhookRecord = z
  .object({
    id: WebhookId,
    provider: ProviderName,
    eventType: z.string(),
    /** The same for a repeated delivery of one event. */
    deliveryId: z.string(),
    paymentId: PaymentId.nullable(),
    /** `unsigned`: anyone can have sent it; the provider was asked, not believed. */
    proof: z.enum(['signed', 'secret', 'unsigned']),
    outcome: z.enum(['queued', 'unknown_payment', 'ignored', 'refused']),
    /** How often it came. */
    copies: z.number().int(),
    receivedAt: Time,
  })
  .meta({ id: 'WebhookRecord', description: 'A webhook of a provider that came here' });
export type WebhookRecord = z.infer<typeof WebhookRecord>;

export const webhooks = {
  /** Where providers send their webhooks: the raw body, as its provider made it. */
  receive: route({
    method: 'POST',
    path: '/v1/webhooks/:provider',
    summary: 'Take a webhook of a payment provider',
    access: ['public'],
    params: z.object({ provider: ProviderName }),
    accepts: ['application/json', 'application/x-www-form-urlencoded'],
    errors: ['webhook_refused'],
  }),
  /** What came, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'List webhooks that came',
    access: ['admin', 'finance'],
    query: PageQuery.extend({ provider: ProviderName.optional(), paymentId: PaymentId.optional() }),
    response: page(WebhookRecord),
    paginated: true,
  }),
} as const;
