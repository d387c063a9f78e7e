import type { Size } from '../xvfb.js';
import { CELL, glyphRows } from './font.js';

export type Rect = { x: number; y: number; width: number; height: number };

/** A run of text in one colour (0xRRGGBB). */
export type Span = { text: string; color: number };

/** A picture in memory, one 32-bit 0x00RRGGBB a pixel: what an X server of depth 24 takes as it is. */
export class Canvas {
  readonly pixels: Uint32Array;

  constructor(readonly size: Size) {
    this.pixels = new Uint32Array(size.width * size.height);
  }

  fill({ x, y, width, height }: Rect, color: number): void {
    for (let row = y; row < y + height; row++) {
      const start = row * this.size.width + x;
      this.pixels.fill(color, start, start + width);
    }
  }

  /** Draws from the top left corner on; what does not fit into `maxWidth` pixels is left out. */
  text(x: number, y: number, spans: readonly Span[], maxWidth: number): void {
    let left = x;
    for (const { text, color } of spans) {
      for (const character of text) {
        if (left + CELL.width > x + maxWidth) return;
        this.#glyph(left, y + 1, character, color);
        left += CELL.width;
      }
    }
  }

  #glyph(x: number, y: number, character: string, color: number): void {
    let start = y * this.size.width + x;
    for (const bits of glyphRows(character)) {
      for (let column = 0; column < 5; column++) if (bits & (16 >> column)) this.pixels[start + column] = color;
      start += this.size.width;
    }
  }

  /** Moves the content of a rectangle up; its lowest `by` rows stay as they were. */
  scrollUp({ x, y, width, height }: Rect, by: number): void {
    for (let row = y; row < y + height - by; row++) {
      const from = (row + by) * this.size.width + x;
      this.pixels.copyWithin(row * this.size.width + x, from, from + width);
    }
  }
}
