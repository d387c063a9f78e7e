import { ENTER_SCREEN, FORWARD_INPUT, FORWARD_INPUT_ENDS, KITTY_DELETE_ALL, LEAVE_SCREEN } from './ansi.js';

/** The terminal's streams as far as a session sets them up. */
export interface SessionStreams {
  stdin: { setRawMode(raw: boolean): unknown };
  stdout: { write(text: string): unknown };
}

/** Holds the terminal's state while the wall shows: alternate screen, cursor, raw mode. */
export class TerminalSession {
  #entered = false;
  #usesKitty = false;
  #forwardsInput = false;

  /** `announce` tells a guardian that the terminal is ours, or is whole again. */
  constructor(
    private readonly streams: SessionStreams,
    private readonly announce: (state: 'entered' | 'left') => void,
  ) {}

  /** Takes the terminal. After the process was stopped it is called again, for others may have changed it since. */
  enter(): void {
    if (!this.#entered) this.announce('entered');
    this.#entered = true;
    // Off and on: a mode that Node believes to be set already is not set again.
    this.streams.stdin.setRawMode(false);
    this.streams.stdin.setRawMode(true);
    this.streams.stdout.write(ENTER_SCREEN + (this.#forwardsInput ? FORWARD_INPUT : ''));
  }

  /** From now on `leave` deletes kitty images too; other terminals may misread that command. */
  enableKitty(): void {
    this.#usesKitty = true;
  }

  /** Whether the terminal tells of the mouse and of pasted text; `leave` ends that too, `enter` goes on with it. */
  forwardInput(on: boolean): void {
    if (this.#forwardsInput === on) return;
    this.#forwardsInput = on;
    if (this.#entered) this.streams.stdout.write(on ? FORWARD_INPUT : FORWARD_INPUT_ENDS);
  }

  /** Makes the terminal whole again; calling it twice does no harm. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    const modes = (this.#usesKitty ? KITTY_DELETE_ALL : '') + (this.#forwardsInput ? FORWARD_INPUT_ENDS : '');
    this.streams.stdout.write(modes + LEAVE_SCREEN);
    this.streams.stdin.setRawMode(false);
    this.announce('left');
  }
}
