import type { Key } from 'ink';

/** A key as the wall understands it; `text` is one typed character. */
export type WallKey = { name: NamedKey } | { name: 'text'; text: string };

type NamedKey =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'pageUp'
  | 'pageDown'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'backspace'
  | 'interrupt'
  | 'suspend';

// What Ink leaves of an escape sequence that it does not know, such as a late answer of the terminal to a query.
const UNKNOWN_SEQUENCE = /^\[[\d;:<=>?]*[ -/]*[@-~]$/;

function namedKey(key: Key): NamedKey | null {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageUp';
  if (key.pageDown) return 'pageDown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  // The backspace key of most terminals sends DEL, which Ink names delete.
  return key.backspace || key.delete ? 'backspace' : null;
}

function characterKey(character: string): WallKey[] {
  if (character === '\r' || character === '\n') return [{ name: 'enter' }];
  if (character === '\u007f' || character === '\b') return [{ name: 'backspace' }];
  if (character === '\u0003') return [{ name: 'interrupt' }];
  return character < ' ' ? [] : [{ name: 'text', text: character }];
}

/** The keys in one piece of input. An input method or a quick typist sends several characters at once. */
export function wallKeys(input: string, key: Key): WallKey[] {
  const named = namedKey(key);
  if (named !== null) return [{ name: named }];
  if (key.ctrl) {
    if (input === 'c') return [{ name: 'interrupt' }];
    return input === 'z' ? [{ name: 'suspend' }] : [];
  }
  if (key.meta || UNKNOWN_SEQUENCE.test(input)) return [];
  return Array.from(input).flatMap(characterKey);
}
