import { type InputEvent, type InputPlayed, type RoomControl, type RoomPeer, readInput } from '@didacto/sdk/live';
import type { InputPlayer } from './input-player.js';

/**
 * Why control ended here: `changed`: the room's control or its instructor session is another; `student`: the key chord,
 * or whatever else the student ends it by; `timeout`: no word while the connection was lost; `overrun`: more input than
 * can be played; `failed`: the machine takes no input any more; `closed`.
 */
export type ControlEnd = 'changed' | 'student' | 'timeout' | 'overrun' | 'failed' | 'closed';

export interface EndedControl {
  readonly controlId: string;
  /** How many inputs were played. */
  readonly inputs: number;
  readonly why: ControlEnd;
  /** What `failed` was about. */
  readonly error?: unknown;
}

/** Plays what the one instructor session sends that has control; nothing it pressed outlives its control. */
export interface ControlSession {
  /** The control that is on, with the inputs played so far. */
  readonly active: { readonly controlId: string; readonly inputs: number } | undefined;
  /** Room and peer as they are now; whatever is not the same control of the same session ends what was on. */
  update(control: Pick<RoomControl, 'id' | 'state' | 'fence'> | null, peer: Pick<RoomPeer, 'fence'> | null): void;
  /** A message of the `input` channel of the present peer. */
  receive(bytes: Uint8Array): void;
  /** Whether there is a way to the instructor: without, control ends some seconds after its last input. */
  connected(isConnected: boolean): void;
  end(why: ControlEnd): void;
  /** Ends control, and waits until everything is let go. */
  close(): Promise<void>;
}

export interface ControlOptions {
  readonly player: Pick<InputPlayer, 'play' | 'releaseAll'>;
  /** Answers the instructor. */
  readonly answer: (played: InputPlayed) => void;
  readonly ended: (control: EndedControl) => void;
  /** Calls after some time, unless the reply is called before. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Without a word for so long while the connection is lost, nobody has the mouse. */
export const controlTimeoutMs = 5_000;
/** Inputs that wait while text is typed; moves count once. */
const mostWaiting = 500;

interface Active {
  readonly controlId: string;
  readonly fence: number;
  lastSeq: number;
  inputs: number;
  readonly waiting: { seq: number; event: InputEvent; inputs: number }[];
}

export function createControlSession({ player, answer, ended, after }: ControlOptions): ControlSession {
  let active: Active | undefined;
  let isConnected = true;
  let cancelTimeout: (() => void) | undefined;
  let isPlaying = false;
  let played: Promise<void> = Promise.resolve();
  let released: Promise<void> = Promise.resolve();

  const rearm = (): void => {
    cancelTimeout?.();
    cancelTimeout = active && !isConnected ? after(controlTimeoutMs, () => end('timeout')) : undefined;
  };
  const end = (why: ControlEnd, error?: unknown): void => {
    const was = active;
    if (was === undefined) return;
    active = undefined;
    rearm();
    released = player.releaseAll();
    ended({ controlId: was.controlId, inputs: was.inputs, why, ...(why === 'failed' && { error }) });
  };
  const playOne = async (event: InputEvent): Promise<boolean> => {
    try {
      return await player.play(event);
    } catch (error) {
      end('failed', error);
      return false;
    }
  };
  /** Plays what waits, one at a time, also over a change of control. */
  const playAll = async (): Promise<void> => {
    isPlaying = true;
    await released;
    for (let next = active?.waiting.shift(); next !== undefined; next = active?.waiting.shift()) {
      const current = active;
      const isPlayed = await playOne(next.event);
      // What was under way when control ended must leave nothing down either.
      if (active !== current) await player.releaseAll();
      else if (isPlayed && current !== undefined) {
        current.inputs += next.inputs;
        answer({ played: next.seq });
      }
    }
    isPlaying = false;
  };
  return {
    get active() {
      return active && { controlId: active.controlId, inputs: active.inputs };
    },
    update(control, peer) {
      const isOn = control?.state === 'on' && control.fence === peer?.fence;
      if (isOn && active?.controlId === control.id && active.fence === control.fence) return;
      end('changed');
      if (!isOn) return;
      active = { controlId: control.id, fence: control.fence, lastSeq: -1, inputs: 0, waiting: [] };
      rearm();
    },
    receive(bytes) {
      const message = readInput(bytes);
      if (active === undefined || message?.controlId !== active.controlId || message.seq <= active.lastSeq) return;
      active.lastSeq = message.seq;
      rearm();
      if (!enqueue(active, message)) return end('overrun');
      if (!isPlaying) played = playAll();
    },
    connected(now) {
      isConnected = now;
      rearm();
    },
    end: (why) => end(why),
    async close() {
      end('closed');
      await played;
      await released;
    },
  };
}

/** @returns false where too much waits already */
function enqueue({ waiting }: Active, { seq, event }: { seq: number; event: InputEvent }): boolean {
  const last = waiting.at(-1);
  // Only where the pointer comes to matters, not by which ways.
  if (event.type === 'move' && last?.event.type === 'move') {
    last.seq = seq;
    last.event = event;
    last.inputs++;
    return true;
  }
  if (waiting.length >= mostWaiting) return false;
  waiting.push({ seq, event, inputs: 1 });
  return true;
}
