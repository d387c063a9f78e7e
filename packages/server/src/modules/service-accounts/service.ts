import type { NewAccessToken, Role, Scope, ServiceAccount } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId } from '../../platform/ids.js';
import type { PageRequest } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import type { AccessTokenService, MadeToken } from '../access-tokens/service.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { closeLectures, endCredentials } from '../members/departure.js';
import { memberStore } from '../members/store.js';
import { serviceAccountStore } from './store.js';

export interface ServiceAccountService {
  create(name: string, role: Role, by: Actor): Promise<ServiceAccount>;
  list(request: PageRequest): Promise<{ data: ServiceAccount[]; nextCursor: string | null }>;
  /**
   * Makes a token of an account. `held` are the scopes of the token that asks for it; null: a sign-in asks.
   * @throws Problem not_found where it is a person or was removed, scope_missing where the new token could do what the
   * asking one cannot
   */
  createToken(id: string, wanted: NewAccessToken, held: ReadonlySet<Scope> | null, by: Actor): Promise<MadeToken>;
  /** Ends an account with its tokens, and closes its lectures. @throws Problem not_found, lesson_in_progress */
  remove(id: string, by: Actor): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
  readonly accessTokens: Pick<AccessTokenService, 'createFor'>;
}

export function serviceAccountService(deps: Dependencies): ServiceAccountService {
  const { db, clock, newId, audit, effects, accessTokens } = deps;
  return {
    create: (name, role, by) =>
      db.transaction(async (tx) => {
        const id = newId('mem');
        await memberStore(tx).insert({
          ...{ id, name, role, grade: 'free', kind: 'service', created_at: iso(clock.now()) },
          // Nothing is mailed to `.invalid` (RFC 2606), and no password fits an empty hash.
          ...{ email: `${id}@service.invalid`, password_hash: '' },
        });
        await audit.append(tx, [{ action: 'service_account.created', by, subjects: [id], data: { role } }]);
        const account = await serviceAccountStore(tx).byId(id);
        if (!account) throw new Problem('internal_error');
        return account;
      }),
    list: (request) => serviceAccountStore(db).page(request),
    createToken: async (id, wanted, held, by) => {
      if (held !== null) mustCover(held, wanted.scopes);
      return accessTokens.createFor(id, wanted, by);
    },
    remove: async (id, by) => {
      const ended = await db.transaction(async (tx) => {
        const at = iso(clock.now());
        if (!(await serviceAccountStore(tx).remove(id, at))) throw new Problem('not_found');
        await closeLectures(tx, id, at);
        await audit.append(tx, [{ action: 'service_account.removed', by, subjects: [id] }]);
        return endCredentials(tx, id, at);
      });
      effects.credentialsEnded(ended);
      effects.memberChanged(id);
    },
  };
}

/** Else a token that makes tokens could do everything. @throws Problem scope_missing */
function mustCover(held: ReadonlySet<string>, wanted: readonly Scope[]): void {
  // Who may write may read.
  const missing = wanted.filter((scope) => !held.has(scope) && !held.has(scope.replace(/:read$/, ':write')));
  if (missing.length === 0) return;
  const detail = `An access token makes no token that can do more than itself: ${missing.join(', ')}`;
  throw new Problem('scope_missing', { detail });
}
