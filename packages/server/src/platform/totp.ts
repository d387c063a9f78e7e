import { Secret, TOTP } from 'otpauth';
import type { RandomBytes } from './ids.js';

// What every authenticator app takes; several ignore other values in the URI (RFC 6238, SHA-1, 6 digits, 30 s).
const kind = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const secretBytes = 20;

/** A secret of 160 bits in base32, the length that RFC 4226 recommends. */
export const newTotpSecret = (random: RandomBytes): string =>
  // By way of hex: the library takes the whole memory behind a Buffer, which may be shared.
  Secret.fromHex(random(secretBytes).toString('hex')).base32;

/** The `otpauth:` URI behind a QR code. A colon parts issuer and account in it, so names lose theirs. */
export const totpUri = ({ secret, account, issuer }: { secret: string; account: string; issuer: string }): string =>
  new TOTP({ ...kind, secret, issuer: withoutColon(issuer), label: withoutColon(account) }).toString();

/**
 * The time step (30 s since the epoch) that a code belongs to: the current one, or its neighbour for clocks that go
 * wrong. Undefined: it fits none. A code is good once only if the caller keeps the last step and takes later ones only.
 */
export function totpStep(secret: string, code: string, nowMs: number): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const time = { timestamp: nowMs, period: kind.period };
  const delta = TOTP.validate({ ...kind, ...time, token, secret: Secret.fromBase32(secret), window: 1 });
  return delta === null ? undefined : TOTP.counter(time) + delta;
}

const withoutColon = (name: string): string => name.replaceAll(':', ' ');
