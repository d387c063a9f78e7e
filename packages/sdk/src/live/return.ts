import type { RoomEntry } from '../contract/rooms.js';
import { backOffMs } from '../retry.js';
import type { RoomEffects } from './effects.js';
import { isPassing } from './refusals.js';
import type { Granted, Refusal } from './wire.js';

/** Enters again after the server was lost, until it is in or there is no hope. */
export interface Return {
  /** The server is there again. */
  go(): void;
  stop(): void;
}

export interface ReturnOptions {
  readonly enter: () => Promise<Granted<'room.join' | 'room.attend'> | Refusal>;
  readonly connected: () => boolean;
  readonly effects: RoomEffects;
  readonly back: (entry: RoomEntry) => void;
  readonly refused: (code: Refusal['code']) => void;
}

/** After a restart of the server the other side takes a while to come back as well. */
const patienceMs = 60_000;
/** An agent that comes back is told its seat a moment later. */
const seatPatienceMs = 5_000;
const backOff = { firstDelayMs: 500, maxDelayMs: 3_000 };

export function createReturn({ enter, connected, effects, back, refused }: ReturnOptions): Return {
  let [busy, tries] = [false, 0];
  let since: number | undefined;
  let forget: () => void = () => undefined;
  const again = (code: Refusal['code']) => {
    // Without a connection `go` is called when there is one.
    if (!connected()) return;
    since ??= effects.now();
    const patience = isPassing(code) ? patienceMs : code === 'no_active_lesson' ? seatPatienceMs : 0;
    if (effects.now() - since >= patience) return refused(code);
    forget = effects.after(100 + backOffMs(tries++, { ...backOff, random: effects.random }), go);
  };
  const go = async () => {
    forget();
    if (busy) return;
    busy = true;
    const answer = await enter();
    busy = false;
    if (!answer.ok) return again(answer.code);
    [tries, since] = [0, undefined];
    back(answer);
  };
  return { go, stop: () => forget() };
}
