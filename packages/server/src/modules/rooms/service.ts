import type {
  Consent,
  Person,
  RoomAbilities,
  RoomChannel,
  RoomEntry,
  RoomPlace,
  RoomSignal,
  RoomStay,
} from '@didacto/sdk/contract';
import type { Clock } from '../../platform/clock.js';
import type { NewId } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { Consents } from '../consents/service.js';
import type { InstitutionService } from '../institution/service.js';
import type { LiveLessons } from '../screens/live-lessons.js';
import type { Seating } from '../screens/seating.js';
import type { ViewRecords } from '../screens/view-records.js';
import type { ControlLog } from './control-log.js';
import type { Entered, HeldPlace, RoomRegistry } from './registry.js';
import { type RoomControls, roomControls } from './room-control.js';
import { newsOf, type RoomNews } from './room-news.js';
import { mustHold, type RoomSpeaker } from './room-speaker.js';
import { type JoinRefusal, otherSide, type Room, type RoomSession, type Side, type Transition } from './room-state.js';
import { toEntry } from './show-room.js';

/** Takes messages to sessions; one that is gone takes none. */
export interface RoomPost {
  tell(news: ShownNews): void;
  signal(to: RoomSession, message: RoomPlace & { from: number; signal: RoomSignal }): void;
  /** True when the session has taken it. */
  relay(
    to: RoomSession,
    message: RoomPlace & { from: number; channel: RoomChannel; bytes: Uint8Array },
  ): Promise<boolean>;
}
/** What a session is told, as it reads it. */
export interface ShownNews {
  readonly news: RoomNews;
  readonly place: RoomPlace;
}

