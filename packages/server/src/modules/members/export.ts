import type { MemberExport } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import { everyPage } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import { accessTokenStore } from '../access-tokens/store.js';
import type { Actor } from '../audit/actor.js';
import type { AuditService } from '../audit/service.js';
import type { AuditTrail } from '../audit/trail.js';
import { consentStore } from '../consents/store.js';
import { enrollmentStore } from '../enrollments/store.js';
import { lectureStore } from '../lectures/store.js';
import { attendanceOf } from '../lessons/attendance.js';
import { attendanceStore } from '../lessons/attendance-store.js';
import { lessonStore } from '../lessons/store.js';
import { paymentOf } from '../orders/handlers.js';
import { toOrder } from '../orders/present.js';
import { orderStore } from '../orders/store.js';
import { toPayment } from '../payments/present.js';
import { paymentStore } from '../payments/store.js';
import type { ViewRecords } from '../screens/view-records.js';
import { toSession } from '../sessions/store.js';
import { memberStore, toMember } from './store.js';

/** Gives a member everything that is stored about them. */
export interface MemberExporter {
  export(memberId: string, sessionId: string, by: Actor): Promise<MemberExport>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly views: ViewRecords;
  readonly audit: AuditTrail;
  readonly auditLog: Pick<AuditService, 'ofMember'>;
  /** Resolves when every state that was seen so far is written. */
  readonly recorded: () => Promise<void>;
}

export function memberExporter({ db, clock, views, audit, auditLog, recorded }: Dependencies): MemberExporter {
  return {
    export: async (memberId, sessionId, by) => {
      const row = await memberStore(db).byId(memberId);
      if (!row) throw new Problem('not_found');
      await recorded();
      const document: MemberExport = {
        exportedAt: iso(clock.now()),
        member: toMember(row),
        passwordChangedAt: row.password_changed_at,
        sessions: (await db('sessions').where({ member_id: memberId }).orderBy('id')).map((one) =>
          toSession(one, sessionId),
        ),
        accessTokens: await everyPage((request) => accessTokenStore(db).page({ ...request, memberId })),
        lectures: await everyPage((request) => lectureStore(db).page({ ...request, of: memberId })),
        staffOf: await staffOf(db, memberId),
        enrollments: await everyPage((request) => enrollmentStore(db).page({ ...request, memberId })),
        seats: await seatsOf(db, memberId),
        attendance: await attendanceOfStudent(db, memberId, clock.now()),
        ...(await purchasesOf(db, memberId)),
        views: await everyPage((request) => views.ofStudent(memberId, request)),
        viewsByMe: await viewsBy(db, memberId),
        consents: await consentStore(db).ofStudent(memberId),
        audit: await everyPage((request) => auditLog.ofMember(memberId, request)),
      };
      await db.transaction((tx) => audit.append(tx, [{ action: 'member.exported', by, subjects: [memberId] }]));
      return document;
    },
  };
}

async function staffOf(db: Database, memberId: string): Promise<MemberExport['staffOf']> {
  return db('lecture_staff')
    .where({ member_id: memberId })
    .orderBy('since')
    .select('lecture_id as lectureId', 'role', 'since');
}

async function seatsOf(db: Database, memberId: string): Promise<MemberExport['seats']> {
  return db('seats as s')
    .join('devices as d', 'd.id', 's.device_id')
    .where('s.student_id', memberId)
    .orderBy('s.lecture_id')
    .select('s.lecture_id as lectureId', 's.device_id as deviceId', 'd.name as deviceName');
}

async function purchasesOf(
  db: Database,
  memberId: string,
): Promise<Pick<MemberExport, 'orders' | 'payments' | 'boughtForMe'>> {
  const found = await everyPage((request) => orderStore(db).page({ ...request, buyerId: memberId }));
  const orders: MemberExport['orders'] = [];
  const payments: MemberExport['payments'] = [];
  for (const order of found) {
    const { id } = order;
    orders.push(toOrder({ order, lines: await orderStore(db).linesOf(id) }, await paymentOf(db, id)));
    const paid = await everyPage((request) => paymentStore(db).page({ ...request, orderId: id }));
    payments.push(...paid.map(toPayment));
  }
  const rows: { order_id: string; name: string; granted_at: string | null; revoked_at: string | null }[] = await db(
    'order_lines',
  )
    .where({ student_id: memberId })
    .orderBy('id');
  const boughtForMe = rows.map(({ order_id, name, granted_at, revoked_at }) => ({
    ...{ orderId: order_id, name, granted: granted_at !== null && revoked_at === null },
  }));
  return { orders, payments, boughtForMe };
}

async function viewsBy(db: Database, memberId: string): Promise<MemberExport['viewsByMe']> {
  return db('view_records')
    .where({ viewer_id: memberId })
    .orderBy('id')
    .select('student_id as studentId', 'lesson_id as lessonId', 'kind', 'first_at as firstAt', 'last_at as lastAt');
}

async function attendanceOfStudent(db: Database, memberId: string, now: number): Promise<MemberExport['attendance']> {
  const records: MemberExport['attendance'] = [];
  for (const lessonId of await attendanceStore(db).lessonsOf(memberId)) {
    const lesson = await lessonStore(db).byId(lessonId);
    if (!lesson) continue;
    const { students } = attendanceOf(lesson, await attendanceStore(db).spansOf(lessonId, memberId), now);
    records.push({ lessonId, spans: students[0]?.spans ?? [] });
  }
  return records;
}
