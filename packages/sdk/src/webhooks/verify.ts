import { sameSignature, signatureOf } from './signature.js';

/** Why a webhook is not to be believed; the names are those of PortOne's own server SDK. */
export type WebhookFailureReason =
  /** One of the three headers is absent, empty, or there more than once. */
  | 'MISSING_REQUIRED_HEADERS'
  /** Its time cannot be read. */
  | 'INVALID_SIGNATURE'
  | 'TIMESTAMP_TOO_OLD'
  | 'TIMESTAMP_TOO_NEW'
  /** No signature in it was made with one of the secrets over this very body. */
  | 'NO_MATCHING_SIGNATURE';

export type WebhookVerification =
  | {
      readonly verified: true;
      /** The same for every delivery of one event: what to remember, so as to act once. */
      readonly id: string;
      /** When this delivery was sent, UNIX seconds. */
      readonly sentAt: number;
    }
  | { readonly verified: false; readonly reason: WebhookFailureReason };

/** Headers of a request: of `fetch`, or of Node's `http`, whatever the case of their names. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface StandardWebhook {
  readonly headers: WebhookHeaders;
  /** As it came: a body that was parsed and written again has another signature. */
  readonly body: string | Uint8Array;
  /** `whsec_…`. While a secret is being replaced the sender has two, and either will do. */
  readonly secrets: readonly string[];
  /** Milliseconds since the epoch; default the system's time. */
  readonly now?: number;
  /** How far its time may be from ours, either way. Default 300. */
  readonly toleranceSeconds?: number;
}

/**
 * Checks a webhook signed by the Standard Webhooks specification, such as PortOne V2's. In Node and browsers, at once.
 * What holds is who sent it and when: ask the sender's API before acting on what it says.
 * @throws InvalidWebhookSecretError when a secret is none
 */
export function verifyStandardWebhook(webhook: StandardWebhook): WebhookVerification {
  const { headers, body, secrets, now = Date.now(), toleranceSeconds = 300 } = webhook;
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature');
  if (!id || !timestamp || !signatures) return failure('MISSING_REQUIRED_HEADERS');
  if (!/^\d{1,15}$/.test(timestamp)) return failure('INVALID_SIGNATURE');
  const sentAt = Number(timestamp);
  const age = Math.floor(now / 1000) - sentAt;
  if (age > toleranceSeconds) return failure('TIMESTAMP_TOO_OLD');
  if (age < -toleranceSeconds) return failure('TIMESTAMP_TOO_NEW');
  const right = secrets.map((secret) => signatureOf(secret, id, timestamp, body));
  const given = signatures.split(' ');
  const isRight = right.some((one) => given.some((other) => sameSignature(one, other)));
  return isRight ? { verified: true, id, sentAt } : failure('NO_MATCHING_SIGNATURE');
}

const failure = (reason: WebhookFailureReason): WebhookVerification => ({ verified: false, reason });

/** The header's value where it is there once. */
function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (isFetchHeaders(headers)) return headers.get(name) ?? undefined;
  const values = Object.entries(headers)
    .filter(([other]) => other.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
  return values.length === 1 ? values[0] : undefined;
}

const isFetchHeaders = (headers: WebhookHeaders): headers is Headers => typeof headers.get === 'function';
