import type { Clock } from '../../platform/clock.js';
import { Problem } from '../../platform/problem.js';
import type { Throttle, ThrottleRule } from '../../platform/throttle.js';

/** Holds up who guesses at passwords, and nobody else. Only failures count. */
export interface SignInThrottle {
  /**
   * Counts a try at an account from an address before it is made; `isFamiliar`: the account's owner signed in from there.
   * Call `succeeded` when it was no wrong guess. @throws Problem rate_limited
   */
  admit(email: string, address: string, isFamiliar: boolean): Promise<{ succeeded(): Promise<void> }>;
  /** The owner proved the account by mail from this address: others' guesses do not hold them up there. */
  trust(email: string, address: string): void;
  /** Counts a try at what guards one member or session: a password asked for again, a code. */
  admitMember(memberId: string, what: 'password' | 'code'): Promise<{ succeeded(): Promise<void> }>;
}

const minute = 60_000;
// A whole lab sits behind one address, so an address alone may fail often; at one account it may not.
const atAccountFromAddress: ThrottleRule = { limit: 10, windowMs: 15 * minute };
const fromAddress: ThrottleRule = { limit: 300, windowMs: 15 * minute };
// OWASP ASVS 2.2.1: at most 100 failures an hour at one account, from wherever. A bucket lets up to twice its limit pass.
const atAccount: ThrottleRule = { limit: 50, windowMs: 60 * minute };
const atMember: ThrottleRule = { limit: 10, windowMs: 15 * minute };
const trustMs = 60 * minute;

export function signInThrottle(throttle: Throttle, clock: Clock): SignInThrottle {
  const trusted = new Map<string, number>();

  const takeAll = async (wanted: readonly (readonly [string, ThrottleRule])[]) => {
    const taken: string[] = [];
    const giveBack = async () => {
      for (const key of taken) await throttle.giveBack(key);
    };
    for (const [key, rule] of wanted) {
      const got = await throttle.take(key, rule);
      if (!got.ok) {
        await giveBack();
        throw new Problem('rate_limited', { retryAfterSeconds: got.retryAfterSeconds });
      }
      taken.push(key);
    }
    return { succeeded: giveBack };
  };
  return {
    admit: (email, address, isFamiliar) => {
      const pair = `${email} ${address}`;
      const isKnownThere = isFamiliar || (trusted.get(pair) ?? 0) > clock.now();
      return takeAll([
        [`sign-in from ${address}`, fromAddress],
        [`sign-in ${pair}`, atAccountFromAddress],
        // Strangers share the account's budget; its owner, where they are known, has their own.
        ...(isKnownThere ? [] : [[`sign-in at ${email}`, atAccount] as const]),
      ]);
    },
    trust: (email, address) => {
      const now = clock.now();
      for (const [pair, until] of trusted) if (until <= now) trusted.delete(pair);
      trusted.set(`${email} ${address}`, now + trustMs);
    },
    admitMember: (memberId, what) => takeAll([[`${what} of ${memberId}`, atMember]]),
  };
}
