import type { Session } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { deviceCodeStore } from '../device-codes/store.js';

export interface SessionRow {
  id: string;
  member_id: string;
  refresh_hash: string;
  client: string;
  address: string;
  created_at: string;
  last_used_at: string | null;
  expires_at: string;
  ended_at: string | null;
}

export const toSession = (row: SessionRow, currentId: string | undefined): Session => ({
  id: row.id,
  client: row.client,
  address: row.address,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at ?? row.created_at,
  expiresAt: row.expires_at,
  current: row.id === currentId,
});

const mostShown = 100;

export const sessionStore = (db: Queries) => {
  const alive = (now: string) => db<SessionRow>('sessions').whereNull('ended_at').where('expires_at', '>', now);
  const endWhere = async (query: ReturnType<typeof alive>, at: string): Promise<string[]> => {
    const rows: { id: string }[] = await query.update({ ended_at: at }, ['id']);
    return rows.map(({ id }) => id);
  };
  return {
    insert: async (row: Omit<SessionRow, 'ended_at'>): Promise<void> => {
      await db('sessions').insert(row);
    },
    alive: (id: string, now: string): Promise<SessionRow | undefined> => alive(now).where({ id }).first(),
    aliveOf: (memberId: string, now: string): Promise<SessionRow[]> =>
      alive(now).where({ member_id: memberId }).orderBy('last_used_at', 'desc').limit(mostShown),
    /** Replaces the refresh hash if it still is the one that was shown: of two callers one wins. */
    rotate: async (id: string, from: string, to: string, place: { at: string; expiresAt: string; address: string }) =>
      (await db('sessions').where({ id, refresh_hash: from }).whereNull('ended_at').update({
        refresh_hash: to,
        expires_at: place.expiresAt,
        last_used_at: place.at,
        address: place.address,
      })) === 1,
    /** Ends a session; gives whether it was alive. */
    end: async (id: string, at: string, memberId?: string): Promise<boolean> => {
      const query = alive(at).where({ id });
      if (memberId !== undefined) query.where({ member_id: memberId });
      return (await endWhere(query, at)).length === 1;
    },
    /**
     * Ends a member's sessions, all or all but one, and sign-ins by code that were approved and not yet fetched; gives
     * the ids of the sessions.
     */
    endAllOf: async (memberId: string, at: string, except = ''): Promise<string[]> => {
      await deviceCodeStore(db).deleteApprovedBy(memberId);
      return endWhere(alive(at).where({ member_id: memberId }).whereNot({ id: except }), at);
    },
    /** Whether a member has signed in before, and from this address, since a time. */
    history: async (memberId: string, { address, client }: { address: string; client: string }, since: string) => {
      const rows: Pick<SessionRow, 'address' | 'client'>[] = await db('sessions')
        .where({ member_id: memberId })
        .where('created_at', '>=', since)
        .select('address', 'client');
      return {
        any: rows.length > 0,
        address: rows.some((row) => row.address === address),
        place: rows.some((row) => row.address === address && row.client === client),
      };
    },
    /** What says where a member was, of sessions that ended. */
    forgetPlaces: async (memberId: string): Promise<void> => {
      await db('sessions').where({ member_id: memberId }).update({ address: '', client: '' });
    },
  };
};
