import type { WebhookEmitter } from '../kit/webhook-emitter.js';
import type { Attempt } from './attempts.js';
import type { V1Settings } from './options.js';

const minute = 60_000;

export type Notify = (attempt: Attempt, status: 'paid' | 'ready' | 'cancelled', cancellationId?: string) => void;

/**
 * Tells the merchant, unsigned. One delivery; with resends five more, a minute apart, where no answer or a 5xx came. It
 * goes where the payment said (`notice_url`), else where the console says.
 */
export function notifier(webhooks: WebhookEmitter, settings: V1Settings): Notify {
  const { webhookUrl, webhookFormat = 'json', webhookResends = false } = settings;
  const retries = webhookResends ? Array.from({ length: 5 }, () => minute) : [];
  const contentType = webhookFormat === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
  return ({ impUid, request }, status, cancellationId) => {
    const fields = {
      imp_uid: impUid,
      merchant_uid: request.merchantUid,
      status,
      ...(cancellationId !== undefined && { cancellation_id: cancellationId }),
    };
    const body = webhookFormat === 'json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
    const fallback = webhookUrl === undefined ? [] : [webhookUrl];
    for (const url of request.noticeUrls.length > 0 ? request.noticeUrls : fallback)
      webhooks.emit(() => ({ url, headers: { 'content-type': contentType }, body }), retries, isTaken);
  };
}

/** Any answer but a 5xx is one. */
const isTaken = (status: number): boolean => status > 0 && status < 500;
