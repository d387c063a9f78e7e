import { type RoomControl, writePlayed } from '@didacto/sdk/live';
import type { ChosenInput } from './choose-input.js';
import { type ControlEnd, createControlSession, type EndedControl } from './control-session.js';
import { watchEndChord } from './end-chord.js';

/** One control of this machine, being played. */
export interface PlayedControl {
  /** A message of the `input` channel. */
  take(bytes: Uint8Array): void;
  connected(isConnected: boolean): void;
  /** Lets go of everything, and gives mouse and keyboard back. @returns how many inputs were played */
  end(): Promise<number>;
}

export interface PlayControlOptions {
  readonly input: ChosenInput;
  readonly control: Pick<RoomControl, 'id' | 'fence'>;
  /** Sends on the `input` channel. */
  readonly reply: (bytes: Uint8Array) => void;
  /** It ended here, by the student's key chord or because it cannot go on; `end` is still to be called. */
  readonly ended: (why: ControlEnd, ending: EndedControl) => void;
  readonly after: (ms: number, run: () => void) => () => void;
}

/**
 * Opens mouse and keyboard for one control. Without a look at the student's key chord there is none: nobody may be
 * locked out of their own computer.
 * @throws InputUnavailable, or why the keyboard cannot be asked
 */
export async function playControl(options: PlayControlOptions): Promise<PlayedControl> {
  const { input, control, reply, after } = options;
  const reader = await input.readChord();
  const player = await input.open().catch((error: unknown) => {
    reader.close();
    throw error;
  });
  let inputs = 0;
  const session = createControlSession({
    player,
    after,
    answer: (played) => reply(writePlayed(played)),
    ended(ending) {
      inputs = ending.inputs;
      // What we end ourselves is no news.
      if (ending.why !== 'closed') options.ended(ending.why, ending);
    },
  });
  session.update({ ...control, state: 'on' }, control);
  const watch = watchEndChord({
    reader,
    ended: () => session.end('student'),
    lost: () => session.end('failed'),
  });
  return {
    take: session.receive,
    connected: session.connected,
    async end() {
      watch.stop();
      await session.close();
      await player.close();
      return inputs;
    },
  };
}
