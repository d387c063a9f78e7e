import type { SandboxReply } from '../kit/http.js';
import type { Attempts } from './attempts.js';
import type { Fields } from './json-body.js';
import type { Notifier } from './notify.js';
import { webhookJson } from './payment-json.js';
import { done, refused } from './replies.js';

const mostResends = 5;

/** Sends a webhook once more, by its id or the newest of the payment. */
export function resendWebhook(
  attempts: Attempts,
  notify: Notifier,
  paymentId: string,
  { webhookId }: Fields,
): SandboxReply {
  const known = attempts.of(paymentId);
  if (known.length === 0) return refused('PAYMENT_NOT_FOUND', '결제 건이 존재하지 않습니다.');
  const records = known.flatMap(({ webhooks }) => webhooks);
  const record = webhookId === undefined ? records.at(-1) : records.find(({ id }) => id === webhookId);
  if (record === undefined) return refused('WEBHOOK_NOT_FOUND', '웹훅 내역이 존재하지 않습니다.');
  if (record.resends >= mostResends)
    return refused('MAX_WEBHOOK_RETRY_COUNT_REACHED', '수동 재시도 횟수가 최대에 도달했습니다.');
  record.resends += 1;
  notify.again(record);
  return done({ webhook: { ...webhookJson(record), trigger: 'MANUAL' } });
}
