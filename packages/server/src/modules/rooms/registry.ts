import type { Consent, Person, RoomStay } from '@didacto/sdk/contract';
import type { Clock } from '../../platform/clock.js';
import {
  type AttendRefusal,
  attend,
  beginControl,
  type Control,
  type Entrant,
  endControl,
  expire,
  type JoinRefusal,
  join,
  joinRefusal,
  openRoom,
  type Room,
  type RoomEndCode,
  remove,
  renew,
  type Side,
  setConsent,
  sideOf,
  type Transition,
} from './room-state.js';

export interface RoomOpening {
  readonly lectureId: string;
  readonly lessonId: string;
  readonly student: Person;
}

/** What a session shows with every message, and the session it comes from. */
export interface ShownPlace {
  readonly roomId: string;
  readonly fence: number;
  readonly sessionId: string;
}

/** A place that is held. */
export interface HeldPlace {
  readonly room: Room;
  readonly side: Side;
}

export interface Entered {
  readonly transition: Transition;
  readonly fence: number;
}

/**
 * Who is in which live room. Every call is atomic, whichever node it is made on; a session that is not renewed in time is
 * out, also when its node is gone; and what an older session says changes nothing. `undefined`: the place is not held.
 */
export interface RoomRegistry {
  attend(opening: RoomOpening, entrant: Entrant, consent: Consent): Promise<Entered | AttendRefusal>;
  /** Why an instructor could not come in now. */
  joinRefusal(lessonId: string, studentId: string, stay: RoomStay | undefined): Promise<JoinRefusal | undefined>;
  join(lessonId: string, studentId: string, entrant: Entrant): Promise<Entered | JoinRefusal>;
  find(place: ShownPlace): Promise<HeldPlace | undefined>;
  renew(place: ShownPlace): Promise<HeldPlace | undefined>;
  leave(place: ShownPlace): Promise<Transition | undefined>;
  /** A session is gone: its place is free, wherever that is, unless another has taken it already. */
  vanish(sessionId: string): Promise<readonly Transition[]>;
  /** Takes out whom nobody renewed. */
  expire(): Promise<readonly Transition[]>;
  setConsent(lessonId: string, studentId: string, consent: Consent): Promise<Transition | undefined>;
  /** The session's student sits elsewhere now. */
  unseat(sessionId: string): Promise<readonly Transition[]>;
  /** A viewer may no longer. */
  dismiss(lectureId: string, viewerId: string, code: RoomEndCode): Promise<readonly Transition[]>;
  /** Puts everyone out, and forgets the rooms. */
  endLesson(lessonId: string): Promise<readonly Transition[]>;
  /** Only the instructor's place begins it; an asked one turns `on` when it is given again. */
  beginControl(place: ShownPlace, control: Control): Promise<Transition | undefined>;
  /** By either side. */
  endControl(place: ShownPlace, controlId: string): Promise<Transition | undefined>;
  count(): number;
}

interface Dependencies {
  readonly clock: Clock;
  readonly newRoomId: () => string;
}

const keyOf = (lessonId: string, studentId: string): string => `${lessonId} ${studentId}`;

/** The registry of one process. Nothing in it waits, so that each call is atomic. */
export function memoryRooms({ clock, newRoomId }: Dependencies): RoomRegistry {
  // Rooms are kept for as long as their lesson, so that fences never begin anew.
  const rooms = new Map<string, Room>();
  const ids = new Map<string, string>();

  const of = (lessonId: string, studentId: string): Room | undefined =>
    rooms.get(ids.get(keyOf(lessonId, studentId)) ?? '');
  const put = (transition: Transition): Transition => {
    rooms.set(transition.after.id, transition.after);
    return transition;
  };
  const open = ({ lectureId, lessonId, student }: RoomOpening, consent: Consent): Room => {
    const id = newRoomId();
    const room = openRoom({ id, lectureId, lessonId, student }, consent);
    ids.set(keyOf(lessonId, student.id), id);
    rooms.set(id, room);
    return room;
  };
  const held = ({ roomId, fence, sessionId }: ShownPlace): HeldPlace | undefined => {
    const room = rooms.get(roomId);
    const side = room && sideOf(room, sessionId, fence, clock.now());
    return side && { room, side };
  };
  /** The rooms that something happens to. */
  const wherever = (change: (room: Room) => Transition | undefined): Transition[] =>
    [...rooms.values()].flatMap((room) => {
      const transition = change(room);
      return transition ? [put(transition)] : [];
    });
  const entered = (transition: Transition): Entered => ({ transition: put(transition), fence: transition.after.fence });

  return {
    attend: async (opening, entrant, consent) => {
      const room = of(opening.lessonId, opening.student.id) ?? open(opening, consent);
      const result = attend(room, entrant, consent, clock.now());
      return typeof result === 'string' ? result : entered(result);
    },
    joinRefusal: async (lessonId, studentId, stay) => {
      const room = of(lessonId, studentId);
      return room ? joinRefusal(room, stay, clock.now()) : 'student_absent';
    },
    join: async (lessonId, studentId, entrant) => {
      const room = of(lessonId, studentId);
      const result = room ? join(room, entrant, clock.now()) : 'student_absent';
      return typeof result === 'string' ? result : entered(result);
    },
    find: async (place) => held(place),
    renew: async (place) => {
      const found = held(place);
      return found && { side: found.side, room: put(renew(found.room, found.side, clock.now())).after };
    },
    leave: async (place) => {
      const found = held(place);
      return found && put(remove(found.room, { [found.side]: null }));
    },
    vanish: async (sessionId) =>
      wherever((room) => {
        const gone = (side: Side) => room.sessions[side]?.sessionId === sessionId;
        if (!gone('student') && !gone('instructor')) return undefined;
        return remove(room, {
          ...(gone('student') && { student: null }),
          ...(gone('instructor') && { instructor: null }),
        });
      }),
    expire: async () =>
      wherever((room) => {
        const transition = expire(room, clock.now());
        const isNews = transition.out.length > 0 || transition.after.control !== transition.before.control;
        return isNews ? transition : undefined;
      }),
    setConsent: async (lessonId, studentId, consent) => {
      const room = of(lessonId, studentId);
      return room && put(setConsent(room, consent));
    },
    unseat: async (sessionId) =>
      wherever(({ sessions, ...room }) =>
        sessions.student?.sessionId === sessionId ? remove({ ...room, sessions }, { student: 'forbidden' }) : undefined,
      ),
    dismiss: async (lectureId, viewerId, code) =>
      wherever((room) => {
        const isMeant = room.lectureId === lectureId && room.sessions.instructor?.person.id === viewerId;
        return isMeant ? remove(room, { instructor: code }) : undefined;
      }),
    endLesson: async (lessonId) => {
      const code = 'lesson_ended' as const;
      const ended = wherever((room) =>
        room.lessonId === lessonId ? remove(room, { student: code, instructor: code }) : undefined,
      );
      for (const { after } of ended) {
        rooms.delete(after.id);
        ids.delete(keyOf(lessonId, after.student.id));
      }
      return ended;
    },
    beginControl: async (place, control) => {
      const found = held(place);
      if (!found) return undefined;
      // The student's side turns an asked one on.
      const mayBegin =
        found.side === 'instructor' ? control.fence === place.fence : found.room.control?.id === control.id;
      return mayBegin ? put(beginControl(found.room, control)) : undefined;
    },
    endControl: async (place, controlId) => {
      const found = held(place);
      return found && put(endControl(found.room, controlId));
    },
    count: () => rooms.size,
  };
}
