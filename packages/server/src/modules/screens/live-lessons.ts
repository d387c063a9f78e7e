import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { Logger } from '../../platform/logger.js';
import { attendanceStore } from '../lessons/attendance-store.js';
import { lessonStore } from '../lessons/store.js';
import { lessonStudents } from './lesson-students.js';
import { LiveLesson, type ScreenEntry } from './live-lesson.js';

export interface LiveLessons {
  /** The active lesson of a lecture, with its screens. */
  of(lectureId: string): LiveLesson | undefined;
  /** Called when any screen of any lesson changed. */
  onScreen(listen: (lesson: LiveLesson, entry: ScreenEntry, stateChanged: boolean) => void): void;
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

export function liveLessons({ db, clock, log }: Dependencies): LiveLessons {
  const lessons = new Map<string, LiveLesson>();
  const listeners: ((lesson: LiveLesson, entry: ScreenEntry, stateChanged: boolean) => void)[] = [];
  // One refresh of a lecture at a time: two that overlap could put an older answer over a newer one.
  const underWay = new Map<string, Promise<void>>();

  const bringUpToDate = async (lectureId: string): Promise<void> => {
    const active = await lessonStore(db).activeOf(lectureId);
    const held = lessons.get(lectureId);
    if (!active) {
      lessons.delete(lectureId);
      return;
    }
    const lesson =
      held?.lessonId === active.id ? held : open(lectureId, active.id, active.startedAt ?? iso(clock.now()));
    lesson.setStudents(await lessonStudents(db, lectureId), clock.now());
  };
  const open = (lectureId: string, lessonId: string, startedAt: string): LiveLesson => {
    const lesson: LiveLesson = new LiveLesson(lectureId, lessonId, startedAt, (entry, stateChanged) => {
      for (const listen of listeners) listen(lesson, entry, stateChanged);
    });
    lessons.set(lectureId, lesson);
    return lesson;
  };
  const stopChecking = clock.every(silenceCheckMs, () => {
    for (const lesson of lessons.values()) lesson.dropSilent(clock.now());
  });

  const refresh = (lectureId: string): Promise<void> => {
    const next = (underWay.get(lectureId) ?? Promise.resolve()).then(() => bringUpToDate(lectureId));
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
    refresh,
    resume: async () => {
      for (const { id, lectureId } of await lessonStore(db).allActive()) {
        const known = await attendanceStore(db).openSpans(id);
        await refresh(lectureId);
        const lesson = lessons.get(lectureId);
        // Whoever was there is lost from here on, until their agent comes back.
        for (const { student_id, state, from_at } of known) {
          if (state === 'never_connected' || state === 'left') lesson?.restore(student_id, state, Date.parse(from_at));
          else lesson?.restore(student_id, 'agent_lost', clock.now());
        }
      }
    },
    stop: stopChecking,
  };
}
