import type { AccessToken, Scope } from '@didacto/sdk/contract';
import { countOf, type Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';
import type { MemberRow } from '../members/store.js';

interface AccessTokenRow {
  id: string;
  member_id: string;
  name: string;
  digest: string;
  hint: string;
  scopes: string;
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}
type NewRow = Omit<AccessTokenRow, 'scopes' | 'last_used_at' | 'revoked_at'> & { scopes: readonly Scope[] };
type ShownRow = AccessTokenRow & { owner_name: string };

export interface AccessTokenFilter extends PageRequest {
  /** Tokens of this member. */
  readonly memberId?: string | undefined;
}

const toAccessToken = (row: ShownRow): AccessToken => ({
  id: row.id,
  owner: { id: row.member_id, name: row.owner_name },
  name: row.name,
  hint: row.hint,
  scopes: JSON.parse(row.scopes),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
});

export const accessTokenStore = (db: Queries) => {
  const table = () => db<AccessTokenRow>('access_tokens');
  const shown = () =>
    db('access_tokens as t').join('members as m', 'm.id', 't.member_id').select('t.*', 'm.name as owner_name');
  return {
    /** Whoever is to get a token. Until the transaction ends nobody else changes them, or gives them another. */
    takeOwner: (memberId: string): Promise<MemberRow | undefined> =>
      db<MemberRow>('members').where({ id: memberId }).whereNull('withdrawn_at').forUpdate().first(),
    insert: async ({ scopes, ...row }: NewRow): Promise<void> => {
      await table().insert({ ...row, scopes: JSON.stringify(scopes) });
    },
    byId: async (id: string): Promise<AccessToken | undefined> => {
      const row: ShownRow | undefined = await shown().where('t.id', id).first();
      return row && toAccessToken(row);
    },
    countLive: (memberId: string, now: string): Promise<number> =>
      countOf(table().where({ member_id: memberId }).whereNull('revoked_at').where('expires_at', '>', now)),
    /** Gives whether it stood until now. */
    revoke: async (id: string, at: string): Promise<boolean> =>
      (await table().where({ id }).whereNull('revoked_at').update({ revoked_at: at })) === 1,
    /** Revokes a member's tokens; gives the ids of those that stood until now. */
    revokeAllOf: async (memberId: string, at: string): Promise<string[]> => {
      const rows: { id: string }[] = await table()
        .where({ member_id: memberId })
        .whereNull('revoked_at')
        .update({ revoked_at: at }, ['id']);
      return rows.map(({ id }) => id);
    },
    /** What a member wrote about their tokens. */
    forgetNames: async (memberId: string): Promise<void> => {
      await table().where({ member_id: memberId }).update({ name: '' });
    },
    page: ({ memberId, ...request }: AccessTokenFilter) => {
      const query = shown();
      if (memberId !== undefined) query.where('t.member_id', memberId);
      return pageById<ShownRow, AccessToken>(query, request, 't.id', 'desc', ({ id }) => id, toAccessToken);
    },
  };
};
