import * as z from 'zod';
import { LectureId, LessonId, PageQuery, Person, page, Time } from './common.js';
import { assisting, teaching } from './lecture-access.js';
import { route } from './route.js';
import { ScreenStateName, UnavailableReason } from './screen-state.js';

export const Lesson = z
  .object({
    id: LessonId,
    lectureId: LectureId,
    state: z.enum(['scheduled', 'active', 'ended']),
    startedAt: Time.nullable(),
    endedAt: Time.nullable(),
  })
  .meta({ id: 'Lesson', description: 'One run of a lecture' });
export type Lesson = z.infer<typeof Lesson>;

/** A stretch of one student's lesson in one state; `to` is null while it lasts. */
export const AttendanceSpan = z
  .object({ state: ScreenStateName, reason: UnavailableReason.nullable(), from: Time, to: Time.nullable() })
  .meta({ id: 'AttendanceSpan' });
export type AttendanceSpan = z.infer<typeof AttendanceSpan>;

export const StudentAttendance = z
  .object({
    student: Person,
    /** Milliseconds in which the agent was there (live, unchanged or no display). */
    presentMs: z.int(),
    /** Stretches without an agent, after it had first come. */
    gaps: z.int(),
    spans: z.array(AttendanceSpan),
  })
  .meta({ id: 'StudentAttendance' });
export type StudentAttendance = z.infer<typeof StudentAttendance>;

export const Attendance = z.object({ lesson: Lesson, students: z.array(StudentAttendance) }).meta({ id: 'Attendance' });
export type Attendance = z.infer<typeof Attendance>;

const ofLecture = z.object({ lectureId: LectureId });
const ofLesson = z.object({ lessonId: LessonId });

export const lessons = {
  /** Starts a lesson: agents seated in the lecture begin to send their screens. */
  start: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/lessons',
    summary: 'Start a lesson',
    access: teaching,
    params: ofLecture,
    response: Lesson,
    status: 201,
    errors: ['lesson_already_active', 'lecture_closed'],
  }),
  /** Ends a lesson: capture stops and the pictures are dropped. */
  end: route({
    method: 'POST',
    path: '/v1/lessons/:lessonId/end',
    summary: 'End a lesson',
    access: teaching,
    params: ofLesson,
    response: Lesson,
    errors: ['lesson_ended'],
  }),
  /** The lessons of a lecture, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId/lessons',
    summary: 'List lessons',
    access: [...assisting, 'on_roster'],
    params: ofLecture,
    query: PageQuery,
    response: page(Lesson),
    paginated: true,
  }),
  get: route({
    method: 'GET',
    path: '/v1/lessons/:lessonId',
    summary: 'Get a lesson',
    access: [...assisting, 'on_roster'],
    params: ofLesson,
    response: Lesson,
  }),
  /** Who was there and who went dark when, kept after the lesson. */
  attendance: route({
    method: 'GET',
    path: '/v1/lessons/:lessonId/attendance',
    summary: 'Get the attendance of a lesson',
    access: assisting,
    params: ofLesson,
    response: Attendance,
  }),
} as const;
