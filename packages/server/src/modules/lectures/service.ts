import type { Lecture } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { type Database, isUniqueViolation, type Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import type { MemberCaller } from '../../policy/caller.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { enrollmentStore } from '../enrollments/store.js';
import { lessonStore } from '../lessons/store.js';
import { memberStore } from '../members/store.js';
import { freeLectures, type LectureFilter, lectureStore } from './store.js';

export interface LectureService {
  /** @throws Problem lecture_limit_reached, owner_not_instructor */
  create(caller: MemberCaller, title: string, ownerId: string | undefined, by: Actor): Promise<Lecture>;
  get(id: string): Promise<Lecture>;
  list(filter: LectureFilter): ReturnType<ReturnType<typeof lectureStore>['page']>;
  rename(id: string, title: string, by: Actor): Promise<Lecture>;
  /** @throws Problem lecture_closed, lesson_in_progress */
  close(id: string, by: Actor): Promise<Lecture>;
  /** @throws Problem lecture_open, lecture_limit_reached */
  reopen(id: string, by: Actor): Promise<Lecture>;
  /** @throws Problem lesson_in_progress */
  delete(id: string, by: Actor): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
}

export function lectureService({ db, clock, newId, audit, effects }: Dependencies): LectureService {
  const now = () => iso(clock.now());
  const found = async (queries: Queries, id: string): Promise<Lecture> => {
    const lecture = await lectureStore(queries).byId(id);
    if (!lecture) throw new Problem('not_found');
    return lecture;
  };
  const withoutLesson = async (queries: Queries, id: string): Promise<void> => {
    if (await lessonStore(queries).activeOf(id)) throw new Problem('lesson_in_progress');
  };

  return {
    create: async (caller, title, ownerId = caller.memberId, by) => {
      if (caller.role !== 'admin' && ownerId !== caller.memberId) throw new Problem('forbidden');
      const id = newId('lec');
      await withFreeSlot(db, ownerId, async (tx, slot) => {
        await lectureStore(tx).insert({ id, title, ownerId, slot, at: now() });
        await audit.append(tx, [{ action: 'lecture.created', by, subjects: [id, ownerId] }]);
      });
      return found(db, id);
    },
    get: (id) => found(db, id),
    list: (filter) => lectureStore(db).page(filter),
    rename: async (id, title, by) => {
      await db.transaction(async (tx) => {
        if (!(await lectureStore(tx).rename(id, title, now()))) throw new Problem('not_found');
        await audit.append(tx, [{ action: 'lecture.updated', by, subjects: [id] }]);
      });
      return found(db, id);
    },
    close: async (id, by) => {
      await db.transaction(async (tx) => {
        await found(tx, id);
        await withoutLesson(tx, id);
        if (!(await lectureStore(tx).close(id, now()))) throw new Problem('lecture_closed');
        await audit.append(tx, [{ action: 'lecture.closed', by, subjects: [id] }]);
      });
      return found(db, id);
    },
    reopen: async (id, by) => {
      const { owner } = await found(db, id);
      await withFreeSlot(db, owner.id, async (tx, slot) => {
        if (!(await lectureStore(tx).reopen(id, slot, now()))) throw new Problem('lecture_open');
        await audit.append(tx, [{ action: 'lecture.reopened', by, subjects: [id] }]);
      });
      return found(db, id);
    },
    delete: async (id, by) => {
      await db.transaction(async (tx) => {
        await found(tx, id);
        await withoutLesson(tx, id);
        await enrollmentStore(tx).cancelAllWaiting(id, now());
        await lectureStore(tx).delete(id, now());
        await audit.append(tx, [{ action: 'lecture.deleted', by, subjects: [id] }]);
      });
      await effects.rosterChanged(id);
      effects.waitingChanged(id);
    },
  };
}

/**
 * Runs `work` with a slot of the owner's free grade, or null for premium. Two at once that pick the same slot are
 * told apart by the database's index: the loser picks again, and finds none left when the limit is reached.
 */
async function withFreeSlot(
  db: Database,
  ownerId: string,
  work: (tx: Queries, slot: number | null) => Promise<void>,
): Promise<void> {
  for (let attempt = 0; attempt <= freeLectures; attempt++) {
    try {
      return await db.transaction(async (tx) => work(tx, await pickSlot(tx, ownerId)));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
  throw new Problem('lecture_limit_reached');
}

async function pickSlot(tx: Queries, ownerId: string): Promise<number | null> {
  const owner = await memberStore(tx).byId(ownerId);
  if (owner?.role !== 'instructor') throw new Problem('owner_not_instructor');
  if (owner.grade === 'premium') return null;
  const open = await lectureStore(tx).openSlots(ownerId);
  const free = [1, 2, 3].find((slot) => !open.includes(slot));
  // Lectures opened while premium hold no slot, yet count.
  if (free === undefined || open.length >= freeLectures) throw new Problem('lecture_limit_reached');
  return free;
}
