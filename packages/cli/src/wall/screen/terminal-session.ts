import { ENTER_SCREEN, KITTY_DELETE_ALL, LEAVE_SCREEN } from './ansi.js';

/** The terminal's streams as far as a session sets them up. */
export interface SessionStreams {
  stdin: { setRawMode(raw: boolean): unknown };
  stdout: { write(text: string): unknown };
}

/** Holds the terminal's state while the wall shows: alternate screen, cursor, raw mode. */
export class TerminalSession {
  #entered = false;
  #usesKitty = false;

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
    this.streams.stdout.write(ENTER_SCREEN);
  }

  /** From now on `leave` deletes kitty images too; other terminals may misread that command. */
  enableKitty(): void {
    this.#usesKitty = true;
  }

  /** Makes the terminal whole again; calling it twice does no harm. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.streams.stdout.write((this.#usesKitty ? KITTY_DELETE_ALL : '') + LEAVE_SCREEN);
    this.streams.stdin.setRawMode(false);
    this.announce('left');
  }
}
