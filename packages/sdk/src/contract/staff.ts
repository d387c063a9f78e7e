import * as z from 'zod';
import { Email, LectureId, MemberId, Person, Time } from './common.js';
import { assisting } from './lecture-access.js';
import { route } from './route.js';

export const StaffRole = z.enum(['co_instructor', 'assistant']).meta({ id: 'StaffRole' });
export type StaffRole = z.infer<typeof StaffRole>;

export const StaffMember = z
  .object({ member: Person, role: StaffRole, since: Time })
  .meta({ id: 'StaffMember', description: 'Who teaches or helps in a lecture beside its owner' });
export type StaffMember = z.infer<typeof StaffMember>;

const ofLecture = z.object({ lectureId: LectureId });

export const staff = {
  /** Those who teach or help beside the owner; at most 50. */
  list: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId/staff',
    summary: 'List the staff of a lecture',
    access: assisting,
    params: ofLecture,
    response: z.object({ staff: z.array(StaffMember) }),
  }),
  /** Lets an instructor teach too, or an instructor or a student of another lecture assist. */
  add: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/staff',
    summary: 'Add to the staff of a lecture',
    access: ['lecture_owner', 'admin'],
    params: ofLecture,
    body: z.object({ email: Email, role: StaffRole }),
    response: StaffMember,
    status: 201,
    errors: ['not_eligible', 'already_staff', 'already_on_roster'],
  }),
  /** Their rights, and the pictures they watch, end at once. */
  remove: route({
    method: 'DELETE',
    path: '/v1/lectures/:lectureId/staff/:memberId',
    summary: 'Remove from the staff of a lecture',
    access: ['lecture_owner', 'admin'],
    params: ofLecture.extend({ memberId: MemberId }),
  }),
  /** I stop helping in it. */
  leave: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/staff/leave',
    summary: 'Leave the staff of a lecture',
    access: ['co_instructor', 'assistant'],
    params: ofLecture,
  }),
} as const;
