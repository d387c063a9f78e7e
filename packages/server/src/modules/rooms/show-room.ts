import type { RoomControl, RoomEntry, RoomPeer } from '@didacto/sdk/contract';
import { iso } from '../../platform/clock.js';
import { type Control, otherSide, type Room, type RoomSession, roomTtlMs, type Side } from './room-state.js';

// A room as its sessions read it.

export const toControl = ({ since, ...control }: Control): RoomControl => ({ ...control, since: iso(since) });

export const toPeer = ({ fence, person, abilities }: RoomSession): RoomPeer => ({ fence, person, abilities });

/** What a session of that side is told when it is in. */
export function toEntry(room: Room, side: Side): Omit<RoomEntry, 'fence' | 'controlPolicy' | 'iceTransportPolicy'> {
  const { id: roomId, lectureId, lessonId, student, consent, control } = room;
  const peer = room.sessions[otherSide(side)];
  return {
    ...{ roomId, lectureId, lessonId, student, consent, ttlMs: roomTtlMs },
    peer: peer && toPeer(peer),
    control: control && toControl(control),
  };
}
