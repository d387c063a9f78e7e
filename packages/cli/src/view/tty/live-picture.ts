import { type Box, fitPicture } from '../../wall/layout.js';
import type { RgbImage } from '../../wall/picture/decode-jpeg.js';
import { downscale } from '../../wall/picture/downscale.js';
import type { PictureSurface } from '../../wall/screen/picture-surface.js';

/** Shows one moving picture. */
export interface LivePicture {
  draw(box: Box, image: RgbImage): void;
  erase(): void;
  /** Says that the terminal has forgotten everything. */
  reset(): void;
}

const KEY = 'live';

/** By half blocks, whose grid itself writes only cells that changed. */
export const cellPicture = (surface: PictureSurface): LivePicture => ({
  draw: (box, image) => surface.draw(KEY, box, image),
  erase: () => surface.erase(KEY),
  reset: () => surface.reset(),
});

// The cells of a block. Large ones are packed better, small ones carry less that did not change.
const [BLOCK_COLUMNS, BLOCK_ROWS] = [20, 8];
/** Pixels across a cell, and half of those down it. */
const MOST_PIXELS_ACROSS = 6;

/** By graphics, as blocks of whole cells, of which only those that changed are sent. */
export class BlockPicture implements LivePicture {
  #shown: { readonly box: Box; readonly image: RgbImage } | null = null;
  readonly #keys = new Set<string>();

  constructor(private readonly surface: PictureSurface) {}

  draw(box: Box, image: RgbImage): void {
    const target = fitPicture(box, image.width, image.height);
    const across = Math.max(1, Math.min(MOST_PIXELS_ACROSS, Math.floor(image.width / target.columns)));
    const scaled = downscale(image, target.columns * across, target.rows * across * 2);
    if (this.#shown && !sameShape(this.#shown, target, scaled)) this.erase();
    for (let row = 0; row < target.rows; row += BLOCK_ROWS) {
      for (let column = 0; column < target.columns; column += BLOCK_COLUMNS) {
        const columns = Math.min(BLOCK_COLUMNS, target.columns - column);
        const rows = Math.min(BLOCK_ROWS, target.rows - row);
        this.#drawBlock({ column, row, columns, rows }, target, scaled, across);
      }
    }
    this.#shown = { box: target, image: scaled };
  }

  erase(): void {
    for (const key of this.#keys) this.surface.erase(key);
    this.#keys.clear();
    this.#shown = null;
  }

  reset(): void {
    this.#keys.clear();
    this.#shown = null;
    this.surface.reset();
  }

  #drawBlock(block: Box, target: Box, image: RgbImage, across: number): void {
    const part = cut(image, block, across);
    const before = this.#shown && cut(this.#shown.image, block, across);
    if (before && Buffer.compare(before.data, part.data) === 0) return;
    const key = `${block.column},${block.row}`;
    this.#keys.add(key);
    this.surface.draw(key, { ...block, column: target.column + block.column, row: target.row + block.row }, part);
  }
}

function sameShape(shown: { readonly box: Box; readonly image: RgbImage }, box: Box, image: RgbImage): boolean {
  const { box: before, image: old } = shown;
  return (
    before.column === box.column && before.row === box.row && old.width === image.width && old.height === image.height
  );
}

function cut(image: RgbImage, block: Box, across: number): RgbImage {
  const [width, height] = [block.columns * across, block.rows * across * 2];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const from = ((block.row * across * 2 + y) * image.width + block.column * across) * 3;
    data.set(image.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, data };
}
