import { controlKey, sequenceKey, type TerminalKey, writingKey } from './terminal-keys.js';
import { type MouseReport, mouseReport } from './terminal-mouse.js';

/** One thing that was done at the terminal. */
export type TerminalToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'key'; readonly key: TerminalKey }
  | { readonly kind: 'mouse'; readonly report: MouseReport };

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: they are what a terminal sends
const TEXT = /[^\u0000-\u001f\u007f-\u009f]+/y;
const CSI = /\u001b\[([<=>?]?)([\d;:]*)[ -/]*([@-~])/y;
const SS3 = /\u001bO([A-Z])/y;
/** A late answer to a question, such as one about graphics. */
const ANSWER = /\u001b[P_\]^][^\u0007\u001b]*(?:\u0007|\u001b\\)/y;
const ALT = /\u001b([^\u001b])/uy;
const UNFINISHED = /\u001b(?:\[[<=>?]?[\d;:]*[ -/]*|O)?$/y;
const NOT_TEXT = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above
const PASTE_BEGINS = '200';
const PASTE_ENDS = '\u001b[201~';
/** No key's sequence is longer. */
const MOST_HELD = 64;

/** Reads what a terminal sends, however it is cut into pieces. */
export class TerminalInput {
  #rest = '';
  #pasting = false;

  /** Whether something is held back that may be the beginning of a sequence, or may be the Escape key. */
  get waits(): boolean {
    return this.#rest !== '' && !this.#pasting;
  }

  feed(piece: string): TerminalToken[] {
    const input = this.#rest + piece;
    this.#rest = '';
    return this.#read(input);
  }

  /** Nothing followed: what is held back is keys. */
  flush(): TerminalToken[] {
    if (this.#pasting) return [];
    const [first, ...others] = this.#rest;
    this.#rest = '';
    if (first === undefined) return [];
    const text = others.join('');
    return [...tokenOf(controlKey(first)), ...(text === '' ? [] : [{ kind: 'text', text } as const])];
  }

  #read(input: string): TerminalToken[] {
    const tokens: TerminalToken[] = [];
    let at = 0;
    while (at < input.length) {
      if (this.#pasting) {
        const { tokens: pasted, end } = this.#paste(input, at);
        tokens.push(...pasted);
        at = end;
        continue;
      }
      const text = matchAt(TEXT, input, at)?.[0];
      if (text !== undefined) {
        tokens.push({ kind: 'text', text });
        at += text.length;
      } else if (input[at] === '\u001b') {
        const next = this.#sequence(input, at, tokens);
        if (next === at) break;
        at = next;
      } else {
        tokens.push(...tokenOf(controlKey(input[at] ?? '')));
        at += 1;
      }
    }
    return tokens;
  }

  /** Returns where it goes on; where it stands if the rest has to come first. */
  #sequence(input: string, at: number, tokens: TerminalToken[]): number {
    if (input.length - at < MOST_HELD && matchAt(UNFINISHED, input, at)) {
      this.#rest = input.slice(at);
      return at;
    }
    const csi = matchAt(CSI, input, at);
    if (csi) {
      const [all, mark = '', parameters = '', final = ''] = csi;
      if (mark === '' && final === '~' && parameters === PASTE_BEGINS) this.#pasting = true;
      else tokens.push(...csiTokens(mark, parameters, final));
      return at + all.length;
    }
    const answer = matchAt(ANSWER, input, at)?.[0];
    if (answer !== undefined) return at + answer.length;
    const ss3 = matchAt(SS3, input, at);
    if (ss3) {
      tokens.push(...tokenOf(sequenceKey('', ss3[1] ?? '')));
      return at + ss3[0].length;
    }
    const alt = matchAt(ALT, input, at);
    if (alt) {
      tokens.push(altToken(alt[1] ?? ''));
      return at + alt[0].length;
    }
    tokens.push(...tokenOf(controlKey('\u001b')));
    return at + 1;
  }

  /** What is pasted is text and line ends, whatever else it holds. */
  #paste(input: string, at: number): { tokens: TerminalToken[]; end: number } {
    const found = input.indexOf(PASTE_ENDS, at);
    const end = found < 0 ? input.length - beginningOf(PASTE_ENDS, input) : found;
    this.#rest = found < 0 ? input.slice(end) : '';
    this.#pasting = found < 0;
    const lines = input
      .slice(at, end)
      .replace(NOT_TEXT, '')
      .split(/\r\n|\r|\n/);
    const tokens = lines.flatMap((text, line): TerminalToken[] => [
      ...(line > 0 ? tokenOf(controlKey('\r')) : []),
      ...(text === '' ? [] : [{ kind: 'text', text } as const]),
    ]);
    return { tokens, end: found < 0 ? input.length : end + PASTE_ENDS.length };
  }
}

/** How many characters of a mark stand at the end of a text. */
function beginningOf(mark: string, text: string): number {
  let length = Math.min(mark.length - 1, text.length);
  while (!text.endsWith(mark.slice(0, length))) length -= 1;
  return length;
}

function matchAt(pattern: RegExp, input: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(input);
}

const tokenOf = (key: TerminalKey | undefined): TerminalToken[] => (key ? [{ kind: 'key', key }] : []);

function csiTokens(mark: string, parameters: string, final: string): TerminalToken[] {
  if (mark === '') return tokenOf(sequenceKey(parameters, final));
  const report = mark === '<' && (final === 'M' || final === 'm') ? mouseReport(parameters, final) : undefined;
  return report ? [{ kind: 'mouse', report }] : [];
}

function altToken(character: string): TerminalToken {
  const key = writingKey(character) ?? controlKey(character);
  return key ? { kind: 'key', key: { ...key, alt: true } } : { kind: 'text', text: character };
}
