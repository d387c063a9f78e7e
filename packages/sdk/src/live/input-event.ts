/** Remote input as it travels on the `input` channel: one JSON object a message, in order. Without zod, for browsers. */

/** Positions are of the whole screen, 0 to 1 from its upper left corner. */
interface At {
  readonly x: number;
  readonly y: number;
}

export type PointerButton = 'left' | 'middle' | 'right';

export type InputEvent =
  | ({ readonly type: 'move' } & At)
  | ({ readonly type: 'button'; readonly button: PointerButton; readonly down: boolean } & At)
  /** Notches; positive is down and right. */
  | ({ readonly type: 'wheel'; readonly dx: number; readonly dy: number } & At)
  /** A key by its place on the keyboard: `KeyboardEvent.code`. */
  | { readonly type: 'key'; readonly code: string; readonly down: boolean }
  /** Text as it is to appear, whatever the keyboard's layout. */
  | { readonly type: 'text'; readonly text: string }
  /** Lets go of everything that is held down. */
  | { readonly type: 'release' };

/** `seq` rises by one; `at` is the sender's clock in ms. The player answers with `played` on the same channel. */
export interface InputMessage {
  readonly seq: number;
  readonly controlId: string;
  readonly event: InputEvent;
}

export interface InputPlayed {
  readonly played: number;
}
