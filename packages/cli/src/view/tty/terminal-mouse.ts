import type { PointerButton } from '@didacto/sdk/live';
import type { Box } from '../../wall/layout.js';
import type { InputSender } from '../page/input-sender.js';
import { placeOn } from '../page/picture-place.js';

/** One report of the mouse; the cell is counted from 0. */
export type MouseReport = { readonly column: number; readonly row: number } & (
  | { readonly action: 'move' }
  | { readonly action: 'down' | 'up'; readonly button: PointerButton }
  | { readonly action: 'wheel'; readonly dx: number; readonly dy: number }
);

const buttons: readonly PointerButton[] = ['left', 'middle', 'right'];
const wheel = [
  { dx: 0, dy: -1 },
  { dx: 0, dy: 1 },
  { dx: -1, dy: 0 },
  { dx: 1, dy: 0 },
] as const;
const [moving, turning, more] = [32, 64, 128];

/** Reads a report of the SGR mode (1006): `ESC [ < 0 ; 12 ; 5 M`. Undefined for buttons that nobody has. */
export function mouseReport(parameters: string, final: string): MouseReport | undefined {
  const [code, x, y] = parameters.split(';').map(Number);
  if (code === undefined || !x || !y || (code & more) !== 0) return undefined;
  const cell = { column: x - 1, row: y - 1 };
  if ((code & turning) !== 0) {
    const turn = wheel[code & 3];
    return turn && final === 'M' ? { ...cell, action: 'wheel', ...turn } : undefined;
  }
  if ((code & moving) !== 0) return { ...cell, action: 'move' };
  const button = buttons[code & 3];
  return button && { ...cell, action: final === 'M' ? 'down' : 'up', button };
}

const contains = (box: Box, { column, row }: MouseReport): boolean =>
  column >= box.column && column < box.column + box.columns && row >= box.row && row < box.row + box.rows;

/** Plays the mouse over the picture; what begins beside it is not the student's. */
export class TerminalMouse {
  readonly #held = new Set<PointerButton>();

  constructor(private readonly sender: Pick<InputSender, 'move' | 'button' | 'wheel'>) {}

  take(report: MouseReport, picture: Box): void {
    const { sender } = this;
    const inside = contains(picture, report);
    const at = placeIn(picture, report);
    if (report.action === 'up') {
      if (this.#held.delete(report.button)) sender.button(report.button, false, at);
    } else if (report.action === 'move') {
      if (inside || this.#held.size > 0) sender.move(at);
    } else if (inside && report.action === 'down') {
      this.#held.add(report.button);
      sender.button(report.button, true, at);
    } else if (inside && report.action === 'wheel') {
      sender.wheel(report.dx, report.dy, at);
    }
  }
}

/** The middle of a cell as a place on the student's screen, 0 to 1. */
const placeIn = ({ column, row, columns, rows }: Box, report: MouseReport) =>
  placeOn(
    { left: column, top: row, width: columns, height: rows },
    { clientX: report.column + 0.5, clientY: report.row + 0.5 },
  );
