import { createHash } from 'node:crypto';
import type { ScreenReport, Screens, ViewRecord } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { PageRequest } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import { enrollmentStore } from '../enrollments/store.js';
import { type Refusal, type ScreenSource, toScreen } from './live-lesson.js';
import type { LiveLessons } from './live-lessons.js';
import type { AgentCaller } from './seating.js';
import type { ViewRecords } from './view-records.js';

export interface ScreenService {
  list(lectureId: string, since: number | undefined, lessonId: string | undefined): Promise<Screens>;
  /** Records the look before the picture is given. @throws Problem no_active_lesson, no_picture */
  picture(
    lectureId: string,
    studentId: string,
    viewerId: string,
    by: Actor,
  ): Promise<{ etag: string; bytes: Uint8Array }>;
  report(lectureId: string, caller: AgentCaller, report: ScreenReport): Promise<void>;
  viewsOf(studentId: string, request: PageRequest): Promise<{ data: ViewRecord[]; nextCursor: string | null }>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly lessons: LiveLessons;
  readonly views: ViewRecords;
}

/** The source behind a call without a socket. */
export const sourceOf = (caller: AgentCaller): ScreenSource =>
  caller.kind === 'device'
    ? { holder: caller.deviceId, instanceId: caller.instanceId, attached: false }
    : { holder: caller.credentialId, instanceId: caller.credentialId, attached: false };

/** @throws Problem of the refusal, if there is one */
export function mustBeTaken(refusal: Refusal | undefined): void {
  if (refusal !== undefined) throw new Problem(refusal);
}

export function screenService({ db, clock, lessons, views }: Dependencies): ScreenService {
  return {
    list: async (lectureId, since, lessonId) => {
      const lesson = lessons.of(lectureId);
      const waiting = await enrollmentStore(db).countWaiting(lectureId);
      const from =
        lesson &&
        (lessonId === undefined || lessonId === lesson.lessonId) &&
        since !== undefined &&
        since <= lesson.version
          ? since
          : -1;
      return {
        lessonId: lesson?.lessonId ?? null,
        startedAt: lesson?.startedAt ?? null,
        version: lesson?.version ?? 0,
        serverTime: iso(clock.now()),
        waiting,
        screens: (lesson?.changedSince(from) ?? []).map(toScreen),
      };
    },
    picture: async (lectureId, studentId, viewerId, by) => {
      const lesson = lessons.of(lectureId);
      if (!lesson) throw new Problem('no_active_lesson');
      const kept = lesson.entry(studentId)?.picture;
      if (!kept) throw new Problem('no_picture');
      await views.record([{ lessonId: lesson.lessonId, viewerId, studentId, kind: 'wall' }], by);
      return { etag: etagOf(lesson.lessonId, studentId, kept.version), bytes: kept.tiled.bytes };
    },
    report: async (lectureId, caller, report) => {
      const lesson = lessons.of(lectureId);
      const studentId = lesson?.studentAt(caller);
      if (!lesson || studentId === undefined) throw new Problem('no_active_lesson');
      mustBeTaken(lesson.report(studentId, sourceOf(caller), report, clock.now()));
    },
    viewsOf: (studentId, request) => views.ofStudent(studentId, request),
  };
}

/** Versions begin anew in each lesson, so the lesson and the student are part of the tag. */
const etagOf = (lessonId: string, studentId: string, version: number): string =>
  `"${createHash('sha256').update(`${lessonId} ${studentId} ${version}`).digest('base64url').slice(0, 22)}"`;
