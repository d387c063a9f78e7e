import type { Box, Size } from '../layout.js';
import type { RgbImage } from '../picture/decode-jpeg.js';
import { CSI, HALF_BLOCK, moveTo, RESET_STYLE } from './ansi.js';
import type { ColourCodec } from './colour-codec.js';

/** A cell without picture: the line's text shows there. */
const TEXT = -1;

/** A grid of half-block cells (two pixels each): what is to be shown, and what the terminal shows. */
export class PictureCells {
  #size: Size = { columns: 0, rows: 0 };
  #top = new Int32Array();
  #bottom = new Int32Array();
  #shownTop = new Int32Array();
  #shownBottom = new Int32Array();
  #touched: boolean[] = [];

  constructor(private readonly codec: ColourCodec) {}

  /** Starts anew with an empty grid. */
  resize(size: Size): void {
    this.#size = size;
    const empty = () => new Int32Array(size.columns * size.rows).fill(TEXT);
    [this.#top, this.#bottom, this.#shownTop, this.#shownBottom] = [empty(), empty(), empty(), empty()];
    this.#touched = Array.from({ length: size.rows }, () => false);
  }

  /** Puts a picture of exactly `columns` x 2 `rows` pixels into a box. */
  draw(box: Box, image: RgbImage): void {
    const { data } = image;
    for (let row = 0; row < box.rows; row += 1) {
      let cell = (box.row + row) * this.#size.columns + box.column;
      let upper = row * 2 * box.columns * 3;
      let lower = upper + box.columns * 3;
      for (let column = 0; column < box.columns; column += 1) {
        this.#top[cell] = this.codec.encode(data[upper] ?? 0, data[upper + 1] ?? 0, data[upper + 2] ?? 0);
        this.#bottom[cell] = this.codec.encode(data[lower] ?? 0, data[lower + 1] ?? 0, data[lower + 2] ?? 0);
        cell += 1;
        upper += 3;
        lower += 3;
      }
      this.#touched[box.row + row] = true;
    }
  }

  /** Takes the picture out of a box. */
  clear(box: Box): void {
    for (let row = box.row; row < box.row + box.rows; row += 1) {
      const start = row * this.#size.columns + box.column;
      this.#top.fill(TEXT, start, start + box.columns);
      this.#bottom.fill(TEXT, start, start + box.columns);
      this.#touched[row] = true;
    }
  }

  /** Whether a row shows a picture cell where text belongs now, so that its line has to be written again. */
  uncovers(row: number): boolean {
    if (!this.#touched[row]) return false;
    const start = row * this.#size.columns;
    for (let cell = start; cell < start + this.#size.columns; cell += 1) {
      if (this.#top[cell] === TEXT && this.#shownTop[cell] !== TEXT) return true;
    }
    return false;
  }

  /** Says that a row's line was written over its cells. */
  overwritten(row: number): void {
    const start = row * this.#size.columns;
    this.#shownTop.fill(TEXT, start, start + this.#size.columns);
    this.#touched[row] = true;
  }

  /** The bytes that bring a row up to date: changed cells only. */
  changes(row: number): string {
    if (!this.#touched[row]) return '';
    this.#touched[row] = false;
    const start = row * this.#size.columns;
    let output = '';
    let cursor = -1;
    let [foreground, background] = [TEXT, TEXT];
    for (let cell = start; cell < start + this.#size.columns; cell += 1) {
      const [top, bottom] = [this.#top[cell] ?? TEXT, this.#bottom[cell] ?? TEXT];
      if (top === TEXT || (top === this.#shownTop[cell] && bottom === this.#shownBottom[cell])) continue;
      if (this.#cutsText(cell, start)) {
        output += `${moveTo(row, cell - start)}${RESET_STYLE} `;
        [cursor, foreground, background] = [-1, TEXT, TEXT];
      }
      if (cursor !== cell) output += moveTo(row, cell - start);
      const style = this.#style(top === bottom ? foreground : top, bottom, foreground, background);
      output += style + (top === bottom ? ' ' : HALF_BLOCK);
      if (top !== bottom) foreground = top;
      background = bottom;
      cursor = cell + 1;
      this.#shownTop[cell] = top;
      this.#shownBottom[cell] = bottom;
    }
    return output;
  }

  /**
   * Whether a cell comes to lie over text and beside text. Where it covers one half of a wide character, terminals blank
   * the other half in the colours of what is written; so a plain space goes first.
   */
  #cutsText(cell: number, start: number): boolean {
    if (this.#shownTop[cell] !== TEXT) return false;
    const isText = (at: number) => at >= start && at < start + this.#size.columns && this.#top[at] === TEXT;
    return isText(cell - 1) || isText(cell + 1);
  }

  #style(top: number, bottom: number, foreground: number, background: number): string {
    const parts: string[] = [];
    if (top !== foreground) parts.push(this.codec.foreground(top));
    if (bottom !== background) parts.push(this.codec.background(bottom));
    return parts.length === 0 ? '' : `${CSI}${parts.join(';')}m`;
  }
}
