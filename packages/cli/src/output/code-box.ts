import stringWidth from 'string-width';
import { safeText } from './safe-text.js';
import { padEnd } from './table.js';

/** A code of 8 characters in two halves, as it is read aloud, however the server wrote it. */
export function spokenCode(code: string): string {
  const plain = safeText(code).replace(/[\s-]/g, '');
  return `${plain.slice(0, 4)}-${plain.slice(4)}`;
}

/** The code in a box, so that it can be read from across the room. */
export const codeBox = (code: string): string[] => boxed([...spokenCode(code)].join(' '));

function boxed(text: string): string[] {
  const width = stringWidth(text) + 6;
  const blank = `  │${' '.repeat(width)}│`;
  return [`  ┌${'─'.repeat(width)}┐`, blank, `  │   ${padEnd(text, width - 3)}│`, blank, `  └${'─'.repeat(width)}┘`];
}
