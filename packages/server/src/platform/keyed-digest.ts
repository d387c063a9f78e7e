import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 in hex of a purpose and its parts. */
export type KeyedDigest = (purpose: string, ...parts: string[]) => string;

/**
 * For short codes: whoever reads the table but not the key cannot try all of them. Each part goes in with its length, so
 * that no two lists of parts make the same bytes.
 */
export const keyedDigest =
  (key: Uint8Array): KeyedDigest =>
  (...parts) => {
    const hmac = createHmac('sha256', key);
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`);
    return hmac.digest('hex');
  };

/** Compares in a time that tells nothing but whether the lengths differ. */
export function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
