import type { Decision, Enrollment } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { type Database, isUniqueViolation, type Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail, NewAuditEntry } from '../audit/trail.js';
import { lectureStore } from '../lectures/store.js';
import { memberStore } from '../members/store.js';
import { staffStore } from '../staff/store.js';
import { type EnrollmentFilter, enrollmentStore } from './store.js';

export type Outcome = 'accepted' | 'rejected' | 'not_found' | 'enrollment_decided' | 'requester_withdrawn';

export interface EnrollmentService {
  /** @throws Problem lecture_closed, enrollment_waiting, already_on_roster, already_staff */
  request(lectureId: string, memberId: string, by: Actor): Promise<Enrollment>;
  get(id: string): Promise<Enrollment>;
  /** @throws Problem enrollment_decided */
  cancel(id: string, by: Actor): Promise<Enrollment>;
  /** @throws Problem enrollment_decided, requester_withdrawn, lecture_closed */
  decide(id: string, decision: Decision, by: Actor): Promise<Enrollment>;
  decideMany(
    lectureId: string,
    decision: Decision,
    ids: readonly string[] | 'all_waiting',
    by: Actor,
  ): Promise<{ enrollmentId: string; outcome: Outcome }[]>;
  list(filter: EnrollmentFilter): ReturnType<ReturnType<typeof enrollmentStore>['page']>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
}

export function enrollmentService({ db, clock, newId, audit, effects }: Dependencies): EnrollmentService {
  const now = () => iso(clock.now());
  const found = async (id: string, queries: Queries = db): Promise<Enrollment> => {
    const enrollment = await enrollmentStore(queries).byId(id);
    if (!enrollment) throw new Problem('not_found');
    return enrollment;
  };
  const openLecture = async (queries: Queries, lectureId: string): Promise<void> => {
    const lecture = await lectureStore(queries).byId(lectureId);
    if (!lecture) throw new Problem('not_found');
    if (lecture.state === 'closed') throw new Problem('lecture_closed');
  };
  const changed = async (lectureId: string): Promise<void> => {
    await effects.rosterChanged(lectureId);
    effects.waitingChanged(lectureId);
  };
  const decideOne = async (tx: Queries, enrollment: Enrollment, decision: Decision, by: Actor): Promise<Outcome> => {
    const { id, member, status } = enrollment;
    const store = enrollmentStore(tx);
    if (!(await memberStore(tx).byId(member.id))) {
      const cancelled = await store.move(id, 'waiting', 'cancelled', now());
      return cancelled || status === 'cancelled' ? 'requester_withdrawn' : 'enrollment_decided';
    }
    const to = decision === 'accept' ? 'accepted' : 'rejected';
    return (await store.move(id, 'waiting', to, now(), by.id)) ? to : 'enrollment_decided';
  };

  return {
    request: async (lectureId, memberId, by) => {
      const id = newId('enr');
      try {
        await db.transaction(async (tx) => {
          await openLecture(tx, lectureId);
          await enrollmentStore(tx).insertWaiting(id, lectureId, memberId, now());
          // After the place is taken: where rows are locked, whoever is being added to the staff meanwhile meets it.
          if (await staffStore(tx).has(lectureId, memberId)) throw new Problem('already_staff');
          await audit.append(tx, [{ action: 'enrollment.requested', by, subjects: [id, lectureId, memberId] }]);
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        const place = await enrollmentStore(db).placeOf(lectureId, memberId);
        throw new Problem(place?.status === 'accepted' ? 'already_on_roster' : 'enrollment_waiting');
      }
      effects.waitingChanged(lectureId);
      return found(id);
    },
    get: (id) => found(id),
    cancel: async (id, by) => {
      const { lecture, member } = await found(id);
      await db.transaction(async (tx) => {
        if (!(await enrollmentStore(tx).move(id, 'waiting', 'cancelled', now())))
          throw new Problem('enrollment_decided');
        await audit.append(tx, [{ action: 'enrollment.cancelled', by, subjects: [id, lecture.id, member.id] }]);
      });
      effects.waitingChanged(lecture.id);
      return found(id);
    },
    decide: async (id, decision, by) => {
      const { lecture } = await found(id);
      // A refusal is no reason to roll back: the request of a withdrawn member stays cancelled.
      const outcome = await db.transaction(async (tx) => {
        if (decision === 'accept') await openLecture(tx, lecture.id);
        const enrollment = await found(id, tx);
        const decided = await decideOne(tx, enrollment, decision, by);
        await audit.append(tx, decisions([{ enrollment, outcome: decided }], by));
        return decided;
      });
      await changed(lecture.id);
      if (outcome !== 'accepted' && outcome !== 'rejected') throw new Problem(outcome);
      return found(id);
    },
    decideMany: async (lectureId, decision, ids, by) => {
      // One transaction for all: five hundred of them would be as many writes to the disk.
      const results = await db.transaction(async (tx) => {
        if (decision === 'accept') await openLecture(tx, lectureId);
        const named = ids === 'all_waiting' ? await enrollmentStore(tx).waitingIds(lectureId) : [...new Set(ids)];
        const decided: { enrollmentId: string; outcome: Outcome }[] = [];
        const mineDecided: Decided[] = [];
        for (const enrollmentId of named) {
          const enrollment = await enrollmentStore(tx).byId(enrollmentId);
          // An id of another lecture is not this instructor's to decide, nor to know of.
          const mine = enrollment?.lecture.id === lectureId;
          const outcome = mine ? await decideOne(tx, enrollment, decision, by) : 'not_found';
          decided.push({ enrollmentId, outcome });
          if (mine) mineDecided.push({ enrollment, outcome });
        }
        await audit.append(tx, decisions(mineDecided, by));
        return decided;
      });
      await changed(lectureId);
      return results;
    },
    list: (filter) => enrollmentStore(db).page(filter),
  };
}

interface Decided {
  readonly enrollment: Enrollment;
  readonly outcome: Outcome;
}

/** What goes on record of decisions: those that decided something. */
const decisions = (decided: readonly Decided[], by: Actor): NewAuditEntry[] =>
  decided.flatMap(({ enrollment: { id, lecture, member }, outcome }): NewAuditEntry[] =>
    outcome === 'accepted' || outcome === 'rejected'
      ? [{ action: `enrollment.${outcome}`, by, subjects: [id, lecture.id, member.id] }]
      : [],
  );
