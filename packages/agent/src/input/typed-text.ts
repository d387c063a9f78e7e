const lineEnd = /\r\n?/g;

/**
 * The characters to type: Hangul as whole syllables, one kind of line end, and no control characters but line end, tab
 * and backspace: the others are keys, not text.
 */
export function typedCharacters(text: string): string[] {
  return [...text.replace(lineEnd, '\n').normalize('NFC')].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    return !isHalf && (!isControl || character === '\n' || character === '\t' || character === '\b');
  });
}
