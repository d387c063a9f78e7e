import type { Invitation } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';

interface InvitationRow {
  id: string;
  email: string;
  role: Invitation['role'];
  code_digest: string;
  invited_by: string;
  created_at: string;
  expires_at: string;
  accepted_at: string | null;
  revoked_at: string | null;
}
type ShownRow = InvitationRow & { inviter_name: string };

function stateOf({ accepted_at, revoked_at, expires_at }: InvitationRow, now: string): Invitation['state'] {
  if (accepted_at !== null) return 'accepted';
  if (revoked_at !== null) return 'revoked';
  return expires_at <= now ? 'expired' : 'waiting';
}

const toInvitation = (row: ShownRow, now: string): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  state: stateOf(row, now),
  invitedBy: { id: row.invited_by, name: row.inviter_name },
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

type Revoked = Pick<InvitationRow, 'id' | 'invited_by'>;

export const invitationStore = (db: Queries) => {
  const table = () => db<InvitationRow>('invitations');
  const waiting = (now: string) =>
    table().whereNull('accepted_at').whereNull('revoked_at').where('expires_at', '>', now);
  // Whoever invited and then withdrew is still there, without a name.
  const shown = () =>
    db('invitations as i').join('members as m', 'm.id', 'i.invited_by').select('i.*', 'm.name as inviter_name');
  return {
    insert: async (row: Omit<InvitationRow, 'accepted_at' | 'revoked_at'>): Promise<void> => {
      await table().insert(row);
    },
    byId: async (id: string, now: string): Promise<Invitation | undefined> => {
      const row: ShownRow | undefined = await shown().where('i.id', id).first();
      return row && toInvitation(row, now);
    },
    /** The waiting invitation that a code belongs to. */
    byCode: (digest: string, now: string): Promise<InvitationRow | undefined> =>
      waiting(now).where({ code_digest: digest }).first(),
    /** Uses an invitation up: of two callers with one code, one gets it. */
    accept: async (digest: string, now: string): Promise<InvitationRow | undefined> => {
      const rows = await waiting(now).where({ code_digest: digest }).update({ accepted_at: now }, '*');
      return rows[0];
    },
    /** Takes back an invitation, or all of an address, as far as they wait; gives those it took back. */
    revoke: async (which: { id: string } | { email: string }, now: string): Promise<Revoked[]> =>
      waiting(now).where(which).update({ revoked_at: now }, ['id', 'invited_by']),
    page: (request: PageRequest, now: string) =>
      pageById<ShownRow, Invitation>(
        shown(),
        request,
        'i.id',
        'desc',
        ({ id }) => id,
        (row) => toInvitation(row, now),
      ),
  };
};
