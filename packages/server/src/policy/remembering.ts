import type { Clock } from '../platform/clock.js';
import type { Authenticated, Authenticator } from './authenticator.js';
import { anonymousCaller } from './caller.js';
import type { RightsChange } from './rights-change.js';

/** An authenticator that remembers for a moment whom a token belongs to: asking the database is most of a light call. */
export interface RememberingAuthenticator extends Authenticator {
  /** Forgets what it knows of those whose rights changed: their next call is asked about anew. */
  forget(change: RightsChange): void;
}

interface Known {
  readonly caller: Authenticated;
  /** When it is asked about anew whatever happens: another process may have changed the database. */
  readonly staleAt: number;
}

const lifeMs = 5_000;
const mostTokens = 20_000;

/** Changes made by this process take effect at once, those made beside it within 5 s. */
export function remember(authenticator: Authenticator, clock: Clock): RememberingAuthenticator {
  const known = new Map<string, Known>();
  let changes = 0;

  const ask = async (key: string, fresh: () => Promise<Authenticated | typeof anonymousCaller>) => {
    const held = known.get(key);
    const now = clock.now();
    if (held && held.staleAt > now && held.caller.expiresAt > now) return held.caller;
    known.delete(key);
    for (;;) {
      const before = changes;
      const caller = await fresh();
      // What was read may be older than a change in the meantime.
      if (before !== changes) continue;
      if (caller.kind === 'anonymous') return caller;
      if (known.size >= mostTokens) known.clear();
      known.set(key, { caller, staleAt: clock.now() + lifeMs });
      return caller;
    }
  };
  return {
    fromHeader: async (authorization) =>
      authorization === undefined ? anonymousCaller : ask(authorization, () => authenticator.fromHeader(authorization)),
    fromToken: async (token) => {
      const caller = await ask(`Bearer ${token}`, () => authenticator.fromToken(token));
      // Only a missing header is anonymous.
      return caller.kind === 'anonymous' ? authenticator.fromToken(token) : caller;
    },
    forget: (change) => {
      changes++;
      if ('lectureId' in change) return;
      if ('everyone' in change) return known.clear();
      for (const [key, { caller }] of known) if (isMeant(caller, change.holders)) known.delete(key);
    },
  };
}

const isMeant = (caller: Authenticated, holders: ReadonlySet<string>): boolean =>
  caller.kind === 'device'
    ? holders.has(caller.deviceId)
    : holders.has(caller.credentialId) || holders.has(caller.memberId);
