import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trueColour } from './colour-codec.js';
import { ScreenCompositor } from './compositor.js';
import { PictureCells } from './picture-cells.js';

const SIZE = { columns: 12, rows: 6 };

const line = fc.constantFrom('', 'abc', '김하늘', 'full width!!', '\u001b[1mbold\u001b[22m');
const box = fc.record({
  column: fc.nat(8),
  row: fc.nat(4),
  columns: fc.integer({ min: 1, max: 4 }),
  rows: fc.integer({ min: 1, max: 2 }),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant('lines' as const), lines: fc.array(line, { minLength: 6, maxLength: 6 }) }),
  fc.record({ kind: fc.constant('draw' as const), box, seed: fc.nat(3) }),
  fc.record({ kind: fc.constant('clear' as const), box }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A picture that covers one half of a wide character, and changes. */
const halfCovered = (column: number): Step[] => {
  const area = { column, row: 0, columns: 1, rows: 2 };
  return [
    { kind: 'lines', lines: ['', '김하늘', '', '', '', ''] },
    { kind: 'draw', box: area, seed: 0 },
    { kind: 'draw', box: area, seed: 1 },
  ];
};

function screen() {
  const cells = new PictureCells(trueColour);
  let output = '';
  const write = (text: string) => {
    output += text;
    return true;
  };
  const compositor = new ScreenCompositor({ write, once: () => {} }, cells);
  compositor.resize(SIZE);
  const take = () => {
    const taken = output;
    output = '';
    return taken;
  };
  return { cells, compositor, take };
}

/** What a terminal shows after these bytes: characters and colours of all cells. */
async function shown(bytes: string): Promise<string[]> {
  const terminal = new xterm.Terminal({ cols: SIZE.columns, rows: SIZE.rows, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(`\u001b[?7l${bytes}`, resolve));
  return Array.from({ length: SIZE.rows * SIZE.columns }, (_, at) => {
    const cell = terminal.buffer.active.getLine(Math.floor(at / SIZE.columns))?.getCell(at % SIZE.columns);
    // A cell of one colour may be a space or a half-block.
    const one = cell?.isBgRGB() && (cell.getChars() === ' ' || cell.getFgColor() === cell.getBgColor());
    return one
      ? `=${cell?.getBgColor()}`
      : `${cell?.getChars()} ${cell?.getFgColor()} ${cell?.getBgColor()} ${cell?.isBold()}`;
  });
}

describe('ScreenCompositor', () => {
  it('leaves the terminal as if everything had been drawn anew, whatever was drawn before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const stepwise = screen();
        const atOnce = screen();
        let bytes = '';
        for (const next of steps) {
          for (const { cells, compositor } of [stepwise, atOnce]) {
            if (next.kind === 'lines') compositor.setLines(next.lines);
            if (next.kind === 'clear') cells.clear(next.box);
            if (next.kind === 'draw') {
              const { columns, rows } = next.box;
              const data = Uint8Array.from({ length: columns * rows * 6 }, (_, at) => (next.seed * 50 + at * 7) & 255);
              cells.draw(next.box, { width: columns, height: rows * 2, data });
            }
          }
          stepwise.compositor.flush(() => {});
          bytes += stepwise.take();
        }
        atOnce.compositor.flush(() => {});
        expect(await shown(bytes)).toEqual(await shown(atOnce.take()));
      }),
      { numRuns: 60, examples: [[halfCovered(5)], [halfCovered(4)]] },
    );
  });

  it('sends one cell when one cell changes, and nothing when nothing does', () => {
    const { cells, compositor, take } = screen();
    const area = { column: 1, row: 1, columns: 3, rows: 1 };
    const data = new Uint8Array(18).fill(9);
    cells.draw(area, { width: 3, height: 2, data });
    compositor.flush(() => {});
    take();
    compositor.flush(() => {});
    expect(take()).toBe('');
    data[3] = 200;
    cells.draw(area, { width: 3, height: 2, data });
    compositor.flush(() => {});
    expect(take().match(/▀/g)).toHaveLength(1);
  });

  it('writes nothing more while the terminal is behind, and goes on when it has caught up', () => {
    let drained = () => {};
    const output = { write: () => false, once: (_: 'drain', listener: () => void) => (drained = listener) };
    const compositor = new ScreenCompositor(output, new PictureCells(trueColour));
    compositor.resize(SIZE);
    let called = 0;
    compositor.flush(() => (called += 1));
    expect(compositor.blocked).toBe(true);
    drained();
    expect([compositor.blocked, called]).toEqual([false, 1]);
  });
});
