import type { EnrollmentStatus } from '@didacto/sdk/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.js';
import { type Database, openDatabase } from '../../platform/database.js';
import { nobodyConnected } from '../../platform/effects.js';
import { idFactory, systemRandom } from '../../platform/ids.js';
import { passwordPolicy } from '../../platform/password-policy.js';
import { argonPasswords } from '../../platform/passwords.js';
import { Problem } from '../../platform/problem.js';
import { openThrottle } from '../../platform/throttle.js';
import { newTrail, silentNotices } from '../../testing/service-parts.js';
import { password } from '../../testing/test-server.js';
import { type Actor, systemActor } from '../audit/actor.js';
import { lectureService } from '../lectures/service.js';
import { memberMaker } from '../members/maker.js';
import { passwordCheck } from '../members/password-check.js';
import { memberService } from '../members/service.js';
import { rosterService } from '../roster/service.js';
import { signInThrottle } from '../sessions/sign-in-throttle.js';
import { enrollmentService } from './service.js';

// The rules of a place in a lecture, said once more and simply; any history of the real services must agree with them.

type Step = 'request' | 'cancel' | 'accept' | 'reject' | 'leave' | 'remove' | 'withdraw' | 'close' | 'reopen';
const steps: readonly Step[] = [
  ...(['request', 'cancel', 'accept', 'reject', 'leave', 'remove', 'withdraw', 'close', 'reopen'] as const),
];
type Status = EnrollmentStatus | 'none';

interface Model {
  readonly open: boolean;
  readonly gone: boolean;
  /** The newest enrollment of the student. */
  readonly status: Status;
}

const start: Model = { open: true, gone: false, status: 'none' };
const refused = (model: Model, outcome: string) => ({ model, outcome });
const moved = (model: Model, change: Partial<Model>) => ({ model: { ...model, ...change }, outcome: 'ok' });

function decide(model: Model, to: EnrollmentStatus): { model: Model; outcome: string } {
  if (to === 'accepted' && !model.open) return refused(model, 'lecture_closed');
  if (model.gone && model.status === 'cancelled') return refused(model, 'requester_withdrawn');
  return model.status === 'waiting' ? moved(model, { status: to }) : refused(model, 'enrollment_decided');
}

const rules: Readonly<Record<Step, (model: Model) => { model: Model; outcome: string }>> = {
  request: (model) => {
    if (!model.open) return refused(model, 'lecture_closed');
    if (model.status === 'waiting') return refused(model, 'enrollment_waiting');
    return model.status === 'accepted' ? refused(model, 'already_on_roster') : moved(model, { status: 'waiting' });
  },
  cancel: (model) =>
    model.status === 'waiting' ? moved(model, { status: 'cancelled' }) : refused(model, 'enrollment_decided'),
  accept: (model) => decide(model, 'accepted'),
  reject: (model) => decide(model, 'rejected'),
  leave: (model) => (model.status === 'accepted' ? moved(model, { status: 'left' }) : refused(model, 'not_on_roster')),
  remove: (model) =>
    model.status === 'accepted' ? moved(model, { status: 'removed' }) : refused(model, 'not_on_roster'),
  withdraw: (model) => {
    const left: Partial<Record<Status, Status>> = { waiting: 'cancelled', accepted: 'left' };
    return moved(model, { gone: true, status: left[model.status] ?? model.status });
  },
  close: (model) => (model.open ? moved(model, { open: false }) : refused(model, 'lecture_closed')),
  reopen: (model) => (model.open ? refused(model, 'lecture_open') : moved(model, { open: true })),
};

/** Who withdrew has no token to ask with, and without an enrollment there is none to decide. */
const isPossible = ({ gone, status }: Model, step: Step): boolean =>
  !(gone && ['request', 'cancel', 'leave', 'withdraw'].includes(step)) &&
  !(status === 'none' && ['cancel', 'accept', 'reject'].includes(step));

let db: Database;
beforeAll(async () => {
  db = await openDatabase(':memory:');
});
afterAll(() => db.destroy());

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof Problem) return error.code;
      throw error;
    },
  );

/** One lecture, its instructor and one student, behind the real services. */
async function realPlace() {
  const newId = idFactory(systemClock, systemRandom);
  const audit = newTrail();
  const base = { db, clock: systemClock, newId, audit, effects: nobodyConnected };
  const passwords = await argonPasswords({ memoryKib: 8, passes: 1 });
  const throttle = signInThrottle(openThrottle, systemClock);
  const members = memberService({
    ...base,
    maker: memberMaker({ ...base, passwords, policy: passwordPolicy() }),
    passwordCheck: passwordCheck({ db, passwords, throttle }),
    notices: silentNotices,
  });
  const lectures = lectureService(base);
  const enrollments = enrollmentService(base);
  const roster = rosterService(base);
  const person = (role: 'instructor' | 'student') =>
    members.create({ email: `${newId('mem')}@x.example`, password, name: role, role, grade: 'free' }, systemActor);
  const [owner, student] = [await person('instructor'), await person('student')];
  const caller = { kind: 'member', memberId: owner.id, name: '', role: 'instructor' } as const;
  const signedIn = { ...caller, credentialId: '', scopes: null, mustSetUp: false };
  const [teacher, pupil] = [owner, student].map(({ id }): Actor => ({ ...systemActor, kind: 'member', id }));
  if (!teacher || !pupil) throw new Error('nobody is there');
  const lecture = await lectures.create(signedIn, 'lecture', undefined, teacher);
  const history = async (): Promise<{ id: string; status: EnrollmentStatus }[]> =>
    db('enrollments').where({ lecture_id: lecture.id, member_id: student.id }).orderBy('id', 'desc');
  const newest = async () => (await history())[0]?.id ?? '';
  const act: Readonly<Record<Step, () => Promise<unknown>>> = {
    request: () => enrollments.request(lecture.id, student.id, pupil),
    cancel: async () => enrollments.cancel(await newest(), pupil),
    accept: async () => enrollments.decide(await newest(), 'accept', teacher),
    reject: async () => enrollments.decide(await newest(), 'reject', teacher),
    leave: () => roster.leave(lecture.id, student.id, pupil),
    remove: () => roster.remove(lecture.id, student.id, teacher),
    withdraw: () => members.withdraw(student.id, password, pupil),
    close: () => lectures.close(lecture.id, teacher),
    reopen: () => lectures.reopen(lecture.id, teacher),
  };
  return { act, history };
}

test('any history of requests, decisions, leaving, withdrawal and closing follows the rules', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 25 }), async (walk) => {
      const { act, history } = await realPlace();
      let model = start;
      for (const step of walk) {
        if (!isPossible(model, step)) continue;
        const expected = rules[step](model);
        expect(await outcomeOf(act[step]()), `${step} in ${JSON.stringify(model)}`).toBe(expected.outcome);
        model = expected.model;
        const rows = await history();
        expect(rows[0]?.status ?? 'none').toBe(model.status);
        // What came before is decided and stays so.
        expect(rows.slice(1).filter(({ status }) => status === 'waiting' || status === 'accepted')).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});
