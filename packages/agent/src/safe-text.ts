import { stripVTControlCharacters } from 'node:util';

const lineSpace = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const unsafe = /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

/** Text that came from the server, fit for a terminal, a window or another program: one line, nothing that controls. */
export const safeText = (text: string): string =>
  stripVTControlCharacters(text).replace(lineSpace, ' ').replace(unsafe, '').normalize('NFC').trim();
