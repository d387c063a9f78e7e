import { signatureOf } from './signature.js';

export interface TestWebhook {
  /** `whsec_…`; two while one replaces the other. */
  readonly secrets: readonly string[];
  /** Sent as it is; what is no text becomes JSON. */
  readonly body: unknown;
  /** Default `msg_test`. */
  readonly id?: string;
  /** Milliseconds since the epoch; default the system's time. */
  readonly now?: number;
}

export interface SignedWebhook {
  readonly headers: Readonly<Record<'content-type' | 'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;
  readonly body: string;
}

/**
 * A webhook signed as the sender would, for tests of what receives it.
 * @throws InvalidWebhookSecretError when a secret is none
 */
export function signTestWebhook({ secrets, body, id = 'msg_test', now = Date.now() }: TestWebhook): SignedWebhook {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const timestamp = String(Math.floor(now / 1000));
  const signatures = secrets.map((secret) => signatureOf(secret, id, timestamp, text));
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
    body: text,
  };
}
