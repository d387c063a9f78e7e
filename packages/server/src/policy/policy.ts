import type { Grant, Scope } from '@didacto/sdk/contract';
import { Problem } from '../platform/problem.js';
import type { Caller } from './caller.js';
import type { Relations } from './relations.js';

/** The ids a route's path or an event's payload names. */
export interface Subject {
  readonly lectureId?: string | undefined;
  readonly lessonId?: string | undefined;
  readonly enrollmentId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly paymentId?: string | undefined;
}

/** What a route or an event asks of its caller. */
export interface Demand {
  readonly access: readonly Grant[];
  /** An access token needs one of these; undefined: no token will do; `any`: every token does. */
  readonly scopes?: readonly Scope[] | 'any' | undefined;
  /** Open to a member whose second factor is still to be set up. */
  readonly duringSetUp?: boolean | undefined;
}

/** The one place that decides who may do what. */
export interface Policy {
  /**
   * Returns when the caller holds one of the grants.
   * @throws Problem unauthenticated (no caller), second_factor_required, scope_missing, not_found (the subject is not
   * there), forbidden
   */
  authorize(caller: Caller, demand: Demand, subject: Subject): Promise<void>;
}

type SignedIn = Exclude<Caller, { kind: 'anonymous' }>;
const relationGrants = [
  'lecture_owner',
  'co_instructor',
  'assistant',
  'on_roster',
  'requester',
  'seated',
  'buyer',
] as const;
type Relation = (typeof relationGrants)[number];
const isRelation = (grant: Grant): grant is Relation => relationGrants.some((relation) => relation === grant);

export function createPolicy(data: Relations): Policy {
  return {
    authorize: async (caller, demand, subject) => {
      const { access } = demand;
      if (access.includes('public')) return;
      if (caller.kind === 'anonymous') throw new Problem('unauthenticated');
      mustBeWithinCredential(caller, demand);
      const needed = access.filter(isRelation);
      if (access.some((grant) => !isRelation(grant) && holds(caller, grant))) {
        // Whoever needs no relation to a lecture is still told when it is not there.
        if (needed.length > 0 && subject.lectureId !== undefined) await ownerOf(data, subject.lectureId);
        return;
      }
      if (needed.length === 0 || !(await relates(data, caller, needed, subject))) throw new Problem('forbidden');
    },
  };
}

/** What the member may do by this sign-in or token, before what the member may do at all. */
function mustBeWithinCredential(caller: SignedIn, { scopes, duringSetUp }: Demand): void {
  if (caller.kind === 'device') return;
  if (caller.mustSetUp && duringSetUp !== true) throw new Problem('second_factor_required');
  const held = caller.scopes;
  if (held === null || scopes === 'any') return;
  if (scopes === undefined) throw new Problem('forbidden', { detail: 'An access token cannot do this; sign in' });
  if (!scopes.some((scope) => held.has(scope)))
    throw new Problem('scope_missing', { detail: `The access token needs the scope ${scopes.join(' or ')}` });
}

function holds(caller: SignedIn, grant: Grant): boolean {
  if (caller.kind === 'device') return grant === 'device';
  return grant === 'member' || grant === caller.role || (grant === 'self' && caller.scopes === null);
}

/** @throws Problem not_found where there is no such lecture, or no longer */
async function ownerOf(data: Relations, lectureId: string): Promise<string> {
  const ownerId = await data.lectureOwner(lectureId);
  if (ownerId === undefined) throw new Problem('not_found');
  return ownerId;
}

/** @throws Problem not_found where the subject is not there */
async function relates(
  data: Relations,
  caller: SignedIn,
  needed: readonly Relation[],
  subject: Subject,
): Promise<boolean> {
  if (needed.includes('buyer')) return isBuyer(data, caller, subject);
  const { lectureId, requesterId } = await resolve(data, subject);
  // A deleted lecture is not there for anyone but its requesters, who may still read what became of their request.
  if (needed.includes('requester') && caller.kind === 'member' && caller.memberId === requesterId) return true;
  // A thousand agents come in the same second: who is in their place is let in by one question.
  if (await isInPlace(data, caller, needed, lectureId)) return true;
  const ownerId = await ownerOf(data, lectureId);
  if (caller.kind !== 'member') return false;
  // Who no longer is an instructor teaches nothing, whatever the lecture says.
  const isInstructor = caller.role === 'instructor';
  if (isInstructor && needed.includes('lecture_owner') && caller.memberId === ownerId) return true;
  const asked = needed.includes('co_instructor') || needed.includes('assistant');
  const part = asked ? await data.staffRole(lectureId, caller.memberId) : undefined;
  return part !== undefined && needed.includes(part) && (isInstructor || part === 'assistant');
}

/** @throws Problem not_found where there is no such order or payment */
async function isBuyer(data: Relations, caller: SignedIn, { orderId, paymentId }: Subject): Promise<boolean> {
  const buyerId = await data.buyer(orderId, paymentId);
  if (buyerId === undefined) throw new Problem('not_found');
  return caller.kind === 'member' && caller.memberId === buyerId;
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

async function isInPlace(
  data: Relations,
  caller: SignedIn,
  needed: readonly Relation[],
  lectureId: string,
): Promise<boolean> {
  if (caller.kind === 'device') return needed.includes('seated') && data.isSeated(lectureId, caller.deviceId);
  const asked = needed.includes('on_roster') || needed.includes('seated');
  return asked && data.isOnRoster(lectureId, caller.memberId);
}
