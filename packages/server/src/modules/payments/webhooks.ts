import { createHash } from 'node:crypto';
import type { ProviderName } from '@didacto/sdk/contract';
import { iso } from '../../platform/clock.js';
import { sameText } from '../../platform/keyed-digest.js';
import { Problem } from '../../platform/problem.js';
import { sha256 } from '../../platform/sha256.js';
import { isOpen } from './automaton.js';
import type { PaymentDependencies } from './dependencies.js';
import type { RawWebhook, WebhookReading } from './providers/port.js';
import type { PaymentRecord } from './record.js';
import { paymentStore } from './store.js';
import { taskStore } from './tasks.js';
import { webhookStore } from './webhook-store.js';

export interface Webhooks {
  /**
   * Takes a webhook: verified as its provider allows, kept once, and a hint at most. The answer does not wait for the
   * provider to be asked: that is a task, written before the answer.
   * @throws Problem not_found (no such provider here), webhook_refused
   */
  receive(provider: ProviderName, webhook: RawWebhook): Promise<void>;
}

type Hint = Extract<WebhookReading, { kind: 'hint' }>;

export function webhookService(deps: PaymentDependencies): Webhooks {
  const { db, clock, newId, log, providers } = deps;

  /** The payment a hint speaks of, if it is one of this provider's. */
  const paymentOf = async (provider: ProviderName, hint: Hint): Promise<PaymentRecord | undefined> => {
    const store = paymentStore(db);
    const named = hint.paymentId === null ? undefined : await store.byId(hint.paymentId);
    if (named !== undefined) return named.provider === provider ? named : undefined;
    return hint.providerPaymentId === null ? undefined : store.byProviderId(provider, hint.providerPaymentId);
  };

  const take = async (provider: ProviderName, hint: Hint, bodyDigest: string): Promise<void> => {
    const payment = await paymentOf(provider, hint);
    // A secret that is not the payment's is somebody else's doing; where we have none yet, asking harms nobody.
    const known = payment?.providerSecretDigest ?? null;
    const isForged = hint.proof === 'secret' && known !== null && !sameText(sha256(hint.secret ?? ''), known);
    const outcome = payment === undefined ? 'unknown_payment' : isForged ? 'refused' : 'queued';
    await db.transaction(async (tx) => {
      const isNew = await webhookStore(tx).insert({
        ...{ id: newId('whk'), provider, deliveryId: hint.deliveryId, eventType: hint.eventType },
        ...{ paymentId: payment?.id ?? null, proof: hint.proof, outcome, bodyDigest, at: iso(clock.now()) },
      });
      // A repeated delivery asks nothing anew, unless nothing is decided: an unsigned first one may have been forged to
      // keep the true one from being heard.
      if (payment !== undefined && outcome === 'queued' && (isNew || isOpen(payment.state)))
        await taskStore(tx, newId).queue(
          { kind: 'settle', subject: payment.id, paymentId: payment.id },
          clock.now(),
          0,
        );
    });
    if (isForged) throw new Problem('webhook_refused');
  };

  return {
    receive: async (name, webhook) => {
      const provider = providers.get(name);
      if (provider === undefined) throw new Problem('not_found');
      const reading = provider.parseWebhook(webhook);
      const bodyDigest = createHash('sha256').update(webhook.body).digest('hex');
      if (reading.kind === 'refused') {
        log.warn({ provider: name, refused: reading.code, body: bodyDigest }, 'webhook refused');
        throw new Problem('webhook_refused', { detail: reading.code });
      }
      if (reading.kind === 'hint') return take(name, reading, bodyDigest);
      await webhookStore(db).insert({
        ...{ id: newId('whk'), provider: name, deliveryId: reading.deliveryId, eventType: reading.eventType },
        ...{ paymentId: null, proof: reading.proof, outcome: 'ignored', bodyDigest, at: iso(clock.now()) },
      });
    },
  };
}
