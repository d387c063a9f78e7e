import * as z from 'zod';
import { LectureId, MemberId, PageQuery, Person, page, Time, Title } from './common.js';
import { teaching } from './lecture-access.js';
import { route } from './route.js';

export const LectureState = z.enum(['open', 'closed']).meta({ id: 'LectureState' });

export const Lecture = z
  .object({
    id: LectureId,
    title: z.string(),
    state: LectureState,
    owner: Person,
    /** Whether a lesson of it is active now. */
    lessonActive: z.boolean(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Lecture', description: 'A course' });
export type Lecture = z.infer<typeof Lecture>;

const params = z.object({ lectureId: LectureId });
const ownerOnly = ['lecture_owner', 'admin'] as const;

export const lectures = {
  /** Opens a lecture; an admin names the instructor who owns it. The free grade may own 3 open ones. */
  create: route({
    method: 'POST',
    path: '/v1/lectures',
    summary: 'Create a lecture',
    access: ['instructor', 'admin'],
    body: z.object({ title: Title, ownerId: MemberId.optional() }),
    response: Lecture,
    status: 201,
    errors: ['lecture_limit_reached', 'owner_not_instructor'],
  }),
  /** Searches lectures by words of their title, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/lectures',
    summary: 'Search lectures',
    access: ['member'],
    query: PageQuery.extend({ keyword: z.string().max(100).optional(), state: LectureState.optional() }),
    response: page(Lecture),
    paginated: true,
  }),
  /** The lectures that I own, help in, or am on the roster of. */
  mine: route({
    method: 'GET',
    path: '/v1/members/me/lectures',
    summary: 'List my lectures',
    access: ['member'],
    query: PageQuery.extend({ state: LectureState.optional() }),
    response: page(Lecture),
    paginated: true,
  }),
  get: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId',
    summary: 'Get a lecture',
    access: ['member'],
    params,
    response: Lecture,
  }),
  /** Changes a lecture's title. */
  update: route({
    method: 'PATCH',
    path: '/v1/lectures/:lectureId',
    summary: 'Update a lecture',
    access: teaching,
    params,
    body: z.object({ title: Title }),
    response: Lecture,
  }),
  /** Closes a lecture: no new enrollments, no lessons; it no longer counts against the limit. */
  close: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/close',
    summary: 'Close a lecture',
    access: ownerOnly,
    params,
    response: Lecture,
    errors: ['lecture_closed', 'lesson_in_progress'],
  }),
  /** Opens a closed lecture again, within the owner's limit. */
  reopen: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/reopen',
    summary: 'Reopen a lecture',
    access: ownerOnly,
    params,
    response: Lecture,
    errors: ['lecture_open', 'lecture_limit_reached', 'owner_not_instructor'],
  }),
  /** Deletes a lecture from every list; waiting enrollments are cancelled. Its record of lessons is kept. */
  delete: route({
    method: 'DELETE',
    path: '/v1/lectures/:lectureId',
    summary: 'Delete a lecture',
    access: ownerOnly,
    params,
    errors: ['lesson_in_progress'],
  }),
} as const;
