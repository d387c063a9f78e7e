import { deflateSync } from 'node:zlib';
import { type Box, fitPicture } from '../layout.js';
import type { RgbImage } from '../picture/decode-jpeg.js';
import { downscale } from '../picture/downscale.js';
import { KITTY_DELETE_ALL, kittyCommand, moveTo } from './ansi.js';
import type { PictureSurface } from './picture-surface.js';

// Source of the keys: https://sw.kovidgoyal.net/kitty/graphics-protocol/
const CHUNK = 4096;
const FIRST_ID = 0x0d1d_0000;
// Somewhat below what a cell has on an ordinary screen: packing is the dearest part, and the terminal scales smoothly.
const PIXELS_PER_COLUMN = 6;
const PIXELS_PER_ROW = 12;

/** Pictures by the kitty graphics protocol: zlib-packed RGB, one image id a key, replaced by each new version. */
export class KittySurface implements PictureSurface {
  readonly #ids = new Map<string, number>();
  #nextId = FIRST_ID;

  /** `queue` takes bytes for the next update of the screen. */
  constructor(private readonly queue: (bytes: string) => void) {}

  draw(key: string, box: Box, image: RgbImage): void {
    const target = fitPicture(box, image.width, image.height);
    const width = Math.min(image.width, target.columns * PIXELS_PER_COLUMN);
    const height = Math.min(image.height, target.rows * PIXELS_PER_ROW);
    const shrink = width < image.width || height < image.height;
    const { data } = shrink ? downscale(image, width, height) : image;
    const payload = deflateSync(data, { level: 1 }).toString('base64');
    const place = `c=${target.columns},r=${target.rows},C=1`;
    const keys = `a=T,q=2,f=24,o=z,s=${width},v=${height},i=${this.#idOf(key)},p=1,${place}`;
    this.queue(moveTo(target.row, target.column) + transmission(keys, payload));
  }

  erase(key: string): void {
    const id = this.#ids.get(key);
    if (id !== undefined) this.queue(kittyCommand(`a=d,d=I,i=${id},q=2`));
    this.#ids.delete(key);
  }

  reset(): void {
    this.#ids.clear();
    this.queue(KITTY_DELETE_ALL);
  }

  #idOf(key: string): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#nextId += 1;
    this.#ids.set(key, this.#nextId);
    return this.#nextId;
  }
}

function transmission(keys: string, payload: string): string {
  let commands = '';
  for (let at = 0; at < payload.length; at += CHUNK) {
    const more = at + CHUNK < payload.length ? 1 : 0;
    commands += kittyCommand(at === 0 ? `${keys},m=${more}` : `m=${more},q=2`, payload.slice(at, at + CHUNK));
  }
  return commands;
}
