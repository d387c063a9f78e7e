import type { Queries } from '../../platform/database.js';

export interface SessionRow {
  id: string;
  member_id: string;
  refresh_hash: string;
  created_at: string;
  expires_at: string;
  ended_at: string | null;
}

export const sessionStore = (db: Queries) => ({
  insert: async (row: Omit<SessionRow, 'ended_at'>): Promise<void> => {
    await db('sessions').insert(row);
  },
  alive: (id: string, now: string): Promise<SessionRow | undefined> =>
    db<SessionRow>('sessions').where({ id }).whereNull('ended_at').where('expires_at', '>', now).first(),
  /** Replaces the refresh hash if it still is the one that was shown: of two callers one wins. */
  rotate: async (id: string, from: string, to: string, expiresAt: string): Promise<boolean> =>
    (await db('sessions')
      .where({ id, refresh_hash: from })
      .whereNull('ended_at')
      .update({ refresh_hash: to, expires_at: expiresAt })) === 1,
  end: async (id: string, at: string): Promise<void> => {
    await db('sessions').where({ id }).whereNull('ended_at').update({ ended_at: at });
  },
  /** Ends a member's sessions, all or all but one; gives the ids of those that ended. */
  endAllOf: async (memberId: string, at: string, except = ''): Promise<string[]> => {
    const rows: { id: string }[] = await db('sessions')
      .where({ member_id: memberId })
      .whereNull('ended_at')
      .whereNot({ id: except })
      .update({ ended_at: at }, ['id']);
    return rows.map(({ id }) => id);
  },
});
