import fc from 'fast-check';
import { expect, it } from 'vitest';
import { abilities } from '../../testing/test-rooms.js';
import { newsOf } from './room-news.js';
import {
  attend,
  beginControl,
  type Entrant,
  endControl,
  expire,
  join,
  openRoom,
  type Room,
  type RoomSession,
  remove,
  renew,
  roomTtlMs,
  type Side,
  setConsent,
  sideOf,
  type Transition,
} from './room-state.js';

const sides: readonly Side[] = ['student', 'instructor'];
const anySession = fc.constantFrom('s1', 's2', 's3');
const consentOf = (screen: boolean) => ({ screen, voice: false, camera: false });
const anySide = fc.constantFrom<Side>(...sides);

/** The newest place that a client knows it had; undefined: it comes anew. */
const anyLeft = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined });
const anyStep = fc.oneof(
  fc.record({ kind: fc.constant('attend' as const), session: anySession, left: anyLeft }),
  fc.record({ kind: fc.constant('join' as const), session: anySession, left: anyLeft }),
  fc.record({ kind: fc.constant('renew' as const), session: anySession, fence: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ kind: fc.constant('leave' as const), session: anySession, fence: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ kind: fc.constant('expire' as const) }),
  fc.record({ kind: fc.constant('consent' as const), screen: fc.boolean() }),
  fc.record({ kind: fc.constant('ask' as const), on: fc.boolean(), id: fc.constantFrom('c1', 'c2') }),
  fc.record({ kind: fc.constant('end' as const), id: fc.constantFrom('c1', 'c2') }),
  fc.record({ kind: fc.constant('putOut' as const), side: anySide }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

const entrant = (sessionId: string, side: Side, left?: number): Entrant => ({
  sessionId,
  stay: { id: sessionId, left: left === undefined ? undefined : { roomId: 'room', fence: left } },
  person: { id: `${side} ${sessionId}`, name: sessionId },
  abilities: side === 'student' ? abilities : null,
});
const nothing = (room: Room): Transition => ({ before: room, after: room, out: [] });

function take(room: Room, step: Step, now: number): Transition {
  switch (step.kind) {
    case 'attend':
    case 'join': {
      const result =
        step.kind === 'attend'
          ? attend(room, entrant(step.session, 'student', step.left), room.consent, now)
          : join(room, entrant(step.session, 'instructor', step.left), now);
      return typeof result === 'string' ? nothing(room) : result;
    }
    case 'renew':
    case 'leave': {
      const side = sideOf(room, step.session, step.fence, now);
      if (!side) return nothing(room);
      return step.kind === 'renew' ? renew(room, side, now) : remove(room, { [side]: null });
    }
    case 'expire':
      return expire(room, now);
    case 'consent':
      return setConsent(room, consentOf(step.screen));
    case 'ask': {
      const { instructor } = room.sessions;
      if (!instructor) return nothing(room);
      const { person: by, fence } = instructor;
      return beginControl(room, { id: step.id, state: step.on ? 'on' : 'asked', by, fence, since: now });
    }
    case 'end':
      return endControl(room, step.id);
    case 'putOut':
      return remove(room, { [step.side]: 'forbidden' });
  }
}

const present = ({ sessions }: Room): RoomSession[] => sides.flatMap((side) => sessions[side] ?? []);

/** What must hold of every room at any time. */
function check({ sessions, fence, consent, control }: Room): void {
  const { student, instructor } = sessions;
  if (instructor) expect([student !== null, consent.screen]).toEqual([true, true]);
  if (control) expect(control.fence).toBe(instructor?.fence);
  const fences = [student, instructor].flatMap((session) => session?.fence ?? []);
  expect(new Set(fences).size).toBe(fences.length);
  for (const given of fences) expect(given).toBeLessThanOrEqual(fence);
}

/** Only who comes back after somebody else came is kept out by whoever is there. */
function checkReturn(
  before: Room,
  cameIn: boolean,
  { kind, session, left }: Extract<Step, { kind: 'attend' | 'join' }>,
  now: number,
): void {
  const { student, instructor } = expire(before, now).after.sessions;
  const holder = kind === 'attend' ? student : instructor;
  const isTaken = holder !== null && left !== undefined && holder.fence > left && holder.sessionId !== session;
  if (isTaken || kind === 'attend') expect(cameIn).toBe(!isTaken);
}

/** Nobody disappears, or comes, without a word of it; and nobody is told who is not concerned. */
function checkTransition({ before, after, out }: Transition, step: Step, now: number): void {
  const gone = present(before).filter(({ fence }) => !present(after).some((one) => one.fence === fence));
  expect(out.map(({ session: { fence } }) => fence).sort()).toEqual(gone.map(({ fence }) => fence).sort());
  const come = present(after).filter(({ fence }) => !present(before).some((one) => one.fence === fence));
  expect(come.length).toBeLessThanOrEqual(1);
  // Newest wins: who comes in is in, has the highest fence there ever was, and its time is full.
  for (const { fence, until } of come) expect([fence, until]).toEqual([before.fence + 1, now + roomTtlMs]);
  if (step.kind === 'attend' || step.kind === 'join') checkReturn(before, come.length === 1, step, now);
  const news = newsOf({ before, after, out });
  const told = new Set(present(before).map(({ fence }) => fence));
  for (const { to } of news) expect(told).toContain(to.fence);
  for (const { kind, to } of news)
    if (kind !== 'ended') expect(present(after).map(({ fence }) => fence)).toContain(to.fence);
  // Control that ends is told to everyone who was there and stays.
  if (before.control && !after.control) {
    const stayed = present(before).filter(({ fence }) => present(after).some((one) => one.fence === fence));
    const heard = news.filter(({ kind }) => kind === 'control').map(({ to: { fence } }) => fence);
    expect(heard.sort()).toEqual(stayed.map(({ fence }) => fence).sort());
  }
}

it('whatever happens in whatever order: newest wins, fences rise, none is alone with control, all concerned are told', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyStep, fc.nat(6_000)), { maxLength: 60 }), (sequence) => {
      const student = { id: 'student', name: 'student' };
      let room = openRoom({ id: 'room', lectureId: 'lecture', lessonId: 'lesson', student }, consentOf(true));
      let now = 0;
      const ended = new Set<number>();
      for (const [step, pause] of sequence) {
        now += pause;
        const transition = take(room, step, now);
        expect(transition.before).toBe(room);
        checkTransition(transition, step, now);
        check(transition.after);
        expect(transition.after.fence).toBeGreaterThanOrEqual(room.fence);
        room = transition.after;
        for (const { session } of transition.out) ended.add(session.fence);
        // What is over is over: an old place is held by nobody, from whichever socket it is shown.
        const held = [...ended].filter((fence) => ['s1', 's2', 's3'].some((id) => sideOf(room, id, fence, now)));
        expect(held).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
});

it('a place is held until its time is over, and not a millisecond longer', () => {
  const student = { id: 'student', name: 'student' };
  const empty = openRoom({ id: 'room', lectureId: 'lecture', lessonId: 'lesson', student }, consentOf(true));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: roomTtlMs - 1 }), { maxLength: 20 }), (pauses) => {
      const first = attend(empty, entrant('s1', 'student'), consentOf(true), 0);
      if (typeof first === 'string') throw new Error(first);
      let { after: room } = first;
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        expect(sideOf(room, 's1', 1, now)).toBe('student');
        room = renew(room, 'student', now).after;
      }
      expect(sideOf(room, 's1', 1, now + roomTtlMs - 1)).toBe('student');
      expect(expire(room, now + roomTtlMs - 1).out).toEqual([]);
      expect(sideOf(room, 's1', 1, now + roomTtlMs)).toBeUndefined();
      expect(expire(room, now + roomTtlMs).out).toMatchObject([{ code: 'room_session_expired' }]);
      expect(join(room, entrant('s2', 'instructor'), now + roomTtlMs)).toBe('student_absent');
    }),
  );
});
