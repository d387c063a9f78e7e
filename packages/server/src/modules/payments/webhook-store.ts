import type { ProviderName } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';
import { codeOf } from './providers/provider-code.js';

export type WebhookOutcome = 'queued' | 'unknown_payment' | 'ignored' | 'refused';
export type WebhookProof = 'signed' | 'secret' | 'unsigned';

/** That a webhook came, and what became of it; never its body, which may name people and cards. */
export interface WebhookRecord {
  readonly id: string;
  readonly provider: ProviderName;
  readonly deliveryId: string;
  readonly eventType: string;
  readonly paymentId: string | null;
  readonly proof: WebhookProof;
  readonly outcome: WebhookOutcome;
  /** How often the same delivery came. */
  readonly copies: number;
  readonly receivedAt: string;
}

interface WebhookRow {
  id: string;
  provider: ProviderName;
  delivery_id: string;
  event_type: string;
  payment_id: string | null;
  proof: WebhookProof;
  outcome: WebhookOutcome;
  copies: number;
  received_at: string;
}

export const webhookStore = (db: Queries) => ({
  /** Gives whether the delivery is new; a repeated one is counted. */
  insert: async (
    row: Omit<WebhookRecord, 'copies' | 'receivedAt'> & { readonly bodyDigest: string; readonly at: string },
  ): Promise<boolean> => {
    await db('webhooks')
      .insert({
        id: row.id,
        provider: row.provider,
        delivery_id: row.deliveryId,
        // Unsigned ones are in the words of whoever sent them.
        event_type: codeOf(row.eventType),
        payment_id: row.paymentId,
        proof: row.proof,
        outcome: row.outcome,
        copies: 1,
        body_digest: row.bodyDigest,
        received_at: row.at,
      })
      .onConflict(['provider', 'delivery_id'])
      .merge({ copies: db.raw('webhooks.copies + 1') });
    const kept: { id: string } | undefined = await db('webhooks')
      .where({ provider: row.provider, delivery_id: row.deliveryId })
      .first('id');
    return kept?.id === row.id;
  },
  page: ({
    provider,
    paymentId,
    ...request
  }: PageRequest & { provider?: ProviderName | undefined; paymentId?: string | undefined }) => {
    const query = db('webhooks');
    if (provider !== undefined) query.where({ provider });
    if (paymentId !== undefined) query.where({ payment_id: paymentId });
    return pageById<WebhookRow, WebhookRecord>(
      query,
      request,
      'id',
      'desc',
      ({ id }) => id,
      (row) => ({
        id: row.id,
        provider: row.provider,
        deliveryId: row.delivery_id,
        eventType: row.event_type,
        paymentId: row.payment_id,
        proof: row.proof,
        outcome: row.outcome,
        copies: row.copies,
        receivedAt: row.received_at,
      }),
    );
  },
});
