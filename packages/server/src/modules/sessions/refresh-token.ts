import type { RandomBytes } from '../../platform/ids.js';
import { type KeyedDigest, sameText } from '../../platform/keyed-digest.js';
import { sha256 } from '../../platform/sha256.js';

/**
 * A refresh token as text: session, secret, and the server's mark on both. By its mark a token that was given out once
 * is told from one that was made up: only the former, when it is used again, shows that it was stolen.
 */
export interface RefreshTokens {
  make(sessionId: string): { readonly text: string; readonly digest: string };
  /** The session and digest of a token that this server gave out; undefined: it never did. */
  read(text: string): { readonly sessionId: string; readonly digest: string } | undefined;
}

export function refreshTokens(random: RandomBytes, keyed: KeyedDigest): RefreshTokens {
  const mark = (sessionId: string, secret: string) => keyed('refresh_token', sessionId, secret);
  return {
    make: (sessionId) => {
      const secret = random(32).toString('base64url');
      return { text: [sessionId, secret, mark(sessionId, secret)].join('.'), digest: sha256(secret) };
    },
    read: (text) => {
      const [sessionId = '', secret = '', shown = '', ...rest] = text.split('.');
      if (rest.length > 0 || !sameText(shown, mark(sessionId, secret))) return undefined;
      return { sessionId, digest: sha256(secret) };
    },
  };
}
