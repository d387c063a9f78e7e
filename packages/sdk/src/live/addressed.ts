import type { RoomSignal } from '../contract/room-events.js';

// The server gives a signal to whoever is the peer when it arrives; a description that was meant for the one before
// must not begin anything with the new one, so it says whom it is for. Candidates follow their description.

const line = /^a=didacto-to:(\d{1,15})\r?\n?/m;

export function addressed(signal: RoomSignal, to: number): RoomSignal {
  if (!('description' in signal)) return signal;
  const { type, sdp } = signal.description;
  return { description: { type, sdp: `${sdp}a=didacto-to:${to}\r\n` } };
}

/** The signal as WebRTC takes it; undefined where it is for another session. */
export function received(signal: RoomSignal, me: number): RoomSignal | undefined {
  if (!('description' in signal)) return signal;
  const { type, sdp } = signal.description;
  const to = line.exec(sdp)?.[1];
  return to === undefined || Number(to) === me ? { description: { type, sdp: sdp.replace(line, '') } } : undefined;
}
