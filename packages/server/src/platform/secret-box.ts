import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import type { RandomBytes } from './ids.js';

const cipher = 'aes-256-gcm';
const version = 1;
const nonceLength = 12;
const authTagLength = 16;
const headLength = 1 + nonceLength + authTagLength;

export interface SecretBox {
  /** `context` says where the secret belongs (table, row, column); it must be the same when it is opened. */
  seal(plain: string, context: string): string;
  /** @throws Error if a bit was changed, or it was sealed for another context or with another key */
  open(sealed: string, context: string): string;
}

/**
 * Keeps secrets that must be read again, such as an authenticator's: AES-256-GCM with a random nonce. The sealed text is
 * base64url of a version byte, nonce, tag and ciphertext.
 */
export function secretBox(key: Uint8Array, random: RandomBytes): SecretBox {
  if (key.length !== 32) throw new Error('a secret box needs a key of 32 bytes');
  const secret = createSecretKey(key);
  return {
    seal: (plain, context) => {
      const nonce = random(nonceLength);
      const sealing = createCipheriv(cipher, secret, nonce, { authTagLength }).setAAD(bound(context));
      const hidden = Buffer.concat([sealing.update(plain, 'utf8'), sealing.final()]);
      return Buffer.concat([Buffer.of(version), nonce, sealing.getAuthTag(), hidden]).toString('base64url');
    },
    open: (sealed, context) => {
      const bytes = Buffer.from(sealed, 'base64url');
      // The decoder is lenient: only the one spelling that was made is taken.
      if (bytes.length < headLength || bytes[0] !== version || bytes.toString('base64url') !== sealed)
        throw new Error('this is no sealed secret of a known version');
      const opening = createDecipheriv(cipher, secret, bytes.subarray(1, 1 + nonceLength), { authTagLength })
        .setAAD(bound(context))
        .setAuthTag(bytes.subarray(1 + nonceLength, headLength));
      try {
        return Buffer.concat([opening.update(bytes.subarray(headLength)), opening.final()]).toString('utf8');
      } catch (cause) {
        throw new Error('a sealed secret was changed, belongs elsewhere or was sealed with another key', { cause });
      }
    },
  };
}

const bound = (context: string): Buffer => Buffer.concat([Buffer.of(version), Buffer.from(context)]);
