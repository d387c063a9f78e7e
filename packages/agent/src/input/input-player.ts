import type { InputEvent } from '@didacto/sdk/live';

/** What of remote input this machine can play. */
export interface InputAbilities {
  readonly pointer: boolean;
  readonly keys: boolean;
  /** Text whatever the keyboard's layout, Hangul included. */
  readonly text: boolean;
}

/** A way to play input here; it holds nothing until it is opened. */
export interface InputBackEnd {
  readonly name: string;
  /** @throws InputUnavailable with what a person can do about it */
  open(): Promise<InputPlayer>;
}

/** Plays the instructor's mouse and keyboard on the student's machine. */
export interface InputPlayer {
  readonly name: string;
  readonly abilities: InputAbilities;
  /**
   * Plays one event, and waits until the system has it. One at a time, but for `releaseAll`, which may come between.
   * @returns false where the system did not take it: an unknown key, or a screen that takes no input from programs
   * @throws InputUnavailable when the machine's screen went away; the player is of no use then
   */
  play(event: InputEvent): Promise<boolean>;
  /** Lets go of everything that is held down, and leaves off typing. Never rejects. */
  releaseAll(): Promise<void>;
  /** Lets go, and takes back what was changed to play. Never rejects. */
  close(): Promise<void>;
}

/** Input cannot be played here, or not any more; the message is for a person who has to put it right. */
export class InputUnavailable extends Error {}
