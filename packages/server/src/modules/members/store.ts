import type { Grade, Member, Role } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { containing, type PageRequest, pageById } from '../../platform/page.js';

export interface MemberRow {
  id: string;
  email: string;
  password_hash: string;
  name: string;
  role: Role;
  grade: Grade;
  created_at: string;
  withdrawn_at: string | null;
}

export const toMember = ({ id, email, name, role, grade, created_at }: MemberRow): Member => ({
  id,
  email,
  name,
  role,
  grade,
  createdAt: created_at,
});

/** Members who have not withdrawn; a withdrawn one is found by nothing here. */
export const memberStore = (db: Queries) => {
  const present = () => db<MemberRow>('members').whereNull('withdrawn_at');
  return {
    insert: async (row: Omit<MemberRow, 'withdrawn_at'>): Promise<void> => {
      await db('members').insert(row);
    },
    byId: (id: string): Promise<MemberRow | undefined> => present().where({ id }).first(),
    byEmail: (email: string): Promise<MemberRow | undefined> => present().where({ email }).first(),
    update: (id: string, change: Partial<Pick<MemberRow, 'name' | 'grade' | 'password_hash'>>): Promise<number> =>
      present().where({ id }).update(change),
    /** Keeps the row, for records point to it; the person in it goes. */
    withdraw: async (id: string, at: string): Promise<void> => {
      await present().where({ id }).update({ withdrawn_at: at, email: '', password_hash: '', name: '(withdrawn)' });
    },
    page: ({ role, keyword, ...request }: PageRequest & { role?: Role | undefined; keyword?: string | undefined }) => {
      const query = present().select('*');
      if (role !== undefined) query.where({ role });
      if (keyword)
        query.whereRaw("(name like ? escape '\\' or email like ? escape '\\')", [
          containing(keyword),
          containing(keyword.toLowerCase()),
        ]);
      return pageById<MemberRow, Member>(query, request, 'id', 'desc', ({ id }) => id, toMember);
    },
  };
};
