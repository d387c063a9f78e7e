import type { TerminalToken } from './terminal-input.js';

/** What the person wants of the view itself. */
export type ViewCommand = 'leave' | 'interrupt' | 'control' | 'refresh' | 'help';

export type ViewStep =
  | { readonly kind: 'command'; readonly command: ViewCommand }
  /** The student's, where control is on. */
  | { readonly kind: 'play'; readonly token: TerminalToken };

// With the letters of a two-set Korean keyboard, so that they work whatever the input method is set to.
const commands: Readonly<Record<string, ViewCommand>> = {
  ...{ q: 'leave', c: 'control', r: 'refresh', h: 'help', '?': 'help' },
  ...{ ㅂ: 'leave', ㅊ: 'control', ㄱ: 'refresh', ㅗ: 'help' },
};

const isCtrl = (token: TerminalToken, code: string): boolean =>
  token.kind === 'key' && token.key.code === code && token.key.ctrl && !token.key.alt && !token.key.shift;

/** Tells commands from what is meant for the student: a command follows the leader key, Ctrl-]. */
export class Leader {
  #waiting = false;

  /** Whether the next key is a command. */
  get waiting(): boolean {
    return this.#waiting;
  }

  take(token: TerminalToken, controlled: boolean): ViewStep[] {
    if (!this.#waiting) {
      if (isCtrl(token, 'BracketRight')) {
        this.#waiting = true;
        return [];
      }
      // Without control the terminal's usual way out works.
      if (!controlled && isCtrl(token, 'KeyC')) return [{ kind: 'command', command: 'interrupt' }];
      return [{ kind: 'play', token }];
    }
    if (token.kind === 'mouse') return [{ kind: 'play', token }];
    this.#waiting = false;
    if (token.kind === 'key') {
      if (token.key.code === 'KeyC' && token.key.ctrl) return [{ kind: 'command', command: 'interrupt' }];
      // Twice is the key itself; any other gives the command up.
      return isCtrl(token, 'BracketRight') ? [{ kind: 'play', token }] : [];
    }
    const [first = '', ...others] = token.text;
    const command = commands[first.toLowerCase()];
    const rest: ViewStep[] =
      others.length === 0 ? [] : [{ kind: 'play', token: { kind: 'text', text: others.join('') } }];
    return command ? [{ kind: 'command', command }, ...rest] : rest;
  }
}
