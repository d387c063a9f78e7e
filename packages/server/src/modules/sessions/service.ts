import { createHash, timingSafeEqual } from 'node:crypto';
import type { SessionTokens } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId, RandomBytes } from '../../platform/ids.js';
import type { Passwords } from '../../platform/passwords.js';
import { Problem } from '../../platform/problem.js';
import type { Tokens } from '../../platform/tokens.js';
import { type MemberRow, memberStore, toMember } from '../members/store.js';
import { sessionStore } from './store.js';

export interface SessionService {
  /** Same answer and same work whether or not the address exists. @throws Problem credentials_wrong */
  signIn(email: string, password: string): Promise<SessionTokens>;
  /** A refresh token is good once; a used one ends the session, for one of its two holders stole it. @throws Problem session_ended */
  refresh(refreshToken: string): Promise<SessionTokens>;
  signOut(sessionId: string): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly sessionDays: number;
  readonly effects: LiveEffects;
}

const dayMs = 86_400_000;
// Random 256 bits need no slow hash.
const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const sameDigest = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export function sessionService(deps: Dependencies): SessionService {
  const { db, clock, newId, random, passwords, tokens, sessionDays, effects } = deps;
  const expiry = () => iso(clock.now() + sessionDays * dayMs);
  const give = async (member: MemberRow, sessionId: string, secret: string): Promise<SessionTokens> => ({
    accessToken: await tokens.issue({ kind: 'member', sub: member.id, sid: sessionId }),
    expiresIn: tokens.accessSeconds,
    refreshToken: `${sessionId}.${secret}`,
    member: toMember(member),
  });
  const newSecret = () => random(32).toString('base64url');

  return {
    signIn: async (email, password) => {
      const member = await memberStore(db).byEmail(email);
      const matches = await passwords.matches(member?.password_hash, password);
      if (!member || !matches) throw new Problem('credentials_wrong');
      const [id, secret] = [newId('ses'), newSecret()];
      await db.transaction(async (tx) => {
        // Checking takes a while: a password changed meanwhile has ended the sessions of the old one, this one too.
        const now = await memberStore(tx).byId(member.id);
        if (now?.password_hash !== member.password_hash) throw new Problem('credentials_wrong');
        await sessionStore(tx).insert({
          id,
          member_id: member.id,
          refresh_hash: digest(secret),
          created_at: iso(clock.now()),
          expires_at: expiry(),
        });
      });
      return give(member, id, secret);
    },
    refresh: async (refreshToken) => {
      const [id = '', secret = ''] = refreshToken.split('.', 2);
      const store = sessionStore(db);
      const session = await store.alive(id, iso(clock.now()));
      if (!session) throw new Problem('session_ended');
      const next = newSecret();
      const shown = digest(secret);
      const rotated =
        sameDigest(session.refresh_hash, shown) && (await store.rotate(id, shown, digest(next), expiry()));
      const member = rotated ? await memberStore(db).byId(session.member_id) : undefined;
      if (!member) {
        await store.end(id, iso(clock.now()));
        effects.sessionsEnded([id]);
        throw new Problem('session_ended');
      }
      return give(member, id, next);
    },
    signOut: async (sessionId) => {
      await sessionStore(db).end(sessionId, iso(clock.now()));
      effects.sessionsEnded([sessionId]);
    },
  };
}
