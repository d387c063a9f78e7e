import * as z from 'zod';
import { DeviceId, EnrollmentId, LectureId, MemberId, PageQuery, page, Time } from './common.js';
import { assisting, teaching } from './lecture-access.js';
import { route } from './route.js';

export const RosterEntry = z
  .object({
    enrollmentId: EnrollmentId,
    student: z.object({ id: MemberId, name: z.string(), email: z.string() }),
    since: Time,
    device: z.object({ id: DeviceId, name: z.string() }).nullable(),
  })
  .meta({ id: 'RosterEntry' });
export type RosterEntry = z.infer<typeof RosterEntry>;

const ofLecture = z.object({ lectureId: LectureId });

export const roster = {
  /** The students of a lecture, by their enrollment, oldest first, with their seats. */
  list: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId/roster',
    summary: 'List the roster',
    access: assisting,
    params: ofLecture,
    query: PageQuery,
    response: page(RosterEntry),
    paginated: true,
  }),
  /** I leave the lecture. */
  leave: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/roster/leave',
    summary: 'Leave a lecture',
    access: ['on_roster'],
    params: ofLecture,
  }),
  /** Removes a student from the lecture. */
  remove: route({
    method: 'DELETE',
    path: '/v1/lectures/:lectureId/roster/:memberId',
    summary: 'Remove a student',
    access: teaching,
    params: ofLecture.extend({ memberId: MemberId }),
    errors: ['not_on_roster'],
  }),
} as const;
