import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keyIn } from './secret.js';

const version = 'v1';
const utf8 = new TextEncoder();

/**
 * The signature of one delivery: HMAC-SHA256 over `id.timestamp.body`, as in the header.
 * Source: the Standard Webhooks specification, symmetric signatures.
 * @throws InvalidWebhookSecretError
 */
export function signatureOf(secret: string, id: string, timestamp: string, body: string | Uint8Array): string {
  const mac = hmac.create(sha256, keyIn(secret));
  mac.update(utf8.encode(`${id}.${timestamp}.`));
  mac.update(typeof body === 'string' ? utf8.encode(body) : body);
  return `${version},${btoa(String.fromCharCode(...mac.digest()))}`;
}

/** Compares in a time that tells nothing but whether the lengths differ. */
export function sameSignature(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
