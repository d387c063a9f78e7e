import type { Area } from '../capture/monitors.js';

/** Rows of keysyms, one for each keycode from `first` on. */
export interface XKeyboardMap {
  readonly first: number;
  readonly rows: readonly (readonly number[])[];
}

/** What playing input asks of an X server, whichever way it is reached. Requests are done in their order. */
export interface XInput {
  /** The part of the screen that positions are of. */
  readonly area: Area;
  moveTo(x: number, y: number): void;
  button(number: number, down: boolean): void;
  key(keycode: number, down: boolean): void;
  /** The keysyms of keycodes in a row, as many for each. */
  mapKeys(first: number, rows: readonly (readonly number[])[]): void;
  /** Waits until the server has done all that was asked. @throws InputUnavailable when it went away */
  settle(): Promise<void>;
  keyboardMap(): Promise<XKeyboardMap>;
  /** Modifiers, keyboard group and buttons as in an event's `state`. */
  state(): Promise<number>;
  /** Keeps bytes at the server, in place of those before: they outlive this process. */
  keep(bytes: Uint8Array): void;
  kept(): Promise<Uint8Array>;
  close(): void;
}

const unicodeKeysyms = 0x0100_0000;
const keysyms = new Map([
  ['\n', 0xff0d],
  ['\t', 0xff09],
  ['\b', 0xff08],
]);
export const capsLockKeysym = 0xffe5;

/** The keysym of a character: Latin-1 as it is, the rest in Unicode's range. */
export function keysymOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return keysyms.get(character) ?? (code < 0x100 ? code : unicodeKeysyms + code);
}

/** A keycode that has no meaning, or one left over by a typist that was killed: one Unicode keysym and nothing else. */
export function isSpare(row: readonly number[]): boolean {
  const [only, ...others] = new Set(row.filter((keysym) => keysym !== 0));
  return only === undefined || (others.length === 0 && only > unicodeKeysyms && row[0] === row[1]);
}

/** How to type a keysym with the keys as they are, or undefined. */
export function strokeOf(
  map: XKeyboardMap,
  keysym: number,
  isUsable: (keycode: number) => boolean,
): { keycode: number; shift: boolean } | undefined {
  for (const shift of [false, true]) {
    const index = map.rows.findIndex(
      (row, i) => row[shift ? 1 : 0] === keysym && isSameInAllGroups(row) && isUsable(map.first + i),
    );
    if (index >= 0) return { keycode: map.first + index, shift };
  }
  return undefined;
}

/** Columns 0 and 1 are of the first keyboard group, 2 and 3 of the second: whichever is in use, the key means the same. */
function isSameInAllGroups([a, b, c = 0, d = 0]: readonly number[]): boolean {
  return (c === 0 && d === 0) || (c === a && d === b);
}
