import type { Size } from '../xvfb.js';
import { Canvas, type Rect, type Span } from './canvas.js';
import { codeLines } from './code-lines.js';
import { CELL } from './font.js';
import { drawPlasma } from './plasma.js';
import { seededRandom } from './random.js';

export const CONTENTS = ['idle', 'coding', 'video'] as const;
export type Content = (typeof CONTENTS)[number];

/** What changed on the canvas: rows moved up within a rectangle, then rectangles drawn anew. */
export type Change = { scrolled?: { area: Rect; by: number }; drawn: Rect[] };

const LINE = 13;
const BAR = 22;
const PAD = 8;
const FILM: Size = { width: 640, height: 360 };
const INK = { plain: 0xcccccc, dim: 0x8b949e, folder: 0xe2c08d, prompt: 0x4ec9b0, error: 0xf14c4c, light: 0xffffff };
const PAPER = { code: 0x1e1e1e, side: 0x252526, bar: 0x323233, status: 0x007acc, terminal: 0x181818, chosen: 0x37373d };
const TEXT_TOP = Math.floor((BAR - CELL.height) / 2);

/** A full-screen page that looks like a student's editor, drawn from a fixed seed at any size. */
export class Page {
  readonly canvas: Canvas;
  readonly #code: Rect;
  readonly #film: Rect | undefined;
  readonly #lines = codeLines(seededRandom(2024));
  #frame = 0;

  constructor(size: Size, content: Content) {
    this.canvas = new Canvas(size);
    const { width, height } = size;
    const film = { x: width - FILM.width - PAD, y: height - FILM.height - BAR - PAD, ...FILM };
    this.#film = content === 'video' ? film : undefined;
    const top = 2 * BAR;
    // The film must not be scrolled along: beside one the code keeps to the upper part.
    const room = this.#film ? Math.min(height * 0.7, film.y - PAD - top) : height * 0.7;
    const rows = Math.floor(room / LINE);
    this.#code = { x: Math.round(width * 0.18), y: top, width: Math.round(width * 0.6), height: rows * LINE };
    this.#drawAll();
  }

  /** The next line of code comes in from below. */
  scrollCode(): Change {
    const area = this.#code;
    this.canvas.scrollUp(area, LINE);
    return { scrolled: { area, by: LINE }, drawn: [this.#codeLine(area.height / LINE - 1)] };
  }

  /** The next picture of the film. */
  nextFrame(): Change {
    if (!this.#film) return { drawn: [] };
    drawPlasma(this.canvas, this.#film, this.#frame++);
    return { drawn: [this.#film] };
  }

  /** The time of day, in the upper right corner. */
  showTime(now: Date): Change {
    const text = now.toTimeString().slice(0, 8);
    const area = {
      x: this.canvas.size.width - text.length * CELL.width - PAD,
      y: 0,
      width: text.length * CELL.width,
      height: BAR,
    };
    this.canvas.fill(area, PAPER.bar);
    this.canvas.text(area.x, area.y + TEXT_TOP, [{ text, color: INK.light }], area.width);
    return { drawn: [area] };
  }

  #codeLine(row: number): Rect {
    const { x, y, width } = this.#code;
    const area = { x, y: y + row * LINE, width, height: LINE };
    this.canvas.fill(area, PAPER.code);
    this.canvas.text(x + PAD, area.y + 1, this.#lines.next().value, width - 2 * PAD);
    return area;
  }

  #drawAll(): void {
    const { canvas } = this;
    const { width, height } = canvas.size;
    const { x, y, width: codeWidth, height: codeHeight } = this.#code;
    const bottom = y + codeHeight;
    const right = x + codeWidth;
    canvas.fill({ x: 0, y: 0, width, height }, PAPER.side);
    this.#bar(0, PAPER.bar, '  File   Edit   Selection   View   Run   Terminal   Help');
    this.#tree({ x: 0, y: BAR, width: x, height: height - 2 * BAR });
    canvas.fill({ x, y: BAR, width: codeWidth / 4, height: BAR }, PAPER.code);
    canvas.text(x + PAD, BAR + TEXT_TOP, [{ text: 'exercise-4.ts   x', color: INK.light }], codeWidth);
    for (let row = 0; row < codeHeight / LINE; row++) this.#codeLine(row);
    this.#outline({ x: right, y, width: width - right, height: codeHeight });
    this.#terminal({ x, y: bottom, width: width - x, height: height - BAR - bottom });
    this.#bar(
      height - BAR,
      PAPER.status,
      '  main   0 errors   2 warnings      Ln 48, Col 12   Spaces: 2   UTF-8   TypeScript',
    );
    this.nextFrame();
  }

  #bar(y: number, paper: number, text: string): void {
    this.canvas.fill({ x: 0, y, width: this.canvas.size.width, height: BAR }, paper);
    this.canvas.text(0, y + TEXT_TOP, [{ text, color: INK.light }], this.canvas.size.width);
  }

  #tree(area: Rect): void {
    const files =
      'v LAB-7|  v src|    v model|        lesson.ts|        roster.ts|        seat.ts|    v view|        table.ts|        tile.ts|      index.ts|  v test|      lesson.test.ts|      seat.test.ts|  > dist|  > node_modules|    exercise-1.ts|    exercise-2.ts|    exercise-3.ts|    exercise-4.ts|    notes.md|    package.json|    tsconfig.json';
    this.canvas.fill({ ...area, y: area.y + PAD + 18 * (LINE + 3), height: LINE + 3 }, PAPER.chosen);
    this.#column(
      area,
      LINE + 3,
      files.split('|').map((text) => [{ text, color: /[v>] /.test(text) ? INK.folder : INK.plain }]),
    );
  }

  #outline(area: Rect): void {
    const random = seededRandom(7);
    const entry = (): Span[] => [
      { text: ['f ', 'c ', '# '][random(3)] ?? '', color: INK.prompt },
      { text: ['openLesson', 'seatOf', 'Roster', 'drawTile', 'total', 'readAnswers'][random(6)] ?? '', color: INK.dim },
    ];
    const title = [{ text: 'OUTLINE', color: INK.light }];
    this.#column(area, LINE, [title, [], ...Array.from({ length: Math.floor(area.height / LINE) - 4 }, entry)]);
  }

  #terminal(area: Rect): void {
    this.canvas.fill(area, PAPER.terminal);
    const prompt = { text: 'student@lab-07:~/lab-7$ ', color: INK.prompt };
    const plain = (text: string): Span[] => [{ text, color: INK.plain }];
    this.#column(area, LINE, [
      [
        { text: 'PROBLEMS   OUTPUT   ', color: INK.dim },
        { text: 'TERMINAL', color: INK.light },
      ],
      [],
      [prompt, { text: 'npm test', color: INK.light }],
      plain('> lab-7@1.0.0 test'),
      plain('  ok  a seat is given to one student only'),
      plain('  ok  the roster is sorted by name'),
      [{ text: '  not ok  the newest answer wins', color: INK.error }],
      [{ text: '      expected 4, got 3  (lesson.test.ts:31)', color: INK.dim }],
      plain('  2 passed, 1 failed, 0.41 s'),
      [prompt, { text: '_', color: INK.light }],
    ]);
  }

  #column(area: Rect, pitch: number, lines: readonly Span[][]): void {
    lines.forEach((line, row) => {
      const y = area.y + PAD + row * pitch;
      if (y + pitch <= area.y + area.height) this.canvas.text(area.x + PAD, y, line, area.width - 2 * PAD);
    });
  }
}
