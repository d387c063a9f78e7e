import type { Session, SessionTokens } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import type { Tokens } from '../../platform/tokens.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import type { Place } from '../members/notices.js';
import { type MemberRow, memberStore, toMember } from '../members/store.js';
import type { RefreshTokens } from './refresh-token.js';
import { sessionStore, toSession } from './store.js';

export interface SessionService {
  /** Begins a session of a member who was identified. `stillHolds` is asked inside the transaction. @throws Problem member_suspended, credentials_wrong */
  open(memberId: string, place: Place, by: Actor, stillHolds?: (member: MemberRow) => boolean): Promise<SessionTokens>;
  /** A refresh token is good once; a used one ends the session, for one of its two holders stole it. @throws Problem session_ended */
  refresh(refreshToken: string, by: Actor): Promise<SessionTokens>;
  list(memberId: string, currentId: string): Promise<Session[]>;
  /** @throws Problem not_found where it is no live session of this member */
  end(memberId: string, sessionId: string, by: Actor): Promise<void>;
  /** Ends all of a member's sessions, or all but one; gives how many. */
  endAll(memberId: string, except: string | undefined, by: Actor): Promise<number>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly tokens: Tokens;
  readonly refreshTokens: RefreshTokens;
  readonly sessionDays: number;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
}

const dayMs = 86_400_000;

export function sessionService(deps: Dependencies): SessionService {
  const { db, clock, newId, tokens, refreshTokens, sessionDays, audit, effects } = deps;
  const now = () => iso(clock.now());
  const expiry = () => iso(clock.now() + sessionDays * dayMs);
  const give = async (member: MemberRow, sessionId: string, refreshToken: string): Promise<SessionTokens> => ({
    accessToken: await tokens.issue({ kind: 'member', sub: member.id, sid: sessionId }),
    expiresIn: tokens.accessSeconds,
    refreshToken,
    member: toMember(member),
  });
  const endStolen = async (sessionId: string, memberId: string, by: Actor): Promise<void> => {
    await db.transaction(async (tx) => {
      if (!(await sessionStore(tx).end(sessionId, now()))) return;
      await audit.append(tx, [{ action: 'session.token_reused', by, subjects: [sessionId, memberId] }]);
    });
    effects.credentialsEnded([sessionId]);
  };

  return {
    open: async (memberId, { client, address }, by, stillHolds = () => true) => {
      const id = newId('ses');
      const { text, digest } = refreshTokens.make(id);
      const member = await db.transaction(async (tx) => {
        // Checking took a while: a password changed meanwhile has ended the sessions of the old one, this one too.
        const found = await memberStore(tx).byId(memberId);
        if (!found || !stillHolds(found)) throw new Problem('credentials_wrong');
        if (found.suspended_at !== null) throw new Problem('member_suspended');
        const at = now();
        await sessionStore(tx).insert({
          ...{ id, member_id: memberId, refresh_hash: digest, client, address },
          ...{ created_at: at, last_used_at: at, expires_at: expiry() },
        });
        const actor: Actor = { ...by, kind: 'member', id: memberId };
        await audit.append(tx, [{ action: 'sign_in.succeeded', by: actor, subjects: [id, memberId] }]);
        return found;
      });
      return give(member, id, text);
    },
    refresh: async (refreshToken, by) => {
      const shown = refreshTokens.read(refreshToken);
      const session = shown && (await sessionStore(db).alive(shown.sessionId, now()));
      const member = session && (await memberStore(db).byId(session.member_id));
      if (!shown || !session || !member) throw new Problem('session_ended');
      const next = refreshTokens.make(session.id);
      const place = { at: now(), expiresAt: expiry(), address: by.address };
      if (!(await sessionStore(db).rotate(session.id, shown.digest, next.digest, place))) {
        await endStolen(session.id, member.id, by);
        throw new Problem('session_ended');
      }
      return give(member, session.id, next.text);
    },
    list: async (memberId, currentId) =>
      (await sessionStore(db).aliveOf(memberId, now())).map((row) => toSession(row, currentId)),
    end: async (memberId, sessionId, by) => {
      await db.transaction(async (tx) => {
        if (!(await sessionStore(tx).end(sessionId, now(), memberId))) throw new Problem('not_found');
        await audit.append(tx, [{ action: 'session.ended', by, subjects: [sessionId, memberId] }]);
      });
      effects.credentialsEnded([sessionId]);
    },
    endAll: async (memberId, except, by) => {
      const ended = await db.transaction(async (tx) => {
        const ids = await sessionStore(tx).endAllOf(memberId, now(), except);
        await audit.append(tx, [{ action: 'session.ended', by, subjects: [memberId], data: { count: ids.length } }]);
        return ids;
      });
      effects.credentialsEnded(ended);
      return ended.length;
    },
  };
}
