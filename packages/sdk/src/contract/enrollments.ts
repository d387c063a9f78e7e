import * as z from 'zod';
import { EnrollmentId, LectureId, PageQuery, Person, page, Time } from './common.js';
import { assisting, teaching } from './lecture-access.js';
import { route } from './route.js';

export const EnrollmentStatus = z
  .enum(['waiting', 'accepted', 'rejected', 'cancelled', 'left', 'removed'])
  .meta({ id: 'EnrollmentStatus' });
export type EnrollmentStatus = z.infer<typeof EnrollmentStatus>;

export const Enrollment = z
  .object({
    id: EnrollmentId,
    lecture: z.object({ id: LectureId, title: z.string() }),
    member: Person,
    status: EnrollmentStatus,
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Enrollment', description: "A member's place in a lecture" });
export type Enrollment = z.infer<typeof Enrollment>;

export const Decision = z.enum(['accept', 'reject']);
export type Decision = z.infer<typeof Decision>;

const ofLecture = z.object({ lectureId: LectureId });
const params = z.object({ enrollmentId: EnrollmentId });
const ListQuery = PageQuery.extend({ status: EnrollmentStatus.optional() });

export const enrollments = {
  /** Asks for a place in an open lecture. */
  request: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/enrollments',
    summary: 'Request an enrollment',
    access: ['student'],
    params: ofLecture,
    response: Enrollment,
    status: 201,
    errors: ['lecture_closed', 'enrollment_waiting', 'already_on_roster', 'already_staff'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/enrollments/:enrollmentId',
    summary: 'Get an enrollment',
    access: [...assisting, 'requester'],
    params,
    response: Enrollment,
  }),
  /** Takes back a waiting request. */
  cancel: route({
    method: 'POST',
    path: '/v1/enrollments/:enrollmentId/cancel',
    summary: 'Cancel an enrollment',
    access: ['requester'],
    params,
    response: Enrollment,
    errors: ['enrollment_decided'],
  }),
  /** Accepts or rejects a waiting request. */
  decide: route({
    method: 'POST',
    path: '/v1/enrollments/:enrollmentId/decide',
    summary: 'Accept or reject an enrollment',
    access: teaching,
    params,
    body: z.object({ decision: Decision }),
    response: Enrollment,
    errors: ['enrollment_decided', 'requester_withdrawn', 'lecture_closed'],
  }),
  /** Accepts or rejects many: the named ones, or all that wait. Each has its own outcome. */
  decideMany: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/enrollments/decide',
    summary: 'Accept or reject enrollments in bulk',
    access: teaching,
    params: ofLecture,
    body: z.object({
      decision: Decision,
      enrollmentIds: z.union([z.array(EnrollmentId).min(1).max(500), z.literal('all_waiting')]),
    }),
    response: z.object({
      results: z.array(
        z.object({
          enrollmentId: EnrollmentId,
          outcome: z.enum(['accepted', 'rejected', 'not_found', 'enrollment_decided', 'requester_withdrawn']),
        }),
      ),
    }),
    errors: ['lecture_closed'],
  }),
  /** The enrollments of a lecture, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId/enrollments',
    summary: 'List the enrollments of a lecture',
    access: assisting,
    params: ofLecture,
    query: ListQuery,
    response: page(Enrollment),
    paginated: true,
  }),
  /** My enrollments, newest first. */
  mine: route({
    method: 'GET',
    path: '/v1/members/me/enrollments',
    summary: 'List my enrollments',
    access: ['member'],
    query: ListQuery,
    response: page(Enrollment),
    paginated: true,
  }),
} as const;
