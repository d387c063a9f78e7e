import { DidactoError } from '../errors.js';

/** A secret that signs nothing: empty, or not base64. Its text says nothing of the secret. */
export class InvalidWebhookSecretError extends DidactoError {
  override name = 'InvalidWebhookSecretError';
}

const prefix = 'whsec_';
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The key in a secret: `whsec_` and base64, or base64 alone. @throws InvalidWebhookSecretError */
export function keyIn(secret: string): Uint8Array {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  if (text === '' || !base64.test(text))
    throw new InvalidWebhookSecretError('A webhook secret is "whsec_" and base64, and not empty');
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
