import { errors as joseErrors, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import type { Clock } from './clock.js';
import { Problem } from './problem.js';

const Claims = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member'), sub: z.string(), sid: z.string() }),
  // Bound to the key that signed: a device that is paired anew puts the tokens of its former key out.
  z.object({ kind: z.literal('device'), sub: z.string(), instance: z.string(), key: z.string() }),
]);
export type Claims = z.infer<typeof Claims>;

export interface Tokens {
  readonly accessSeconds: number;
  issue(claims: Claims): Promise<string>;
  /** @throws Problem token_expired or token_invalid */
  read(token: string): Promise<Claims & { expiresAt: number }>;
}

const issuer = 'didacto';
const algorithm = 'HS256';

/** Short-lived bearer tokens. One algorithm, never taken from the token itself. */
export function jwtTokens(secret: Uint8Array, accessSeconds: number, clock: Clock): Tokens {
  return {
    accessSeconds,
    issue: ({ sub, ...claims }) => {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm })
        .setSubject(sub)
        .setIssuer(issuer)
        .setIssuedAt(now)
        .setExpirationTime(now + accessSeconds)
        .sign(secret);
    },
    read: async (token) => {
      try {
        const { payload } = await jwtVerify(token, secret, {
          algorithms: [algorithm],
          issuer,
          currentDate: new Date(clock.now()),
          requiredClaims: ['exp', 'sub'],
        });
        return { ...Claims.parse(payload), expiresAt: (payload.exp ?? 0) * 1000 };
      } catch (cause) {
        throw new Problem(cause instanceof joseErrors.JWTExpired ? 'token_expired' : 'token_invalid', { cause });
      }
    },
  };
}
