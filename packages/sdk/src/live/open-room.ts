import { RefusedError } from './refused-error.js';
import { RoomCore, type RoomParts } from './room-core.js';
import type { WireListener } from './wire.js';

/** Enters a room. @throws RefusedError where the server does not let it in */
export async function openRoom(parts: RoomParts): Promise<RoomCore> {
  const early: (() => void)[] = [];
  let core: RoomCore | undefined;
  // What is told before the answer is read would be lost else.
  const unlisten = parts.wire.listen(deferring(early, () => core?.listener));
  try {
    const answer = await parts.enter();
    if (!answer.ok) throw new RefusedError(answer);
    core = new RoomCore(parts, answer, unlisten, early);
    return core;
  } catch (error) {
    unlisten();
    parts.release();
    throw error;
  }
}

/** Hands on to a room's listener; before there is one, and while the room enters, it is kept for later. */
function deferring(early: (() => void)[], to: () => WireListener | undefined): WireListener {
  const later = (run: (listener: WireListener) => void) => {
    const listener = to();
    if (listener) run(listener);
    else early.push(() => later(run));
  };
  return {
    connected: () => later((to) => to.connected()),
    lost: () => later((to) => to.lost()),
    refused: (code) => later((to) => to.refused(code)),
    peer: (told) => later((to) => to.peer(told)),
    signal: (told) => later((to) => to.signal(told)),
    relay: (told, ready) => later((to) => to.relay(told, ready)),
    ended: (told) => later((to) => to.ended(told)),
    control: (told) => later((to) => to.control(told)),
    consent: (told) => later((to) => to.consent(told)),
  };
}
