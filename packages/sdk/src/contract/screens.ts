import * as z from 'zod';
import { LectureId, LessonId, MemberId, PageQuery, Person, page, Time, ViewId } from './common.js';
import { assisting } from './lecture-access.js';
import { Consent } from './rooms.js';
import { route } from './route.js';
import { ScreenStateName, UnavailableReason } from './screen-state.js';

export const pictureType = 'image/jpeg';
/** Only the parts of a picture that changed; see `picture/delta`. */
export const pictureDeltaType = 'application/vnd.didacto.picture-delta';

/** No agent needs more for a thumbnail; what is larger is refused before it is read. */
export const pictureLimits = { bytes: 512 * 1024, width: 1280, height: 720 } as const;

export const Screen = z
  .object({
    student: Person,
    deviceName: z.string().nullable(),
    state: ScreenStateName,
    reason: UnavailableReason.nullable(),
    /** When this state began, by the server's clock. */
    since: Time,
    /** Whether the student has been shown the notice that they are watched; null: not yet known. */
    noticeShown: z.boolean().nullable(),
    /** What the student lets the instructor have in this lesson. */
    consent: Consent,
    /** Grows with each change of this screen; also the picture's ETag. */
    version: z.int(),
    picture: z
      .object({ version: z.int(), bytes: z.int(), width: z.int(), height: z.int(), capturedAt: Time })
      .nullable(),
  })
  .meta({ id: 'Screen' });
export type Screen = z.infer<typeof Screen>;

export const Screens = z
  .object({
    lessonId: LessonId.nullable(),
    startedAt: Time.nullable(),
    /** Pass it as `since` next time. A lesson's versions begin anew when the lesson does. */
    version: z.int(),
    serverTime: Time,
    /** Enrollments that wait for a decision. */
    waiting: z.int(),
    screens: z.array(Screen),
  })
  .meta({ id: 'Screens' });
export type Screens = z.infer<typeof Screens>;

export const ScreenReport = z
  .object({
    state: z.enum(['unchanged', 'no_display']),
    reason: UnavailableReason.nullable().default(null),
  })
  .meta({ id: 'ScreenReport' });
export type ScreenReport = z.infer<typeof ScreenReport>;

export const ViewRecord = z
  .object({
    id: ViewId,
    viewer: Person,
    lecture: z.object({ id: LectureId, title: z.string() }),
    lessonId: LessonId,
    kind: z.enum(['wall', 'live', 'control']),
    firstAt: Time,
    lastAt: Time,
  })
  .meta({ id: 'ViewRecord', description: 'Who looked at a student in a lesson, how and when' });
export type ViewRecord = z.infer<typeof ViewRecord>;

const ofLecture = z.object({ lectureId: LectureId });

/** Sequence and capture time of a pushed picture; `lessonId` guards against a late push into the next lesson. */
export const PushQuery = z.object({
  sequence: z.coerce.number<number | string>().int().min(0).max(0xffff_ffff),
  capturedAt: Time,
  lessonId: LessonId,
});
export type PushQuery = z.infer<typeof PushQuery>;

export const screens = {
  /** An agent's newest picture: a whole JPEG, or a delta against the last one that was taken. */
  push: route({
    method: 'PUT',
    path: '/v1/lectures/:lectureId/screen',
    summary: 'Push a picture',
    access: ['seated'],
    params: ofLecture,
    query: PushQuery,
    accepts: [pictureType, pictureDeltaType],
    errors: [
      'no_active_lesson',
      'picture_invalid',
      'picture_too_large',
      'picture_base_missing',
      'picture_stale',
      'screen_source_taken',
      'device_cloned',
    ],
  }),
  /** An agent's heartbeat when there is no new picture. An agent without a socket sends one every 2 s. */
  report: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/screen/state',
    summary: 'Report a screen without a new picture',
    access: ['seated'],
    params: ofLecture,
    body: ScreenReport,
    errors: ['no_active_lesson', 'picture_base_missing', 'screen_source_taken', 'device_cloned'],
    repeatable: true,
  }),
  /** The screens of the active lesson; with `since`, only those that changed after that version. */
  list: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId/screens',
    summary: 'List the screens that changed',
    access: assisting,
    params: ofLecture,
    query: z.object({
      since: z.coerce.number<number | string>().int().min(0).optional(),
      /** The lesson that `since` belongs to; another active lesson is answered in full. */
      lessonId: LessonId.optional(),
    }),
    response: Screens,
  }),
  /** One student's newest picture. Looking at it is recorded, and the student can read the record. */
  picture: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId/screens/:studentId',
    summary: 'Get the newest picture of a student',
    access: assisting,
    params: ofLecture.extend({ studentId: MemberId }),
    returns: pictureType,
    errors: ['no_active_lesson', 'no_picture'],
  }),
  /** Who looked at me, when, and how. */
  viewsOfMe: route({
    method: 'GET',
    path: '/v1/members/me/views',
    summary: 'List who looked at my screen',
    access: ['member'],
    query: PageQuery,
    response: page(ViewRecord),
    paginated: true,
  }),
} as const;
