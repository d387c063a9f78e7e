import type { AccessToken, NewAccessToken } from '@didacto/sdk/contract';
import { accessTokenDigest, accessTokenHint, newAccessTokenText } from '../../platform/access-token-text.js';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId, RandomBytes } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import type { MemberRow } from '../members/store.js';
import { type AccessTokenFilter, accessTokenStore } from './store.js';

export interface MadeToken {
  readonly accessToken: AccessToken;
  /** Known to nobody but who gets it now. */
  readonly text: string;
}

export interface AccessTokenService {
  /**
   * Makes a token of a person, who gives their password again.
   * @throws Problem credentials_wrong, validation_failed where they have 50 live ones
   */
  create(memberId: string, wanted: NewAccessToken & { readonly password: string }, by: Actor): Promise<MadeToken>;
  /** Makes a token of a service account. @throws Problem not_found where it is none, validation_failed as above */
  createFor(serviceId: string, wanted: NewAccessToken, by: Actor): Promise<MadeToken>;
  list(filter: AccessTokenFilter): Promise<{ data: AccessToken[]; nextCursor: string | null }>;
  /** Revokes a token, where an owner is given one of theirs. @throws Problem not_found */
  revoke(id: string, ownerId: string | undefined, by: Actor): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
  /** @throws Problem credentials_wrong */
  readonly mustMatch: (memberId: string, password: string) => Promise<Pick<MemberRow, 'password_hash'>>;
}

/** More than anybody tells apart; what is not used is revoked. */
export const mostLiveTokens = 50;
const dayMs = 86_400_000;

export function accessTokenService(deps: Dependencies): AccessTokenService {
  const { db, clock, newId, random, audit, effects, mustMatch } = deps;
  const make = (
    memberId: string,
    { name, scopes: named, expiresInDays }: NewAccessToken,
    by: Actor,
    mayHold: (owner: MemberRow) => void,
  ): Promise<MadeToken> =>
    db.transaction(async (tx) => {
      const store = accessTokenStore(tx);
      const owner = await store.takeOwner(memberId);
      if (!owner) throw new Problem('not_found');
      mayHold(owner);
      const now = clock.now();
      if ((await store.countLive(memberId, iso(now))) >= mostLiveTokens) throw tooMany();
      const [id, text, scopes] = [newId('tok'), newAccessTokenText(random), [...new Set(named)].sort()];
      await store.insert({
        ...{ id, member_id: memberId, name, scopes },
        ...{ digest: accessTokenDigest(text), hint: accessTokenHint(text) },
        ...{ created_at: iso(now), expires_at: iso(now + expiresInDays * dayMs) },
      });
      const data = { scopes: scopes.join(','), expiresInDays };
      await audit.append(tx, [{ action: 'access_token.created', by, subjects: [id, memberId], data }]);
      const accessToken = await store.byId(id);
      if (!accessToken) throw new Problem('internal_error');
      return { accessToken, text };
    });

  return {
    create: async (memberId, { password, ...wanted }, by) => {
      const checked = await mustMatch(memberId, password);
      return make(memberId, wanted, by, ({ password_hash, suspended_at }) => {
        // Checking took a while: what ended every token meanwhile must end this one too.
        if (password_hash !== checked.password_hash) throw new Problem('credentials_wrong');
        if (suspended_at !== null) throw new Problem('session_ended');
      });
    },
    createFor: (serviceId, wanted, by) =>
      make(serviceId, wanted, by, ({ kind }) => {
        if (kind !== 'service') throw new Problem('not_found');
      }),
    list: (filter) => accessTokenStore(db).page(filter),
    revoke: async (id, ownerId, by) => {
      await db.transaction(async (tx) => {
        const token = await accessTokenStore(tx).byId(id);
        if (!token || (ownerId !== undefined && token.owner.id !== ownerId)) throw new Problem('not_found');
        // A repeated call finds it done, and puts nothing on record.
        if (!(await accessTokenStore(tx).revoke(id, iso(clock.now())))) return;
        await audit.append(tx, [{ action: 'access_token.revoked', by, subjects: [id, token.owner.id] }]);
      });
      effects.credentialsEnded([id]);
    },
  };
}

function tooMany(): Problem {
  const field = { path: 'body', message: `there are ${mostLiveTokens} live access tokens already; revoke one first` };
  return new Problem('validation_failed', { detail: `${field.path}: ${field.message}`, fields: [field] });
}
