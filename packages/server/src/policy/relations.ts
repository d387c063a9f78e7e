import type { StaffRole } from '@didacto/sdk/contract';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { RightsChange } from './rights-change.js';

/** What the policy asks of the data: how things relate to lectures and members. Deleted lectures relate to nothing. */
export interface Relations {
  lectureOwner(lectureId: string): Promise<string | undefined>;
  lectureOfLesson(lessonId: string): Promise<string | undefined>;
  enrollment(enrollmentId: string): Promise<{ lectureId: string; memberId: string } | undefined>;
  staffRole(lectureId: string, memberId: string): Promise<StaffRole | undefined>;
  isOnRoster(lectureId: string, memberId: string): Promise<boolean>;
  isSeated(lectureId: string, deviceId: string): Promise<boolean>;
  /** Who made the order, or the order of the payment. */
  buyer(orderId: string | undefined, paymentId: string | undefined): Promise<string | undefined>;
}

export const databaseRelations = (db: Database): Relations => ({
  lectureOwner: async (lectureId) => {
    const row: { owner_id: string } | undefined = await db('lectures')
      .where({ id: lectureId })
      .whereNull('deleted_at')
      .first('owner_id');
    return row?.owner_id;
  },
  lectureOfLesson: async (lessonId) => {
    const row: { lecture_id: string } | undefined = await db('lessons').where({ id: lessonId }).first('lecture_id');
    return row?.lecture_id;
  },
  enrollment: async (enrollmentId) => {
    const row: { lecture_id: string; member_id: string } | undefined = await db('enrollments')
      .where({ id: enrollmentId })
      .first('lecture_id', 'member_id');
    return row && { lectureId: row.lecture_id, memberId: row.member_id };
  },
  staffRole: async (lectureId, memberId) => {
    const row: { role: StaffRole } | undefined = await db('lecture_staff')
      .where({ lecture_id: lectureId, member_id: memberId })
      .first('role');
    return row?.role;
  },
  isOnRoster: async (lectureId, memberId) =>
    (await db('enrollments')
      .where({ lecture_id: lectureId, member_id: memberId, status: 'accepted' })
      .whereExists(stillThere(db, lectureId))
      .first('id')) !== undefined,
  isSeated: async (lectureId, deviceId) =>
    (await db('seats')
      .where({ lecture_id: lectureId, device_id: deviceId })
      .whereExists(stillThere(db, lectureId))
      .first('device_id')) !== undefined,
  buyer: async (orderId, paymentId) => {
    const query = db('orders as o').select('o.buyer_id');
    if (paymentId !== undefined) query.join('payments as p', 'p.order_id', 'o.id').where('p.id', paymentId);
    if (orderId !== undefined) query.where('o.id', orderId);
    if (orderId === undefined && paymentId === undefined) return undefined;
    const row: { buyer_id: string } | undefined = await query.first();
    return row?.buyer_id;
  },
});

/** Relations that remember for a moment whose a lecture is: it is asked at nearly every call, and hardly ever changes. */
export interface RememberingRelations extends Relations {
  /** Forgets the owner of a lecture that changed. */
  forget(change: RightsChange): void;
}

const lifeMs = 5_000;
const mostLectures = 10_000;

/** Changes made by this process take effect at once, those made beside it within 5 s. */
export function rememberOwners(relations: Relations, clock: Clock): RememberingRelations {
  const known = new Map<string, { readonly ownerId: string; readonly staleAt: number }>();
  let changes = 0;
  return {
    ...relations,
    lectureOwner: async (lectureId) => {
      const held = known.get(lectureId);
      if (held && held.staleAt > clock.now()) return held.ownerId;
      const before = changes;
      const ownerId = await relations.lectureOwner(lectureId);
      // What was read may be older than a change in the meantime; one that is not there may come.
      if (ownerId === undefined || before !== changes) return ownerId;
      if (known.size >= mostLectures) known.clear();
      known.set(lectureId, { ownerId, staleAt: clock.now() + lifeMs });
      return ownerId;
    },
    forget: (change) => {
      changes++;
      if ('lectureId' in change) known.delete(change.lectureId);
      else if ('everyone' in change) known.clear();
    },
  };
}

const stillThere = (db: Database, lectureId: string) =>
  db('lectures').select('id').where({ id: lectureId }).whereNull('deleted_at');
