import xterm from '@xterm/headless';

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What a terminal shows after `output`, as a page: each cell in its place, so that a browser's fonts cannot shift it. */
export async function terminalPage(output: string, { columns, rows }: Size): Promise<string> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(output, done));
  const cells: string[] = [];
  for (let y = 0; y < rows; y++) {
    const line = terminal.buffer.active.getLine(y);
    for (let x = 0; x < columns; x++) {
      const cell = line?.getCell(x);
      if (!cell || cell.getWidth() === 0) continue;
      cells.push(cellSpan(cell, x, y));
    }
  }
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #101418; width: ${columns * 8}px; height: ${rows * 17}px; position: relative; }
    b { position: absolute; height: 17px; font: 14px/17px 'DejaVu Sans Mono', 'Noto Sans Mono CJK KR', 'Noto Sans CJK KR', monospace; white-space: pre; text-align: center; overflow: hidden; }
  </style>${cells.join('')}`;
}

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<xterm.Terminal['buffer']['active']['getLine']>>['getCell']>>;

function cellSpan(cell: Cell, x: number, y: number): string {
  const inverse = cell.isInverse() !== 0;
  const [front, back] = [colour(cell, 'Fg') ?? '#d8dee4', colour(cell, 'Bg') ?? '#101418'];
  const [text, ground] = inverse ? [back, front] : [front, back];
  const place = `left:${x * 8}px;top:${y * 17}px;width:${cell.getWidth() * 8}px`;
  const character = cell.getChars() || ' ';
  // Half blocks are painted, for a font's own leave seams.
  if (character === '▀') return `<b style="${place};background:linear-gradient(${text} 0 50%,${ground} 50%)"></b>`;
  const style = `${place};color:${text};background:${ground}${cell.isBold() ? ';font-weight:bold' : ''}${cell.isDim() ? ';opacity:.65' : ''}`;
  return `<b style="${style}">${character.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)}</b>`;
}

const basic = ['#15191e', '#e5534b', '#57ab5a', '#c69026', '#539bf5', '#b083f0', '#39c5cf', '#adbac7'];
const bright = ['#768390', '#ff938a', '#6bc46d', '#daaa3f', '#6cb6ff', '#dcbdfb', '#56d4dd', '#ffffff'];

function colour(cell: Cell, part: 'Fg' | 'Bg'): string | undefined {
  const value = cell[`get${part}Color`]();
  if (cell[`is${part}RGB`]()) return `#${value.toString(16).padStart(6, '0')}`;
  if (!cell[`is${part}Palette`]()) return undefined;
  if (value < 16) return [...basic, ...bright][value];
  if (value >= 232) return grey(8 + (value - 232) * 10);
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40);
  const index = value - 16;
  return `rgb(${level(Math.floor(index / 36))},${level(Math.floor(index / 6) % 6)},${level(index % 6)})`;
}

const grey = (n: number): string => `rgb(${n},${n},${n})`;
