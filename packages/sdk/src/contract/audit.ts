import * as z from 'zod';
import { PageQuery, page, Time } from './common.js';
import { route } from './route.js';

/** What is put on record, as `subject.happened`. */
export const auditActions = [
  'member.signed_up',
  'member.created',
  'member.updated',
  'member.role_changed',
  'member.suspended',
  'member.restored',
  'member.withdrawn',
  'member.erased',
  'member.exported',
  'password.changed',
  'password.reset',
  'sign_in.succeeded',
  'sign_in.refused',
  'session.ended',
  'session.token_reused',
  'second_factor.turned_on',
  'second_factor.turned_off',
  'second_factor.reset',
  'second_factor.recovery_code_used',
  'second_factor.recovery_codes_renewed',
  'invitation.created',
  'invitation.revoked',
  'invitation.accepted',
  'device_code.approved',
  'device_code.denied',
  'access_token.created',
  'access_token.revoked',
  'service_account.created',
  'service_account.removed',
  'institution.updated',
  'lecture.created',
  'lecture.updated',
  'lecture.closed',
  'lecture.reopened',
  'lecture.deleted',
  'staff.added',
  'staff.removed',
  'staff.left',
  'lesson.started',
  'lesson.ended',
  'enrollment.requested',
  'enrollment.cancelled',
  'enrollment.accepted',
  'enrollment.rejected',
  'roster.left',
  'roster.removed',
  'product.created',
  'product.updated',
  'product.withdrawn',
  'order.created',
  'order.cancelled',
  'payment.started',
  'payment.confirmed',
  'payment.abandoned',
  'payment.refund_requested',
  'dead_letter.retried',
  'dead_letter.resolved',
  'alarm.acknowledged',
  'alarm.resolved',
  'lab.created',
  'lab.updated',
  'lab.deleted',
  'device.created',
  'device.pairing_offered',
  'device.paired',
  'device.updated',
  'device.revoked',
  'device.deleted',
  'seat.assigned',
  'seat.freed',
  'screen.viewed',
  'consent.changed',
  'control.started',
  'control.ended',
  'audit.dropped',
  'retention.applied',
] as const;
export const AuditAction = z.enum(auditActions).meta({ id: 'AuditAction' });
export type AuditAction = z.infer<typeof AuditAction>;

export const ActorKind = z.enum(['member', 'device', 'anonymous', 'system', 'operator']).meta({ id: 'ActorKind' });
export type ActorKind = z.infer<typeof ActorKind>;

const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What is personal about an entry; erased with the person, or after its time. */
export const AuditDetail = z.object({
  salt: z.string(),
  address: z.string(),
  client: z.string(),
  requestId: z.string(),
  note: z.string(),
});
export type AuditDetail = z.infer<typeof AuditDetail>;

export const AuditEntry = z
  .object({
    seq: z.int(),
    at: Time,
    action: z.string(),
    actorKind: ActorKind,
    actorId: z.string().nullable(),
    /** The access token that was used, if any. */
    tokenId: z.string().nullable(),
    /** Ids of what it was about. */
    subjects: z.array(z.string()),
    outcome: z.enum(['done', 'refused']),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    detailHash: Digest.nullable(),
    previousHash: Digest,
    hash: Digest,
    /** Of the server's Ed25519 key, base64url. */
    signature: z.string(),
    /** Null where there was none, or it was erased. */
    detail: AuditDetail.nullable(),
  })
  .meta({ id: 'AuditEntry', description: 'One act on record, chained to the one before' });
export type AuditEntry = z.infer<typeof AuditEntry>;

/** A signed statement that the chain up to `seq` has this hash. */
export const AuditCheckpoint = z
  .object({ seq: z.int(), hash: Digest, at: Time, signature: z.string() })
  .meta({ id: 'AuditCheckpoint' });
export type AuditCheckpoint = z.infer<typeof AuditCheckpoint>;

export const AuditHead = z
  .object({
    /** Of the newest entry; 0 where there is none. */
    seq: z.int(),
    hash: Digest,
    /** Entries up to this one were dropped after their time; null: all are there. */
    base: AuditCheckpoint.nullable(),
    /** The newest checkpoint, kept beside the database: a log that was rolled back does not reach it. */
    anchor: AuditCheckpoint.nullable(),
  })
  .meta({ id: 'AuditHead' });
export type AuditHead = z.infer<typeof AuditHead>;

/** An entry as its member reads it: without what is personal about others. */
export const OwnAuditEntry = z
  .object({
    at: Time,
    action: z.string(),
    byMe: z.boolean(),
    /** Of mine only. */
    address: z.string().nullable(),
    client: z.string().nullable(),
  })
  .meta({ id: 'OwnAuditEntry' });
export type OwnAuditEntry = z.infer<typeof OwnAuditEntry>;

export const audit = {
  /** The audit log, newest first unless asked otherwise. */
  list: route({
    method: 'GET',
    path: '/v1/audit',
    summary: 'List the audit log',
    access: ['admin'],
    query: PageQuery.extend({
      actorId: z.string().max(64).optional(),
      /** Any id an entry is about: of a member, a lecture, a device, … */
      subjectId: z.string().max(64).optional(),
      action: AuditAction.optional(),
      from: Time.optional(),
      to: Time.optional(),
      order: z.enum(['asc', 'desc']).default('desc'),
      limit: z.coerce.number<number | string>().int().min(1).max(1_000).default(50),
    }),
    response: page(AuditEntry),
    paginated: true,
  }),
  /** Where the chain ends and begins, for whoever verifies it. */
  head: route({
    method: 'GET',
    path: '/v1/audit/head',
    summary: 'Get the head of the audit log',
    access: ['admin'],
    response: AuditHead,
  }),
  /** What is on record about me, newest first. */
  ofMe: route({
    method: 'GET',
    path: '/v1/members/me/audit',
    summary: 'List what is on record about me',
    access: ['self'],
    query: PageQuery,
    response: page(OwnAuditEntry),
    paginated: true,
  }),
} as const;
