import type { LiveMessages } from '../../i18n/live.js';
import { safeText } from '../../output/safe-text.js';
import { fitText, textWidth, truncate, wrapWords } from '../../wall/fit-text.js';
import type { Size } from '../../wall/layout.js';
import type { Palette } from '../../wall/palette.js';
import { refusalIn, type Words } from '../page/words.js';
import type { ControlState } from '../room-control.js';
import type { LinkEnd, LinkPhase } from './live-link.js';

/** What the status line is made of. */
export interface StatusInput {
  readonly student: string;
  readonly phase: LinkPhase;
  readonly roundTripMs: number | null;
  readonly control: ControlState;
  readonly controlledBy: string;
  readonly notice: string | null;
  /** The next key is a command. */
  readonly leader: boolean;
}

export interface ViewWording {
  readonly texts: LiveMessages;
  readonly words: Words;
  readonly palette: Palette;
}

/** The line at the bottom: who, how it is, and how to leave. */
export function viewStatus(input: StatusInput, width: number, { texts, words, palette }: ViewWording): string {
  if (input.leader) return palette.inverse(truncate(` ${texts.leader} `, width));
  const control =
    input.control === 'other' ? texts.control.other(safeText(input.controlledBy)) : texts.control[input.control];
  const parts = [
    truncate(safeText(input.student), Math.max(8, Math.floor(width / 3))),
    words.states[input.phase],
    ...(input.roundTripMs === null ? [] : [texts.milliseconds(Math.round(input.roundTripMs))]),
    control,
  ];
  const left = input.notice ?? parts.filter((part) => part !== '').join('  ');
  const keys = [texts.keys, texts.keysShort].find((text) => textWidth(left) + textWidth(text) + 2 <= width) ?? '';
  const room = width - textWidth(keys);
  const shown = fitText(left, room);
  const style = input.control === 'on' ? palette.inverse : input.notice === null ? palette.bold : palette.warning;
  return style(shown) + palette.dim(keys);
}

/** A title and what it means, in the middle of the picture's place. */
export function coverLines([title = '', text = '']: readonly string[], size: Size, palette: Palette): string[] {
  const middle = (line: string) => ' '.repeat(Math.max(0, Math.floor((size.columns - textWidth(line)) / 2))) + line;
  const body = text === '' ? [] : wrapWords(text, Math.max(1, Math.min(60, size.columns - 2)));
  const above = Math.max(0, Math.floor((size.rows - body.length - 1) / 2));
  const lines = [palette.bold(middle(truncate(title, size.columns))), ...body.map(middle)];
  return [...Array.from({ length: above }, () => ''), ...lines].slice(0, size.rows);
}

export function helpLines({ columns, rows }: Size, { texts, palette }: ViewWording): string[] {
  const keyWidth = Math.max(...texts.help.map(([key = '']) => textWidth(key))) + 3;
  const keys = texts.help.map(([key = '', meaning = '']) => truncate(`  ${fitText(key, keyWidth)}${meaning}`, columns));
  const note = wrapWords(texts.helpNote, Math.max(1, columns - 4)).map((line) => `  ${line}`);
  return ['', palette.bold(` ${texts.helpTitle}`), ...keys, '', ...note].slice(0, rows);
}

/** Why it ended, in words. */
export const endText = (end: LinkEnd, words: Words): string =>
  end.by === 'room' ? words.ends[end.code] : refusalIn(words, safeText(end.code));
