import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { Logger } from '../../platform/logger.js';
import { attendanceStore } from '../lessons/attendance-store.js';
import { lessonStore } from '../lessons/store.js';
import { lessonStudents } from './lesson-students.js';
import { type KnownState, LiveLesson, type ScreenEntry } from './live-lesson.js';

export interface LiveLessons {
  /** The active lesson of a lecture, with its screens. */
  of(lectureId: string): LiveLesson | undefined;
  /** Called when any screen of any lesson changed. */
  onScreen(listen: (lesson: LiveLesson, entry: ScreenEntry, stateChanged: boolean) => void): void;
  /** Forgets a lecture's lesson and its pictures at once, whatever the database does next. */
  drop(lectureId: string): void;
  /** Brings memory in line with the database: after a lesson began or ended, or a roster or seat changed. */
  refresh(lectureId: string): Promise<void>;
  /** Takes up the lessons that were active when the server stopped. */
  resume(): Promise<void>;
  stop(): void;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

const silenceCheckMs = 500;
/** More than a lesson can use, so that a later start of the server is always ahead. */
const versionsEachMs = 1_000;

export function liveLessons({ db, clock, log }: Dependencies): LiveLessons {
  const lessons = new Map<string, LiveLesson>();
  const listeners: ((lesson: LiveLesson, entry: ScreenEntry, stateChanged: boolean) => void)[] = [];
  // One refresh of a lecture at a time: two that overlap could put an older answer over a newer one.
  const underWay = new Map<string, Promise<void>>();

  const bringUpToDate = async (lectureId: string, known?: ReadonlyMap<string, KnownState>): Promise<void> => {
    const active = await lessonStore(db).activeOf(lectureId);
    const held = lessons.get(lectureId);
    if (!active) {
      lessons.delete(lectureId);
      return;
    }
    const lesson =
      held?.lessonId === active.id ? held : open(lectureId, active.id, active.startedAt ?? iso(clock.now()));
    lesson.setStudents(await lessonStudents(db, active), clock.now(), known);
  };
  const open = (lectureId: string, lessonId: string, startedAt: string): LiveLesson => {
    const tell = (entry: ScreenEntry, stateChanged: boolean) => {
      for (const listen of listeners) listen(lesson, entry, stateChanged);
    };
    // A server that starts again in mid-lesson must not give out versions, and with them ETags, a second time.
    const versionsAfter = clock.now() * versionsEachMs;
    const lesson: LiveLesson = new LiveLesson(lectureId, lessonId, startedAt, tell, versionsAfter);
    lessons.set(lectureId, lesson);
    return lesson;
  };
  const stopChecking = clock.every(silenceCheckMs, () => {
    for (const lesson of lessons.values()) lesson.dropSilent(clock.now());
  });

  const refresh = (lectureId: string, known?: ReadonlyMap<string, KnownState>): Promise<void> => {
    const next = (underWay.get(lectureId) ?? Promise.resolve()).then(() => bringUpToDate(lectureId, known));
    const settled = next.catch((error: unknown) => log.error({ err: error, lectureId }, 'could not refresh a lesson'));
    underWay.set(lectureId, settled);
    settled.finally(() => {
      if (underWay.get(lectureId) === settled) underWay.delete(lectureId);
    });
    return next;
  };

  return {
    of: (lectureId) => lessons.get(lectureId),
    onScreen: (listen) => void listeners.push(listen),
    drop: (lectureId) => void lessons.delete(lectureId),
    refresh: (lectureId) => refresh(lectureId),
    resume: async () => {
      for (const { id, lectureId } of await lessonStore(db).allActive()) {
        const spans = await attendanceStore(db).openSpans(id);
        const known = spans.map(({ student_id, state, reason, from_at }): [string, KnownState] => [
          student_id,
          { state, reason, since: Date.parse(from_at) },
        ]);
        await refresh(lectureId, new Map(known));
      }
    },
    stop: stopChecking,
  };
}
