import * as z from 'zod';
import { AccessToken } from './access-tokens.js';
import { OwnAuditEntry } from './audit.js';
import { Time } from './common.js';
import { Enrollment } from './enrollments.js';
import { Lecture } from './lectures.js';
import { AttendanceSpan } from './lessons.js';
import { Member } from './member.js';
import { Order } from './orders.js';
import { Payment } from './payments.js';
import { Consent } from './rooms.js';
import { ViewRecord } from './screens.js';
import { Session } from './sessions.js';
import { StaffRole } from './staff.js';

/** Everything that is stored about a member (GDPR article 20, PIPA article 35). Secrets are told of, never shown. */
export const MemberExport = z
  .object({
    exportedAt: Time,
    member: Member,
    passwordChangedAt: Time.nullable(),
    sessions: z.array(Session),
    accessTokens: z.array(AccessToken),
    lectures: z.array(Lecture),
    staffOf: z.array(z.object({ lectureId: z.string(), role: StaffRole, since: Time })),
    enrollments: z.array(Enrollment),
    seats: z.array(z.object({ lectureId: z.string(), deviceId: z.string(), deviceName: z.string() })),
    attendance: z.array(z.object({ lessonId: z.string(), spans: z.array(AttendanceSpan) })),
    /** What I ordered, and how it was paid. */
    orders: z.array(Order),
    payments: z.array(Payment),
    /** What others ordered for me, by their ids. */
    boughtForMe: z.array(z.object({ orderId: z.string(), name: z.string(), granted: z.boolean() })),
    /** Who looked at me. */
    views: z.array(ViewRecord),
    /** Whom I looked at, by their ids. */
    viewsByMe: z.array(
      z.object({ studentId: z.string(), lessonId: z.string(), kind: z.string(), firstAt: Time, lastAt: Time }),
    ),
    /** What I let instructors have, by lesson. */
    consents: z.array(Consent.extend({ lessonId: z.string(), at: Time })),
    /** What the audit log holds of me. */
    audit: z.array(OwnAuditEntry),
  })
  .meta({ id: 'MemberExport' });
export type MemberExport = z.infer<typeof MemberExport>;
