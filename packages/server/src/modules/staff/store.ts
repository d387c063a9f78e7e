import type { Role, StaffMember, StaffRole } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import type { MemberRow } from '../members/store.js';

/** Which roles a part in a lecture is open to. */
const eligible: Readonly<Record<StaffRole, readonly Role[]>> = {
  co_instructor: ['instructor'],
  assistant: ['instructor', 'student'],
};
const staffRoles: readonly StaffRole[] = ['co_instructor', 'assistant'];
export const isEligible = (role: Role, part: StaffRole): boolean => eligible[part].includes(role);

interface StaffRow {
  lecture_id: string;
  member_id: string;
  role: StaffRole;
  since: string;
}
type ShownRow = StaffRow & { name: string };

const toStaffMember = ({ member_id, name, role, since }: ShownRow): StaffMember => ({
  member: { id: member_id, name },
  role,
  since,
});

export const staffStore = (db: Queries) => {
  const table = () => db<StaffRow>('lecture_staff');
  const part = (lectureId: string, memberId: string) => table().where({ lecture_id: lectureId, member_id: memberId });
  /** Gives the lectures touched. SQLite does not tell what it deleted. */
  const removeWhere = async (which: () => ReturnType<typeof table>): Promise<string[]> => {
    const rows: Pick<StaffRow, 'lecture_id'>[] = await which().select('lecture_id');
    await which().delete();
    return rows.map(({ lecture_id }) => lecture_id);
  };
  return {
    /** The owner of a lecture; until the transaction ends nobody else is added to it. */
    takeLecture: async (lectureId: string): Promise<string | undefined> => {
      const row: { owner_id: string } | undefined = await db('lectures')
        .where({ id: lectureId })
        .whereNull('deleted_at')
        .forUpdate()
        .first('owner_id');
      return row?.owner_id;
    },
    /** An active person; until the transaction ends nobody else changes them. */
    takePerson: (email: string): Promise<Pick<MemberRow, 'id' | 'role'> | undefined> =>
      db<MemberRow>('members')
        .where({ email, kind: 'person' })
        .whereNull('withdrawn_at')
        .whereNull('suspended_at')
        .forUpdate()
        .first('id', 'role'),
    insert: async (row: StaffRow): Promise<void> => {
      await table().insert(row);
    },
    has: async (lectureId: string, memberId: string): Promise<boolean> =>
      (await part(lectureId, memberId).first('role')) !== undefined,
    of: async (lectureId: string): Promise<StaffMember[]> => {
      const rows: ShownRow[] = await db('lecture_staff as s')
        .join('members as m', 'm.id', 's.member_id')
        .where('s.lecture_id', lectureId)
        .orderBy(['s.since', 's.member_id'])
        .select('s.*', 'm.name');
      return rows.map(toStaffMember);
    },
    /** Gives the part that was taken away, if there was one: of two callers one gets it. */
    remove: async (lectureId: string, memberId: string): Promise<StaffRole | undefined> => {
      const row: Pick<StaffRow, 'role'> | undefined = await part(lectureId, memberId).first('role');
      return (await part(lectureId, memberId).delete()) === 1 ? row?.role : undefined;
    },
    /** Takes away all parts of a member; gives the lectures touched. */
    removeAllOf: (memberId: string): Promise<string[]> => removeWhere(() => table().where({ member_id: memberId })),
    /** Takes away the parts that are not open to a member's new role; gives the lectures touched. */
    removePartsOf: (memberId: string, role: Role): Promise<string[]> => {
      const lost = staffRoles.filter((part) => !isEligible(role, part));
      return removeWhere(() => table().where({ member_id: memberId }).whereIn('role', lost));
    },
  };
};
