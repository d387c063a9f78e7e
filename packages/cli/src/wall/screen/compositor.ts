import type { Size } from '../layout.js';
import { BEGIN_UPDATE, CSI, END_UPDATE, moveTo, RESET_STYLE } from './ansi.js';
import type { PictureCells } from './picture-cells.js';

/** What the compositor needs of the terminal's output stream. */
export interface ScreenOutput {
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/**
 * Owns the real screen. It keeps the lines of text that are to be shown, lays the picture cells over them, and on
 * `flush` writes only what differs from what the terminal shows, in one synchronized update.
 */
export class ScreenCompositor {
  #size: Size = { columns: 0, rows: 0 };
  #lines: readonly string[] = [];
  #shownLines: (string | null)[] = [];
  #queued = '';
  #cursor: { row: number; column: number } | null = null;
  #shownCursor = '';
  #blocked = false;

  constructor(
    private readonly output: ScreenOutput,
    private readonly cells: PictureCells,
  ) {}

  /** Forgets what the terminal shows; the next flush writes everything. */
  resize(size: Size): void {
    this.#size = size;
    this.#shownLines = Array.from({ length: size.rows }, () => null);
    this.#shownCursor = '';
    this.cells.resize(size);
  }

  /** The text of the whole screen, a line a row, styled with SGR sequences only. */
  setLines(lines: readonly string[]): void {
    this.#lines = lines;
  }

  /** Where the cursor shows, for typing (an input method composes there); null hides it. */
  setCursor(cursor: { row: number; column: number } | null): void {
    this.#cursor = cursor;
  }

  /** Adds bytes to the next flush, after its lines. */
  queue(bytes: string): void {
    this.#queued += bytes;
  }

  /** Whether the terminal has not yet taken what was written before. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** Writes what changed; `onDrain` is called once the terminal can take more, if it could not take this at once. */
  flush(onDrain: () => void): void {
    const body = this.#changedRows() + this.#queued;
    const cursor = this.#cursorBytes();
    this.#queued = '';
    if (body === '' && cursor === this.#shownCursor) return;
    this.#shownCursor = cursor;
    const styled = body === '' ? '' : body + RESET_STYLE;
    if (this.output.write(BEGIN_UPDATE + styled + cursor + END_UPDATE)) return;
    this.#blocked = true;
    this.output.once('drain', () => {
      this.#blocked = false;
      onDrain();
    });
  }

  #changedRows(): string {
    let bytes = '';
    for (let row = 0; row < this.#size.rows; row += 1) {
      const line = this.#lines[row] ?? '';
      if (line !== this.#shownLines[row] || this.cells.uncovers(row)) {
        // Erased first: at the end of a full line the cursor still stands on its last cell.
        bytes += `${moveTo(row, 0)}${RESET_STYLE}${CSI}2K${line}${RESET_STYLE}`;
        this.#shownLines[row] = line;
        this.cells.overwritten(row);
      }
      const cells = this.cells.changes(row);
      if (cells !== '') bytes += cells + RESET_STYLE;
    }
    return bytes;
  }

  #cursorBytes(): string {
    return this.#cursor === null ? `${CSI}?25l` : `${moveTo(this.#cursor.row, this.#cursor.column)}${CSI}?25h`;
  }
}
