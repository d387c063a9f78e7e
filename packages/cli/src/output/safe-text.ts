import { stripVTControlCharacters } from 'node:util';

const LINE_SPACE = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const UNSAFE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
const JSON_UNSAFE = /[\u007F-\u009F\u2028\u2029\uFFF9-\uFFFB\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text of another person or an agent, made fit for a terminal: one line, NFC, without escape sequences, control
 * characters, bidirectional controls, invisible characters or piles of combining marks.
 */
export function safeText(text: string): string {
  return stripVTControlCharacters(text)
    .replace(LINE_SPACE, ' ')
    .replace(UNSAFE, '')
    .normalize('NFC')
    .replace(STACKED_MARKS, '$1');
}

/** JSON whose strings can be shown in a terminal: what `safeText` would drop is written as `\uXXXX`, so nothing is lost. */
export function safeJson(value: unknown, space?: number): string {
  return JSON.stringify(value, null, space).replace(JSON_UNSAFE, (found) => {
    let escaped = '';
    for (let unit = 0; unit < found.length; unit += 1) {
      escaped += `\\u${found.charCodeAt(unit).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}
