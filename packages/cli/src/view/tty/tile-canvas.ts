import { readTiles, type Tile, type TileMessage } from '@didacto/sdk/live';
import type { JpegDecoder, RgbImage } from '../../wall/picture/decode-jpeg.js';

/** What became of a message: a picture is whole now, more of it is to come, or it cannot be used. */
export type Taken =
  | { readonly kind: 'drawn'; readonly sequence: number }
  | { readonly kind: 'more' }
  | { readonly kind: 'broken' };

const broken: Taken = { kind: 'broken' };
// More than is asked for; what a student's side says is not to be trusted.
const MOST_PIXELS = 4_000_000;
const MOST_HELD_BYTES = 16 * 1024 * 1024;

/** A picture kept up to date by changed tiles. What comes in several messages is drawn with the last of them. */
export class TileCanvas {
  #image: RgbImage | null = null;
  #held: TileMessage[] = [];
  #heldBytes = 0;

  constructor(private readonly decode: JpegDecoder) {}

  /** As it is now; the next message changes it. Null until a whole picture came. */
  get image(): RgbImage | null {
    return this.#image;
  }

  /** Forgets everything: another session sends now. */
  reset(): void {
    this.#image = null;
    this.#drop();
  }

  /** Takes one message of the channel `tiles`. After a broken one only a whole picture helps. */
  take(bytes: Uint8Array): Taken {
    const message = readTiles(bytes);
    if (message === undefined || !this.#fits(message)) return this.#break();
    this.#held.push(message);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > MOST_HELD_BYTES) return this.#break();
    if (!message.complete) return { kind: 'more' };
    const { width, height } = message;
    const image = this.#held.some(({ whole }) => whole) ? this.#blank(width, height) : this.#image;
    const tiles = this.#held.flatMap((held) => held.tiles);
    this.#drop();
    if (image === null || !tiles.every((tile) => this.#put(image, tile))) return this.#break();
    this.#image = image;
    return { kind: 'drawn', sequence: message.sequence };
  }

  #fits({ whole, width, height }: TileMessage): boolean {
    const before = this.#held.at(-1) ?? (whole ? undefined : (this.#image ?? { width: 0, height: 0 }));
    if (before === undefined) return width * height <= MOST_PIXELS;
    return before.width === width && before.height === height;
  }

  #blank(width: number, height: number): RgbImage {
    const known = this.#image;
    if (known && known.width === width && known.height === height) return known;
    return { width, height, data: new Uint8Array(width * height * 3) };
  }

  #put(image: RgbImage, tile: Tile): boolean {
    const decoded = this.decode(tile.jpeg);
    if (decoded === null || decoded.width !== tile.width || decoded.height !== tile.height) return false;
    const row = tile.width * 3;
    for (let y = 0; y < tile.height; y += 1) {
      image.data.set(decoded.data.subarray(y * row, (y + 1) * row), ((tile.y + y) * image.width + tile.x) * 3);
    }
    return true;
  }

  #drop(): void {
    this.#held = [];
    this.#heldBytes = 0;
  }

  #break(): Taken {
    this.reset();
    return broken;
  }
}
