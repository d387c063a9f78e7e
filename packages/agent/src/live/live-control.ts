import type { ControlPolicy, RoomControl } from '@didacto/sdk/contract';
import type { StudentRoom } from '@didacto/sdk/live';
import type { Log } from '../log.js';

/** Remote input being played, for one control. */
export interface ControlPlay {
  /** A message of the channel `input`. */
  take(bytes: Uint8Array): void;
  /** Lets go of everything. @returns how many inputs were played */
  end(): Promise<number>;
}

export interface OpenPlay {
  readonly control: RoomControl;
  /** Sends on the channel `input`. */
  readonly reply: (bytes: Uint8Array) => void;
  /** The student has ended it, or it cannot go on. */
  readonly ended: (why: string) => void;
}

export interface ControlDesk {
  /** Shows that somebody has the mouse and the keyboard. @returns whether it is shown */
  showNotice(name: string, lost: () => void): Promise<boolean>;
  endNotice(): Promise<void>;
  /** Asks the student. @returns yes, or not; aborted: not */
  ask(name: string, signal: AbortSignal): Promise<boolean>;
  /** @throws where input cannot be played here */
  play(open: OpenPlay): Promise<ControlPlay>;
  /** Whether control goes on where its notice cannot be shown. */
  readonly mayPlayUnseen: boolean;
}

export interface LiveControlOptions {
  readonly room: Pick<StudentRoom, 'send' | 'answerControl' | 'endControl' | 'control' | 'peer' | 'entry'>;
  readonly desk: ControlDesk;
  readonly log: Log;
  readonly onChange: () => void;
}

/** Control of this machine, from a room: asked for, shown, played, ended. */
export interface LiveControl {
  /** The room says how it is now. */
  changed(control: RoomControl | null): void;
  /** A message of the channel `input`. */
  input(bytes: Uint8Array): void;
  state(): 'none' | 'asked' | 'on';
  /** Lets go, whatever is on. */
  stop(): Promise<void>;
}

interface Present {
  readonly control: RoomControl;
  readonly gone: AbortController;
  play: ControlPlay | undefined;
  /** What came before it could be played. */
  early: Uint8Array[];
}

/** More than hands do while mouse and keyboard are being opened. */
const mostEarly = 500;

export function liveControl({ room, desk, log, onChange }: LiveControlOptions): LiveControl {
  let present: Present | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work).catch((error: unknown) => log.warn({ err: error }, 'control'));
    last = turn;
    return turn;
  };
  /** Ends what this machine does for a control, and says how much it was. */
  const release = async (ending: Present): Promise<void> => {
    const { play } = ending;
    ending.play = undefined;
    const inputs = await play?.end();
    await desk.endNotice();
    if (inputs !== undefined) await room.endControl(inputs).catch(() => undefined);
  };
  const refuse = async (at: Present, reason: string): Promise<void> => {
    log.warn({ reason }, 'control is not possible');
    if (present === at) await room.endControl(0).catch(() => undefined);
  };
  const ask = async (at: Present): Promise<void> => {
    const allowed = await desk.ask(at.control.by.name, at.gone.signal);
    if (!at.gone.signal.aborted) await room.answerControl(at.control.id, allowed).catch(() => undefined);
  };
  const begin = async (at: Present): Promise<void> => {
    const shown = await desk.showNotice(at.control.by.name, () => void lostNotice(at));
    if (at.gone.signal.aborted) return desk.endNotice();
    if (!shown && !mayGoUnseen(room.entry.controlPolicy, desk)) return refuse(at, 'the notice cannot be shown');
    const reply = (bytes: Uint8Array) => void room.send('input', bytes).catch(() => undefined);
    const ended = (why: string) => {
      log.info({ reason: why }, 'control ended here');
      // How many inputs it was is said when all is let go.
      void room.endControl().catch(() => undefined);
    };
    try {
      at.play = await desk.play({ control: at.control, reply, ended });
    } catch (error) {
      await desk.endNotice();
      return refuse(at, error instanceof Error ? error.message : String(error));
    }
    for (const bytes of at.early.splice(0)) at.play.take(bytes);
    if (at.gone.signal.aborted) await release(at);
    onChange();
  };
  const lostNotice = async (at: Present): Promise<void> => {
    if (present === at && !mayGoUnseen(room.entry.controlPolicy, desk)) await refuse(at, 'the notice went away');
  };
  const leave = (): void => {
    const leaving = present;
    present = undefined;
    if (leaving === undefined) return;
    leaving.gone.abort();
    void inTurn(() => release(leaving));
  };
  return {
    changed(control) {
      if (control?.id === present?.control.id && control?.state === present?.control.state) return;
      leave();
      if (control !== null && control.fence === room.peer?.fence) {
        const entering: Present = { control, gone: new AbortController(), play: undefined, early: [] };
        present = entering;
        // A question may stay open for long; what ends it must not wait for it.
        if (control.state === 'asked') void ask(entering).catch(() => undefined);
        else void inTurn(() => begin(entering));
      }
      onChange();
    },
    input(bytes) {
      if (present?.play) present.play.take(bytes);
      else if (present?.control.state === 'on' && present.early.length < mostEarly) present.early.push(bytes);
    },
    state: () => present?.control.state ?? 'none',
    async stop() {
      leave();
      await last;
    },
  };
}

/** Where the policy asks for no more than that, a computer without a way to show it can be helped as well. */
const mayGoUnseen = (policy: ControlPolicy, { mayPlayUnseen }: ControlDesk): boolean =>
  mayPlayUnseen || policy === 'always';