export interface RoomService extends Omit<RoomControls, 'followed'> {
  /** The side of a student's computer. @throws Problem no_active_lesson, room_taken_over */
  attend(speaker: RoomSpeaker, seating: Seating, ask: AttendAsk): Promise<RoomEntry>;
  /** On record before it is seen. @throws Problem no_active_lesson, student_absent, consent_missing, room_taken_over */
  join(speaker: RoomSpeaker, viewer: Person, ask: JoinAsk): Promise<RoomEntry>;
  /** @throws Problem room_session_ended, as everything below that shows a place */
  renew(speaker: RoomSpeaker, place: RoomPlace): Promise<void>;
  leave(speaker: RoomSpeaker, place: RoomPlace): Promise<void>;
  /** @throws Problem room_peer_absent */
  signal(speaker: RoomSpeaker, place: RoomPlace, signal: RoomSignal): Promise<void>;
  /** Resolves when the other side has taken it. @throws Problem room_peer_absent, control_not_held */
  relay(speaker: RoomSpeaker, place: RoomPlace, channel: RoomChannel, bytes: Uint8Array): Promise<void>;
  setConsent(lesson: LessonPlace, studentId: string, change: ConsentChange, by: Actor): Promise<Consent>;
  /** A session is gone. */
  vanished(sessionId: string): Promise<void>;
  /** The student of a session sits elsewhere now. */
  unseated(sessionId: string): Promise<void>;
  lessonEnded(lessonId: string): Promise<void>;
  /** A viewer may no longer watch in a lecture. */
  dismiss(lectureId: string, viewerId: string): Promise<void>;
  /** Puts out whom nobody renewed. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

interface Stay {
  readonly stay?: RoomStay | undefined;
}
export interface AttendAsk extends Stay {
  readonly abilities: RoomAbilities;
}
export interface JoinAsk extends Stay {
  readonly lectureId: string;
  readonly studentId: string;
}

/** A lesson, and whose it is. */
interface LessonPlace {
  readonly lectureId: string;
  readonly lessonId: string;
}

export type ConsentChange = { readonly [K in keyof Consent]?: boolean | undefined };

/** An instructor who was let in, and is not in yet. */
interface Coming {
  readonly lectureId: string;
  readonly viewerId: string;
  /** False once the right is gone. */
  mayStill: boolean;
}

interface Dependencies {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly registry: RoomRegistry;
  readonly consents: Consents;
  readonly controls: ControlLog;
  readonly lessons: LiveLessons;
  readonly views: ViewRecords;
  readonly institution: Pick<InstitutionService, 'settings'>;
  readonly iceTransportPolicy: RoomEntry['iceTransportPolicy'];
  readonly post: RoomPost;
}

export function roomService(deps: Dependencies): RoomService {
  const { registry, consents, controls, lessons, views, institution, iceTransportPolicy, post } = deps;
  const joining = new Set<Coming>();

  const follow = (transition: Transition, inputs?: number): Transition => {
    control.followed(transition, inputs);
    const { after } = transition;
    for (const news of newsOf(transition)) post.tell({ news, place: { roomId: after.id, fence: news.to.fence } });
    return transition;
  };
  const followAll = async (transitions: Promise<readonly Transition[]>): Promise<void> => {
    for (const transition of await transitions) follow(transition);
  };
  const held = async ({ sessionId }: RoomSpeaker, place: RoomPlace): Promise<HeldPlace> =>
    mustHold(await registry.find({ ...place, sessionId }));
  const control = roomControls({ ...deps, held, follow });
  const peerOf = ({ room, side }: HeldPlace): RoomSession => {
    const peer = room.sessions[otherSide(side)];
    if (!peer) throw new Problem('room_peer_absent');
    return peer;
  };
  const entry = async (side: Side, come: () => Promise<Entered | JoinRefusal>): Promise<RoomEntry> => {
    const { controlPolicy } = await institution.settings();
    const entered = await come();
    if (typeof entered === 'string') throw new Problem(entered);
    const { transition, fence } = entered;
    const { after } = follow(transition);
    return { ...toEntry(after, side), fence, controlPolicy, iceTransportPolicy };
  };
  const comeIn = async (
    { sessionId, actor }: RoomSpeaker,
    viewer: Person,
    { studentId, stay }: JoinAsk,
    coming: Coming,
  ): Promise<RoomEntry> => {
    const lessonId = lessons.of(coming.lectureId)?.lessonId;
    if (lessonId === undefined) throw new Problem('no_active_lesson');
    const refusal = await registry.joinRefusal(lessonId, studentId, stay);
    if (refusal) throw new Problem(refusal);
    await views.record([{ lessonId, viewerId: viewer.id, studentId, kind: 'live' }], actor);
    return entry('instructor', async () => {
      if (!coming.mayStill) throw new Problem('forbidden');
      return registry.join(lessonId, studentId, { sessionId, person: viewer, abilities: null, stay });
    });
  };
  const { takeControl, answerControl, endControl } = control;
  return {
    takeControl,
    answerControl,
    endControl,
    attend: async ({ sessionId }, { studentId, assignment }, { abilities, stay }) => {
      const { lectureId, lessonId, studentName: name } = assignment;
      const student = { id: studentId, name };
      const consent = await consents.of(lessonId, studentId);
      const found = await entry('student', () => {
        if (lessons.of(lectureId)?.lessonId !== lessonId) throw new Problem('no_active_lesson');
        const entrant = { sessionId, person: student, abilities, stay };
        return registry.attend({ lectureId, lessonId, student }, entrant, consent);
      });
      // It may have been changed while it was read.
      void consents.of(lessonId, studentId).then(
        async (now) => {
          const transition = await registry.setConsent(lessonId, studentId, now);
          if (transition) follow(transition);
        },
        () => undefined,
      );
      return found;
    },
    join: async (speaker, viewer, ask) => {
      const coming = { lectureId: ask.lectureId, viewerId: viewer.id, mayStill: true };
      joining.add(coming);
      try {
        return await comeIn(speaker, viewer, ask, coming);
      } finally {
        joining.delete(coming);
      }
    },
    renew: async ({ sessionId, actor }, place) => {
      const { side, room } = mustHold(await registry.renew({ ...place, sessionId }));
      const viewer = room.sessions.instructor?.person;
      if (side !== 'instructor' || !viewer) return;
      const looked = { lessonId: room.lessonId, viewerId: viewer.id, studentId: room.student.id };
      const isControlled = room.control?.state === 'on';
      await views.record(
        [{ ...looked, kind: 'live' as const }, ...(isControlled ? [{ ...looked, kind: 'control' as const }] : [])],
        actor,
      );
    },
    leave: async ({ sessionId }, place) => {
      follow(mustHold(await registry.leave({ ...place, sessionId })));
    },
    signal: async (speaker, place, signal) => {
      const found = await held(speaker, place);
      const peer = peerOf(found);
      post.signal(peer, { roomId: place.roomId, fence: peer.fence, from: place.fence, signal });
    },
    relay: async (speaker, place, channel, bytes) => {
      const found = await held(speaker, place);
      if (channel === 'input' && found.side === 'instructor' && !controlsNow(found.room, place))
        throw new Problem('control_not_held');
      const peer = peerOf(found);
      const message = { roomId: place.roomId, fence: peer.fence, from: place.fence, channel, bytes };
      if (!(await post.relay(peer, message))) throw new Problem('room_peer_absent');
    },
    setConsent: ({ lectureId, lessonId }, studentId, change, by) =>
      consents.change(lessonId, studentId, change, by, async (consent) => {
        const transition = await registry.setConsent(lessonId, studentId, consent);
        if (transition) follow(transition);
        // The wall shows it.
        await lessons.refresh(lectureId);
      }),
    vanished: (sessionId) => followAll(registry.vanish(sessionId)),
    unseated: (sessionId) => followAll(registry.unseat(sessionId)),
    lessonEnded: (lessonId) => followAll(registry.endLesson(lessonId)),
    dismiss: (lectureId, viewerId) => {
      for (const coming of joining)
        if (coming.lectureId === lectureId && coming.viewerId === viewerId) coming.mayStill = false;
      return followAll(registry.dismiss(lectureId, viewerId, 'forbidden'));
    },
    sweep: () => followAll(registry.expire()),
    stop: () => controls.stop(),
  };
}

const controlsNow = ({ control }: Room, { fence }: RoomPlace): boolean =>
  control?.state === 'on' && control.fence === fence;
