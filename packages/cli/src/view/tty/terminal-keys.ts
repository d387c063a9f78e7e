import { mostInputText } from '@didacto/sdk/live';
import type { InputSender } from '../page/input-sender.js';
import { noModifiers } from '../page/input-sender.js';
import { signs } from '../page/key-choice.js';

/** A key by its place, with what is held beside it. */
export interface TerminalKey {
  readonly code: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

export const plainKey = (code: string): TerminalKey => ({ code, ctrl: false, shift: false, alt: false });

const byLetter: Readonly<Record<string, string>> = {
  ...{ A: 'ArrowUp', B: 'ArrowDown', C: 'ArrowRight', D: 'ArrowLeft', H: 'Home', F: 'End' },
  ...{ P: 'F1', Q: 'F2', R: 'F3', S: 'F4', Z: 'Tab' },
};

const byNumber: Readonly<Record<string, string>> = {
  ...{ 1: 'Home', 2: 'Insert', 3: 'Delete', 4: 'End', 5: 'PageUp', 6: 'PageDown', 7: 'Home', 8: 'End' },
  ...{ 11: 'F1', 12: 'F2', 13: 'F3', 14: 'F4', 15: 'F5', 17: 'F6', 18: 'F7', 19: 'F8', 20: 'F9', 21: 'F10' },
  ...{ 23: 'F11', 24: 'F12', 29: 'ContextMenu' },
};

/** The key of a control sequence such as `ESC [ 1 ; 5 A`; undefined for what is none. */
export function sequenceKey(parameters: string, final: string): TerminalKey | undefined {
  const [number = '', held = ''] = parameters.split(';');
  const code = final === '~' ? byNumber[number] : byLetter[final];
  if (code === undefined) return undefined;
  // One more than the sum of what is held: 1 Shift, 2 Alt, 4 Ctrl.
  const bits = Math.max(0, (Number.parseInt(held, 10) || 1) - 1);
  return { code, ctrl: (bits & 4) !== 0, shift: (bits & 1) !== 0 || final === 'Z', alt: (bits & 2) !== 0 };
}

const byControl: Readonly<Record<string, TerminalKey>> = {
  '\r': plainKey('Enter'),
  // What some terminals send for Enter of the number pad, and programs that paste.
  '\n': plainKey('Enter'),
  '\t': plainKey('Tab'),
  '\b': plainKey('Backspace'),
  '\u007f': plainKey('Backspace'),
  '\u001b': plainKey('Escape'),
  '\u0000': { ...plainKey('Space'), ctrl: true },
  '\u001c': { ...plainKey('Backslash'), ctrl: true },
  '\u001d': { ...plainKey('BracketRight'), ctrl: true },
  '\u001e': { ...plainKey('Digit6'), ctrl: true },
  '\u001f': { ...plainKey('Slash'), ctrl: true },
};

/** The key of a control character; undefined for C1, which no keyboard sends. */
export function controlKey(character: string): TerminalKey | undefined {
  const known = byControl[character];
  if (known || character > '\u001f') return known;
  return { ...plainKey(`Key${String.fromCharCode(character.charCodeAt(0) + 64)}`), ctrl: true };
}

const shiftedDigits = ')!@#$%^&*(';

/** The key that writes a character on the usual layout; undefined where none does. */
export function writingKey(character: string): TerminalKey | undefined {
  if (/^[a-z]$/i.test(character)) {
    return { ...plainKey(`Key${character.toUpperCase()}`), shift: character < 'a' };
  }
  if (/^\d$/.test(character)) return plainKey(`Digit${character}`);
  const digit = shiftedDigits.indexOf(character);
  if (digit >= 0) return { ...plainKey(`Digit${digit}`), shift: true };
  const sign = Object.entries(signs).find(([, written]) => written.includes(character));
  return sign && { ...plainKey(sign[0]), shift: sign[1][0] !== character };
}

/** Presses a key and lets go of it and of all beside it: a terminal tells of no key's end. */
export function playKey(sender: InputSender, { code, ctrl, shift, alt }: TerminalKey): void {
  sender.keyDown(code, { ...noModifiers, ctrlKey: ctrl, shiftKey: shift, altKey: alt });
  sender.keyUp(code);
  sender.text('');
}

/** Writes text as it is, in as many events as it needs. */
export function playText(sender: InputSender, text: string): void {
  let part = '';
  for (const character of text) {
    if (part.length + character.length > mostInputText) {
      sender.text(part);
      part = '';
    }
    part += character;
  }
  sender.text(part);
}
