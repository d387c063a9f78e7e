import { createRequire } from 'node:module';
import type { IceServers, RoomChannel } from '../../contract/rooms.js';
import { type RoomEffects, realEffects } from '../effects.js';
import { roomsOver } from '../live-rooms.js';
import type { InstructorRoom, RoomEvents, RoomOptions, RtcImplementation, StudentRoom } from '../room.js';
import { abilities, type Hub, type HubWire } from './hub.js';

export const wrtc: typeof import('@roamhq/wrtc') = createRequire(import.meta.url)('@roamhq/wrtc');

type Data = { readonly channel: RoomChannel; readonly text: string };

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Connections that were made and are not closed. */
export function countingRtc(rtc: RtcImplementation = wrtc) {
  const open = new Set<RTCPeerConnection>();
  class Counted extends rtc.RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      open.add(this);
    }
    override close() {
      open.delete(this);
      super.close();
    }
  }
  return { rtc: { RTCPeerConnection: Counted }, open: () => open.size };
}

/** Timers that were started and neither ran nor were forgotten. */
export function countingEffects() {
  const waiting = new Set<object>();
  const effects: RoomEffects = {
    ...realEffects,
    after: (ms, run) => {
      const key = {};
      waiting.add(key);
      const forget = realEffects.after(ms, () => {
        waiting.delete(key);
        run();
      });
      return () => {
        waiting.delete(key);
        forget();
      };
    },
  };
  return { effects, waiting: () => waiting.size };
}

interface SideOptions extends Pick<RoomOptions, 'tuneDescription'> {
  readonly wire: HubWire;
  readonly rtc?: RtcImplementation | null;
  readonly effects?: RoomEffects;
  readonly iceServers?: () => Promise<IceServers>;
}

const noServers = async (): Promise<IceServers> => ({ iceServers: [], iceTransportPolicy: 'all', expiresAt: null });

const rooms = ({ wire, effects = realEffects, iceServers = noServers }: SideOptions) => {
  const source = { acquire: async () => wire, release: () => undefined };
  return roomsOver({
    effects,
    sources: { join: source, attend: source },
    iceServers,
  });
};

const ofRoom = ({ rtc = null, tuneDescription }: SideOptions): RoomOptions => ({
  rtc,
  ...(tuneDescription && { tuneDescription }),
});

export const attend = (options: SideOptions): Promise<StudentRoom> =>
  rooms(options).attend({ lectureId: 'lec_1', lessonId: 'les_1', abilities }, ofRoom(options));

export const join = (options: SideOptions): Promise<InstructorRoom> =>
  rooms(options).join({ lectureId: 'lec_1', studentId: 'mbr_student' }, ofRoom(options));

/** Everything that a room tells, in order. */
export function record(room: StudentRoom | InstructorRoom) {
  const data: Data[] = [];
  const told: (keyof RoomEvents | [keyof RoomEvents, unknown])[] = [];
  room.on('data', (channel, bytes) => data.push({ channel, text: textOf(bytes) }));
  room.on('peer', (peer) => told.push(['peer', peer?.fence ?? null]));
  room.on('route', (route) => told.push(['route', route]));
  room.on('control', (control) => told.push(['control', control?.state ?? null]));
  room.on('consent', (consent) => told.push(['consent', consent]));
  room.on('reconnecting', () => told.push('reconnecting'));
  room.on('reconnected', (entry) => told.push(['reconnected', entry.fence]));
  room.on('ended', (code) => told.push(['ended', code]));
  return { data, told };
}

/** Both sides, in one room, who know of each other. */
export async function pair(hub: Hub, rtc: RtcImplementation | null, effects?: RoomEffects) {
  const [studentWire, instructorWire] = [hub.connect(), hub.connect()];
  const student = await attend({ wire: studentWire, rtc, ...(effects && { effects }) });
  const instructor = await join({ wire: instructorWire, rtc, ...(effects && { effects }) });
  await until('the student knows', () => student.peer !== null);
  return {
    ...{ student, instructor, studentWire, instructorWire },
    close: async () => {
      await instructor.close();
      await student.close();
    },
  };
}

/** Polls until it is so. */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`not within 30 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
