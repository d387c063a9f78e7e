import { type Box, fitPicture } from '../layout.js';
import type { RgbImage } from '../picture/decode-jpeg.js';
import { downscale } from '../picture/downscale.js';
import type { PictureCells } from './picture-cells.js';

/** A way to show pictures on the screen, each under its own key. */
export interface PictureSurface {
  /** Shows a picture in a box, in place of what the key showed before. */
  draw(key: string, box: Box, image: RgbImage): void;
  /** Takes a picture away. */
  erase(key: string): void;
  /** Says that the terminal has forgotten everything. */
  reset(): void;
}

/** Pictures of half-block characters, for every terminal with colours. */
export class HalfBlockSurface implements PictureSurface {
  readonly #boxes = new Map<string, Box>();

  constructor(private readonly cells: PictureCells) {}

  draw(key: string, box: Box, image: RgbImage): void {
    const target = fitPicture(box, image.width, image.height);
    const before = this.#boxes.get(key);
    if (before && !sameBox(before, target)) this.cells.clear(before);
    this.#boxes.set(key, target);
    this.cells.draw(target, downscale(image, target.columns, target.rows * 2));
  }

  erase(key: string): void {
    const box = this.#boxes.get(key);
    if (box) this.cells.clear(box);
    this.#boxes.delete(key);
  }

  reset(): void {
    this.#boxes.clear();
  }
}

/** Whether two boxes cover the same cells. */
export function sameBox(a: Box, b: Box): boolean {
  return a.column === b.column && a.row === b.row && a.columns === b.columns && a.rows === b.rows;
}
