import type { Clock } from './clock.js';
import { isModifier, keyCode } from './key-codes.js';
import { typedCharacters } from './typed-text.js';
import { capsLockKeysym, keysymOf, strokeOf, type XInput, type XKeyboardMap } from './x11-input.js';
import { createSpareKeys } from './x11-spares.js';

/** Types text on an X server. What no key means is given to a spare keycode for as long as it is needed. */
export interface XTypist {
  /** Whether there are spare keycodes, so that any text can be typed. */
  readonly canTypeAll: boolean;
  /**
   * @param held codes of keys that are held down: modifiers among them are let go while it types
   * @param isStopped asked before each character; then the rest is left off
   * @returns whether all of it was typed
   */
  type(text: string, held: () => readonly string[], isStopped: () => boolean): Promise<boolean>;
  /** Gives the keyboard back as it was. */
  restore(): Promise<void>;
}

const lockBit = 1 << 1;
const shiftCode = keyCode('ShiftLeft')?.x11 ?? 0;

export async function createXTypist(x: XInput, clock: Clock): Promise<XTypist> {
  const spares = createSpareKeys(x, await x.keyboardMap(), clock);

  const strike = (keysym: number, map: XKeyboardMap): boolean => {
    const stroke = ownStroke(map, keysym);
    const keycode = stroke?.keycode ?? spares.use(keysym);
    if (keycode === undefined) return false;
    if (stroke?.shift) x.key(shiftCode, true);
    tap(x, keycode);
    if (stroke?.shift) x.key(shiftCode, false);
    return true;
  };
  const ownStroke = (map: XKeyboardMap, keysym: number) => strokeOf(map, keysym, (keycode) => !spares.has(keycode));

  const typeAll = async (text: string, map: XKeyboardMap, isStopped: () => boolean): Promise<boolean> => {
    const keysyms = typedCharacters(text).map(keysymOf);
    const needsSpare = (keysym: number): boolean => ownStroke(map, keysym) === undefined;
    let done = true;
    for (const part of partsOf(keysyms, needsSpare, spares.count)) {
      await spares.mean(part.filter(needsSpare));
      if (isStopped()) return false;
      for (const keysym of part) done = strike(keysym, map) && done;
      await x.settle();
    }
    return done;
  };
  return {
    canTypeAll: spares.count > 0,
    async type(text, held, isStopped) {
      const map = await x.keyboardMap();
      spares.compare(map);
      const undo = await neutralise(x, map, held);
      try {
        return await typeAll(text, map, isStopped);
      } finally {
        undo();
      }
    },
    restore: spares.restore,
  };
}

function tap(x: XInput, keycode: number): void {
  x.key(keycode, true);
  x.key(keycode, false);
}

/** Cuts what is to be typed so that each part needs no more spare keycodes than there are. */
function partsOf(keysyms: readonly number[], needsSpare: (keysym: number) => boolean, count: number): number[][] {
  const parts: number[][] = [];
  let part: number[] = [];
  const different = new Set<number>();
  for (const keysym of keysyms) {
    if (needsSpare(keysym)) different.add(keysym);
    if (different.size > Math.max(1, count)) {
      parts.push(part);
      part = [];
      different.clear();
      different.add(keysym);
    }
    part.push(keysym);
  }
  return [...parts, part];
}

/** Lifts held modifiers and Caps Lock, so that text comes out as it is. @returns what puts them back */
async function neutralise(x: XInput, map: XKeyboardMap, held: () => readonly string[]): Promise<() => void> {
  const lifted = held().filter(isModifier);
  const press = (code: string, down: boolean): void => {
    const key = keyCode(code);
    if (key !== undefined) x.key(key.x11, down);
  };
  for (const code of lifted) press(code, false);
  const lock = strokeOf(map, capsLockKeysym, () => true)?.keycode;
  const locked = lock !== undefined && ((await x.state()) & lockBit) !== 0 ? lock : undefined;
  if (locked !== undefined) tap(x, locked);
  return () => {
    if (locked !== undefined) tap(x, locked);
    const still = new Set(held());
    for (const code of lifted.toReversed()) if (still.has(code)) press(code, true);
  };
}
