import type { Decision, Enrollment } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { type Database, isUniqueViolation, type Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import { lectureStore } from '../lectures/store.js';
import { memberStore } from '../members/store.js';
import { type EnrollmentFilter, enrollmentStore } from './store.js';

export type Outcome = 'accepted' | 'rejected' | 'not_found' | 'enrollment_decided' | 'requester_withdrawn';

export interface EnrollmentService {
  /** @throws Problem lecture_closed, enrollment_waiting, already_on_roster */
  request(lectureId: string, memberId: string): Promise<Enrollment>;
  get(id: string): Promise<Enrollment>;
  /** @throws Problem enrollment_decided */
  cancel(id: string): Promise<Enrollment>;
  /** @throws Problem enrollment_decided, requester_withdrawn, lecture_closed */
  decide(id: string, decision: Decision, by: string): Promise<Enrollment>;
  decideMany(
    lectureId: string,
    decision: Decision,
    ids: readonly string[] | 'all_waiting',
    by: string,
  ): Promise<{ enrollmentId: string; outcome: Outcome }[]>;
  list(filter: EnrollmentFilter): ReturnType<ReturnType<typeof enrollmentStore>['page']>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly effects: LiveEffects;
}

export function enrollmentService({ db, clock, newId, effects }: Dependencies): EnrollmentService {
  const now = () => iso(clock.now());
  const found = async (id: string): Promise<Enrollment> => {
    const enrollment = await enrollmentStore(db).byId(id);
    if (!enrollment) throw new Problem('not_found');
    return enrollment;
  };
  const openLecture = async (queries: Queries, lectureId: string): Promise<void> => {
    const lecture = await lectureStore(queries).byId(lectureId);
    if (!lecture) throw new Problem('not_found');
    if (lecture.state === 'closed') throw new Problem('lecture_closed');
  };
  const changed = (lectureId: string) => {
    effects.rosterChanged(lectureId);
    effects.waitingChanged(lectureId);
  };
  const decideOne = (id: string, decision: Decision, by: string): Promise<Outcome> =>
    db.transaction(async (tx) => {
      const enrollment = await enrollmentStore(tx).byId(id);
      if (!enrollment) return 'not_found';
      const withdrawn = (await memberStore(tx).byId(enrollment.member.id)) === undefined;
      const to = withdrawn ? 'cancelled' : decision === 'accept' ? 'accepted' : 'rejected';
      if (!(await enrollmentStore(tx).move(id, 'waiting', to, now(), by))) return 'enrollment_decided';
      return to === 'cancelled' ? 'requester_withdrawn' : to;
    });

  return {
    request: async (lectureId, memberId) => {
      const id = newId('enr');
      try {
        await db.transaction(async (tx) => {
          await openLecture(tx, lectureId);
          await enrollmentStore(tx).insertWaiting(id, lectureId, memberId, now());
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        const place = await enrollmentStore(db).placeOf(lectureId, memberId);
        throw new Problem(place?.status === 'accepted' ? 'already_on_roster' : 'enrollment_waiting');
      }
      effects.waitingChanged(lectureId);
      return found(id);
    },
    get: found,
    cancel: async (id) => {
      const { lecture } = await found(id);
      if (!(await enrollmentStore(db).move(id, 'waiting', 'cancelled', now()))) throw new Problem('enrollment_decided');
      effects.waitingChanged(lecture.id);
      return found(id);
    },
    decide: async (id, decision, by) => {
      const { lecture } = await found(id);
      if (decision === 'accept') await openLecture(db, lecture.id);
      const outcome = await decideOne(id, decision, by);
      changed(lecture.id);
      if (outcome !== 'accepted' && outcome !== 'rejected') throw new Problem(outcome);
      return found(id);
    },
    decideMany: async (lectureId, decision, ids, by) => {
      if (decision === 'accept') await openLecture(db, lectureId);
      const named = ids === 'all_waiting' ? await enrollmentStore(db).waitingIds(lectureId) : [...new Set(ids)];
      const results: { enrollmentId: string; outcome: Outcome }[] = [];
      for (const enrollmentId of named) {
        // An id of another lecture is not this instructor's to decide, nor to know of.
        const mine = (await enrollmentStore(db).byId(enrollmentId))?.lecture.id === lectureId;
        results.push({ enrollmentId, outcome: mine ? await decideOne(enrollmentId, decision, by) : 'not_found' });
      }
      changed(lectureId);
      return results;
    },
    list: (filter) => enrollmentStore(db).page(filter),
  };
}
