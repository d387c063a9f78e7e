import type { ServiceAccount } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';
import type { MemberRow } from '../members/store.js';

const toServiceAccount = (row: MemberRow): ServiceAccount => ({
  id: row.id,
  name: row.name,
  role: row.role,
  state: row.suspended_at === null ? 'active' : 'suspended',
  createdAt: row.created_at,
});

/** Service accounts that were not removed; a person is found by nothing here. */
export const serviceAccountStore = (db: Queries) => {
  const present = () => db<MemberRow>('members').where({ kind: 'service' }).whereNull('withdrawn_at');
  return {
    byId: async (id: string): Promise<ServiceAccount | undefined> => {
      const row = await present().where({ id }).first();
      return row && toServiceAccount(row);
    },
    /** The name stays, for records that name it: it is no person. Gives whether it was there. */
    remove: async (id: string, at: string): Promise<boolean> =>
      (await present().where({ id }).update({ withdrawn_at: at })) === 1,
    page: (request: PageRequest) =>
      pageById<MemberRow, ServiceAccount>(present(), request, 'id', 'desc', ({ id }) => id, toServiceAccount),
  };
};
