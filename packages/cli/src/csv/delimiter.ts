/** What separates columns: Excel writes a semicolon or a tab in some countries and menus. */
export type Delimiter = ',' | ';' | '\t';

const delimiters = [',', ';', '\t'] as const;

/** The delimiter that stands most often outside quotes in the header row. */
export function sniffDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const character of text.trimStart()) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return delimiters.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}
