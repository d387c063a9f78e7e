import { type Box, fitPicture, type Size } from '../../wall/layout.js';
import type { RgbImage } from '../../wall/picture/decode-jpeg.js';
import type { Colours } from '../../wall/screen/capabilities.js';
import { palette256, trueColour } from '../../wall/screen/colour-codec.js';
import { ScreenCompositor, type ScreenOutput } from '../../wall/screen/compositor.js';
import { KittySurface } from '../../wall/screen/kitty-surface.js';
import { PictureCells } from '../../wall/screen/picture-cells.js';
import { HalfBlockSurface } from '../../wall/screen/picture-surface.js';
import { BlockPicture, cellPicture, type LivePicture } from './live-picture.js';

const STATUS_ROWS = 1;

/** What is shown: a picture, or lines of text in its place; and the status line below. */
export interface ViewFrame {
  readonly body: RgbImage | readonly string[];
  readonly status: string;
}

/** The terminal's screen while one student is viewed. */
export class ViewScreen {
  readonly #compositor: ScreenCompositor;
  readonly #picture: LivePicture;
  #size: Size;
  #pictureBox: Box | null = null;

  constructor(output: ScreenOutput, { kitty, colours, size }: { kitty: boolean; colours: Colours; size: Size }) {
    const cells = new PictureCells(colours === 'truecolor' ? trueColour : palette256);
    this.#compositor = new ScreenCompositor(output, cells);
    this.#picture = kitty
      ? new BlockPicture(new KittySurface((bytes) => this.#compositor.queue(bytes)))
      : cellPicture(new HalfBlockSurface(cells));
    this.#size = size;
    this.resize(size);
  }

  get blocked(): boolean {
    return this.#compositor.blocked;
  }

  /** Where the picture is; null: there is none. */
  get pictureBox(): Box | null {
    return this.#pictureBox;
  }

  /** The cells for the picture. */
  get area(): Box {
    const { columns, rows } = this.#size;
    return { column: 0, row: 0, columns, rows: Math.max(1, rows - STATUS_ROWS) };
  }

  /** Begins with an empty screen: at a new size, or because the terminal lost it. */
  resize(size: Size): void {
    this.#size = size;
    this.#compositor.resize(size);
    this.#picture.reset();
    this.#pictureBox = null;
  }

  show({ body, status }: ViewFrame, onDrain: () => void): void {
    const { area } = this;
    const text = 'data' in body ? [] : body;
    this.#compositor.setLines([...Array.from({ length: area.rows }, (_, row) => text[row] ?? ''), status]);
    if ('data' in body) {
      this.#picture.draw(area, body);
      this.#pictureBox = fitPicture(area, body.width, body.height);
    } else if (this.#pictureBox) {
      this.#picture.erase();
      this.#pictureBox = null;
    }
    this.#compositor.flush(onDrain);
  }

  /** Takes pictures away that are not part of the text, for whoever draws here next. */
  close(): void {
    this.#picture.erase();
    this.#compositor.setLines([]);
    this.#compositor.flush(() => undefined);
  }
}
