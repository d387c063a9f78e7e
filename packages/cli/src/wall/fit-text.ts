import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();
const ELLIPSIS = '…';

/** The cells that a text takes in a terminal. */
export const textWidth = (text: string): number => stringWidth(text);

/** The visible characters of a text, as a person counts them. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Cuts a text without styles to at most `width` cells; what was cut ends in an ellipsis. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 0;
  for (const part of graphemes(text)) {
    const partWidth = textWidth(part);
    if (used + partWidth > width - 1) break;
    kept += part;
    used += partWidth;
  }
  return kept + ELLIPSIS;
}

/** A text without styles at exactly `width` cells. */
export function fitText(text: string, width: number): string {
  const cut = truncate(text, width);
  return cut + ' '.repeat(Math.max(0, width - textWidth(cut)));
}

/** Breaks a text without styles into lines of at most `width` cells, between words where it can. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(truncate(word, width));
  }
  return lines;
}
