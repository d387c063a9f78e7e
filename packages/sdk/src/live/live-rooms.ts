import type { IceServers, RoomStay } from '../contract/rooms.js';
import { randomKey } from '../random-key.js';
import type { DidactoSocket } from '../realtime/socket.js';
import { type RoomEffects, realEffects } from './effects.js';
import { openRoom } from './open-room.js';
import { granted } from './refused-error.js';
import type { AttendRoom, InstructorRoom, JoinRoom, RoomOptions, RtcImplementation, StudentRoom } from './room.js';
import type { RoomClient } from './room-client.js';
import type { RoomCore, RoomParts } from './room-core.js';
import { ownSocket, theirSocket, type WireSource } from './wire-source.js';

/** Gives rooms by one socket. */
export interface LiveRooms {
  readonly join: JoinRoom;
  readonly attend: AttendRoom;
}

/** A client makes a socket of its own while there is a room; where there is a socket already, it is given. */
export type LiveRoomsOptions = {
  /** Default: asked of the server; without a client there are none, and only peers of one network connect. */
  readonly iceServers?: (lectureId: string) => Promise<IceServers>;
} & (
  | { readonly didacto: RoomClient; readonly socket?: DidactoSocket }
  | { readonly didacto?: RoomClient; readonly socket: DidactoSocket }
);

const noServers = async (): Promise<IceServers> => ({ iceServers: [], iceTransportPolicy: 'all', expiresAt: null });

/** Live rooms of a client or a socket: an instructor enters one by `join`, a student's side by `attend`. */
export function liveRooms(options: LiveRoomsOptions): LiveRooms {
  const { didacto, socket } = options;
  const iceServers =
    options.iceServers ?? (didacto ? (lectureId: string) => didacto.rooms.iceServers({ lectureId }) : noServers);
  const ofClient = didacto && { join: ownSocket(didacto, 'viewer'), attend: ownSocket(didacto, 'agent') };
  const sources = socket ? { join: theirSocket(socket), attend: theirSocket(socket) } : ofClient;
  if (sources === undefined) throw new TypeError('liveRooms needs a client or a socket');
  return roomsOver({ sources, iceServers, effects: realEffects });
}

export interface RoomsOver {
  readonly sources: Readonly<Record<'join' | 'attend', WireSource>>;
  readonly iceServers: (lectureId: string) => Promise<IceServers>;
  readonly effects: RoomEffects;
}

export function roomsOver({ sources, iceServers, effects }: RoomsOver): LiveRooms {
  const open = async (
    by: 'join' | 'attend',
    { rtc = runtimeRtc(), tuneDescription }: RoomOptions,
    enter: (wire: RoomParts['wire'], stay: RoomStay) => ReturnType<RoomParts['enter']>,
  ) => {
    const { acquire, release } = sources[by];
    const wire = await acquire();
    const id = randomKey();
    const core = await openRoom({
      side: by === 'join' ? 'instructor' : 'student',
      ...{ wire, rtc, iceServers, effects, release },
      ...(tuneDescription && { tuneDescription }),
      enter: (left) => enter(wire, { id, left }),
    });
    return { wire, core };
  };
  return {
    join: async (target, options = {}) => {
      const { wire, core } = await open('join', options, (to, stay) => to.join({ ...target, stay }));
      return instructorRoom(core, wire);
    },
    attend: async (seat, options = {}) => {
      const { wire, core } = await open('attend', options, (to, stay) => to.attend({ ...seat, stay }));
      return studentRoom(core, wire);
    },
  };
}

const runtimeRtc = (): RtcImplementation | null =>
  typeof RTCPeerConnection === 'undefined' ? null : { RTCPeerConnection };

const base = (core: RoomCore) => ({
  get entry() {
    return core.inside.entry;
  },
  get peer() {
    return core.inside.peer;
  },
  get route() {
    return core.route;
  },
  get control() {
    return core.inside.control;
  },
  get consent() {
    return core.inside.consent;
  },
  on: core.events.on,
  send: core.send,
  addTrack: (track: MediaStreamTrack, stream: MediaStream) => core.addTrack(track, stream),
  stats: () => core.stats(),
  close: () => core.close(),
});

function instructorRoom(core: RoomCore, wire: RoomParts['wire']): InstructorRoom {
  return extend(base(core), {
    takeControl: async () => {
      const { lectureId } = core.inside.entry;
      const { control } = granted(await wire.takeControl({ ...core.place, lectureId }));
      core.setControl(control);
      return control;
    },
    endControl: () => endControl(core, wire),
  });
}

function studentRoom(core: RoomCore, wire: RoomParts['wire']): StudentRoom {
  return extend(base(core), {
    answerControl: async (controlId: string, allowed: boolean) => {
      granted(await wire.answerControl({ ...core.place, controlId, allowed }));
    },
    endControl: (inputs?: number) => endControl(core, wire, inputs),
    setConsent: async (consent: Parameters<StudentRoom['setConsent']>[0]) => {
      const { lectureId, lessonId } = core.inside.entry;
      const { ok: _, ...allowed } = granted(await wire.setConsent({ ...consent, lectureId, lessonId }));
      return allowed;
    },
  });
}

async function endControl(core: RoomCore, wire: RoomParts['wire'], inputs?: number): Promise<void> {
  // With a count it may be over already: the count is what is told.
  const controlId = core.inside.control?.id ?? (inputs === undefined ? undefined : core.latestControlId);
  if (controlId === undefined) return;
  granted(await wire.endControl({ ...core.place, controlId, ...(inputs !== undefined && { inputs }) }));
}

/** Unlike a spread it keeps getters. */
const extend = <T extends object, U extends object>(target: T, more: U): T & U => Object.assign(target, more);
