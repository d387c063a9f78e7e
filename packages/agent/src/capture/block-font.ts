/** Height and width of a glyph, in blocks. */
export const glyphSize = { width: 3, height: 5 } as const;

/** Rows of three blocks, from the top; `#` is lit. */
const glyphs: Record<string, string> = {
  '0': '### #.# #.# #.# ###',
  '1': '.#. ##. .#. .#. ###',
  '2': '### ..# ### #.. ###',
  '3': '### ..# ### ..# ###',
  '4': '#.# #.# ### ..# ..#',
  '5': '### #.. ### ..# ###',
  '6': '### #.. ### #.# ###',
  '7': '### ..# .#. .#. .#.',
  '8': '### #.# ### #.# ###',
  '9': '### #.# ### ..# ###',
  ':': '... .#. ... .#. ...',
  '-': '... ... ### ... ...',
  '.': '... ... ... ... .#.',
  A: '### #.# ### #.# #.#',
  B: '##. #.# ##. #.# ##.',
  C: '### #.. #.. #.. ###',
  D: '##. #.# #.# #.# ##.',
  E: '### #.. ##. #.. ###',
  F: '### #.. ##. #.. #..',
  G: '### #.. #.# #.# ###',
  H: '#.# #.# ### #.# #.#',
  I: '### .#. .#. .#. ###',
  J: '..# ..# ..# #.# ###',
  K: '#.# #.# ##. #.# #.#',
  L: '#.. #.. #.. #.. ###',
  M: '#.# ### ### #.# #.#',
  N: '##. #.# #.# #.# #.#',
  O: '### #.# #.# #.# ###',
  P: '### #.# ### #.. #..',
  Q: '### #.# #.# ### ..#',
  R: '### #.# ##. #.# #.#',
  S: '### #.. ### ..# ###',
  T: '### .#. .#. .#. .#.',
  U: '#.# #.# #.# #.# ###',
  V: '#.# #.# #.# #.# .#.',
  W: '#.# #.# ### ### #.#',
  X: '#.# #.# .#. #.# #.#',
  Y: '#.# #.# .#. .#. .#.',
  Z: '### ..# .#. #.. ###',
};

/** The lit blocks of a text, columns and rows from its upper left; what the font has not is a blank. */
export function litBlocks(text: string): { column: number; row: number }[] {
  const lit: { column: number; row: number }[] = [];
  [...text.toUpperCase()].forEach((character, index) => {
    (glyphs[character] ?? '').split(' ').forEach((cells, row) => {
      [...cells].forEach((cell, column) => {
        if (cell === '#') lit.push({ column: index * (glyphSize.width + 1) + column, row });
      });
    });
  });
  return lit;
}

/** Blocks that a text is wide. */
export const textWidth = (text: string): number => Math.max(0, [...text].length * (glyphSize.width + 1) - 1);
