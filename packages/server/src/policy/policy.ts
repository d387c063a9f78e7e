import type { Grant } from '@didacto/sdk/contract';
import { Problem } from '../platform/problem.js';
import type { Caller } from './caller.js';
import type { Relations } from './relations.js';

/** The ids a route's path or an event's payload names. */
export interface Subject {
  readonly lectureId?: string | undefined;
  readonly lessonId?: string | undefined;
  readonly enrollmentId?: string | undefined;
}

/** The one place that decides who may do what. */
export interface Policy {
  /**
   * Returns when the caller holds one of the grants.
   * @throws Problem unauthenticated (no caller), not_found (the subject is not there), forbidden
   */
  authorize(caller: Caller, access: readonly Grant[], subject: Subject): Promise<void>;
}

type Relation = 'lecture_owner' | 'on_roster' | 'requester' | 'seated';
const relations: ReadonlySet<Grant> = new Set<Relation>(['lecture_owner', 'on_roster', 'requester', 'seated']);
const isRelation = (grant: Grant): grant is Relation => relations.has(grant);

export function createPolicy(data: Relations): Policy {
  return {
    authorize: async (caller, access, subject) => {
      if (access.includes('public')) return;
      if (caller.kind === 'anonymous') throw new Problem('unauthenticated');
      const needed = access.filter(isRelation);
      if (access.some((grant) => !isRelation(grant) && holds(caller, grant))) {
        // Whoever needs no relation to a lecture is still told when it is not there.
        if (needed.length > 0 && subject.lectureId !== undefined) await mustBeThere(data, subject.lectureId);
        return;
      }
      if (needed.length === 0) throw new Problem('forbidden');
      const { lectureId, requesterId } = await resolve(data, subject);
      for (const relation of needed) if (await relates(data, caller, relation, lectureId, requesterId)) return;
      throw new Problem('forbidden');
    },
  };
}

function holds(caller: Exclude<Caller, { kind: 'anonymous' }>, grant: Grant): boolean {
  if (caller.kind === 'device') return grant === 'device';
  return grant === 'member' || grant === caller.role;
}

async function mustBeThere(data: Relations, lectureId: string): Promise<void> {
  if ((await data.lectureOwner(lectureId)) === undefined) throw new Problem('not_found');
}

/** Finds the lecture behind the subject. @throws Problem not_found */
async function resolve(
  data: Relations,
  subject: Subject,
): Promise<{ lectureId: string; requesterId: string | undefined }> {
  const enrollment = subject.enrollmentId === undefined ? undefined : await data.enrollment(subject.enrollmentId);
  const lectureId =
    enrollment?.lectureId ??
    subject.lectureId ??
    (subject.lessonId === undefined ? undefined : await data.lectureOfLesson(subject.lessonId));
  if (lectureId === undefined) throw new Problem('not_found');
  return { lectureId, requesterId: enrollment?.memberId };
}

async function relates(
  data: Relations,
  caller: Exclude<Caller, { kind: 'anonymous' }>,
  relation: Relation,
  lectureId: string,
  requesterId: string | undefined,
): Promise<boolean> {
  // A deleted lecture is not there for anyone but its requesters, who may still read what became of their request.
  if (relation === 'requester') return caller.kind === 'member' && caller.memberId === requesterId;
  // A thousand agents come in the same second: who is in their place is let in by one question.
  if (relation !== 'lecture_owner' && (await isInPlace(data, caller, relation, lectureId))) return true;
  const ownerId = await data.lectureOwner(lectureId);
  if (ownerId === undefined) throw new Problem('not_found');
  return relation === 'lecture_owner' && caller.kind === 'member' && caller.memberId === ownerId;
}

async function isInPlace(
  data: Relations,
  caller: Exclude<Caller, { kind: 'anonymous' }>,
  relation: 'on_roster' | 'seated',
  lectureId: string,
): Promise<boolean> {
  if (caller.kind === 'member') return data.isOnRoster(lectureId, caller.memberId);
  return relation === 'seated' && data.isSeated(lectureId, caller.deviceId);
}
