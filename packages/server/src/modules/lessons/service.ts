import type { Attendance, Lesson } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { type Database, isUniqueViolation } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId } from '../../platform/ids.js';
import type { PageRequest } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { lectureStore } from '../lectures/store.js';
import { attendanceOf } from './attendance.js';
import { attendanceStore } from './attendance-store.js';
import { lessonStore } from './store.js';

export interface LessonService {
  /** @throws Problem lesson_already_active, lecture_closed */
  start(lectureId: string, by: Actor): Promise<Lesson>;
  /** @throws Problem lesson_ended */
  end(lessonId: string, by: Actor): Promise<Lesson>;
  get(lessonId: string): Promise<Lesson>;
  list(lectureId: string, request: PageRequest): ReturnType<ReturnType<typeof lessonStore>['page']>;
  attendance(lessonId: string): Promise<Attendance>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
  /** Resolves when every state that was seen so far is written. */
  readonly recorded: () => Promise<void>;
}

export function lessonService({ db, clock, newId, audit, effects, recorded }: Dependencies): LessonService {
  const found = async (id: string): Promise<Lesson> => {
    const lesson = await lessonStore(db).byId(id);
    if (!lesson) throw new Problem('not_found');
    return lesson;
  };
  return {
    start: async (lectureId, by) => {
      const id = newId('les');
      try {
        await db.transaction(async (tx) => {
          const lecture = await lectureStore(tx).byId(lectureId);
          if (!lecture) throw new Problem('not_found');
          if (lecture.state === 'closed') throw new Problem('lecture_closed');
          await lessonStore(tx).insertActive(id, lectureId, iso(clock.now()));
          await audit.append(tx, [{ action: 'lesson.started', by, subjects: [id, lectureId] }]);
        });
      } catch (error) {
        throw isUniqueViolation(error) ? new Problem('lesson_already_active') : error;
      }
      await effects.lessonStarted(lectureId);
      return found(id);
    },
    end: async (lessonId, by) => {
      const { lectureId } = await found(lessonId);
      const at = iso(clock.now());
      await db.transaction(async (tx) => {
        if (!(await lessonStore(tx).end(lessonId, at))) throw new Problem('lesson_ended');
        await audit.append(tx, [{ action: 'lesson.ended', by, subjects: [lessonId, lectureId] }]);
      });
      await effects.lessonEnded(lectureId);
      return found(lessonId);
    },
    get: found,
    list: (lectureId, request) => lessonStore(db).page(lectureId, request),
    attendance: async (lessonId) => {
      const lesson = await found(lessonId);
      await recorded();
      return attendanceOf(lesson, await attendanceStore(db).spansOf(lessonId), clock.now());
    },
  };
}
