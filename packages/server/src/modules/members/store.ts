import type { Grade, Member, MemberState, Role } from '@didacto/sdk/contract';
import { countOf, type Queries } from '../../platform/database.js';
import { containing, type PageRequest, pageById } from '../../platform/page.js';

export interface MemberRow {
  id: string;
  email: string;
  password_hash: string;
  name: string;
  role: Role;
  grade: Grade;
  /** `service`: an integrator's account, without a password or an address of its own. */
  kind: 'person' | 'service';
  created_at: string;
  suspended_at: string | null;
  withdrawn_at: string | null;
  password_changed_at: string | null;
  totp_secret: string | null;
  totp_pending: string | null;
  totp_step: number | null;
  second_factor_since: string | null;
}

type NewRow = Pick<MemberRow, 'id' | 'email' | 'password_hash' | 'name' | 'role' | 'grade' | 'created_at'> &
  Partial<Pick<MemberRow, 'kind' | 'password_changed_at'>>;
type Change = Partial<Omit<MemberRow, 'id' | 'email' | 'kind' | 'created_at' | 'withdrawn_at'>>;

export interface MemberFilter extends PageRequest {
  readonly role?: Role | undefined;
  readonly state?: MemberState | undefined;
  readonly keyword?: string | undefined;
}

export const toMember = (row: MemberRow): Member => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  grade: row.grade,
  state: row.suspended_at === null ? 'active' : 'suspended',
  secondFactor: row.second_factor_since !== null,
  createdAt: row.created_at,
});

/** Members who have not withdrawn; a withdrawn one is found by nothing here. */
export const memberStore = (db: Queries) => {
  const present = () => db<MemberRow>('members').whereNull('withdrawn_at');
  return {
    insert: async (row: NewRow): Promise<void> => {
      await db('members').insert(row);
    },
    byId: (id: string): Promise<MemberRow | undefined> => present().where({ id }).first(),
    byEmail: (email: string): Promise<MemberRow | undefined> => present().where({ email, kind: 'person' }).first(),
    update: (id: string, change: Change): Promise<number> => present().where({ id }).update(change),
    /** Keeps the row, for records point to it; the person in it goes. */
    erase: async (id: string, at: string): Promise<void> => {
      await present().where({ id }).update({
        withdrawn_at: at,
        email: '',
        password_hash: '',
        name: '(withdrawn)',
        totp_secret: null,
        totp_pending: null,
        second_factor_since: null,
      });
    },
    /** Administrators who can sign in, but for this one. */
    countOtherAdmins: (id: string): Promise<number> =>
      countOf(present().where({ role: 'admin', kind: 'person' }).whereNull('suspended_at').whereNot({ id })),
    page: ({ role, state, keyword, ...request }: MemberFilter) => {
      const query = present().where({ kind: 'person' }).select('*');
      if (role !== undefined) query.where({ role });
      if (state === 'active') query.whereNull('suspended_at');
      if (state === 'suspended') query.whereNotNull('suspended_at');
      if (keyword)
        query.whereRaw("(name like ? escape '\\' or email like ? escape '\\')", [
          containing(keyword),
          containing(keyword.toLowerCase()),
        ]);
      return pageById<MemberRow, Member>(query, request, 'id', 'desc', ({ id }) => id, toMember);
    },
  };
};
