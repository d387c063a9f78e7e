import { createHash } from 'node:crypto';

/**
 * A key as two people compare it, on two screens: the first 80 bits of its SHA-256 in hex, in fours.
 * @param key base64url, as in `institution.serverKey`
 */
export function keyFingerprint(key: string): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex');
  return (digest.slice(0, 20).match(/.{4}/g) ?? []).join('-');
}
