import { readTiles, type Tile, type TileMessage } from '@didacto/sdk/live';
import { decodeJpeg } from './decode-jpeg.js';

interface Decoded extends Pick<Tile, 'x' | 'y'> {
  readonly image: Awaited<ReturnType<typeof decodeJpeg>>;
}

interface TileCanvasParts {
  readonly canvas: HTMLCanvasElement;
  /** A picture is on the canvas: the sequence of its last message. */
  readonly drawn: (sequence: number) => void;
  /** Something of a picture is missing or cannot be read. */
  readonly broken: () => void;
}

/** Draws changed tiles. A picture that comes in several messages is drawn at once, with its last. */
export class TileCanvas {
  readonly #context: CanvasRenderingContext2D;
  #parts: Promise<Decoded[]>[] = [];
  #done = Promise.resolve();
  /** Until a whole picture came, tiles would be drawn on nothing. */
  #hasWhole = false;
  #generation = 0;

  constructor(private readonly parts: TileCanvasParts) {
    const context = parts.canvas.getContext('2d', { alpha: false, desynchronized: true });
    if (context === null) throw new Error('This browser draws no pictures');
    this.#context = context;
  }

  /** Forgets what was drawn: another session sends now. */
  reset(): void {
    this.#generation += 1;
    this.#parts = [];
    this.#hasWhole = false;
  }

  /** Takes one message of the channel `tiles`. */
  take(bytes: Uint8Array): void {
    const message = readTiles(bytes);
    if (message?.whole) this.#hasWhole = true;
    if (message === undefined || !this.#hasWhole) {
      this.#break();
      return;
    }
    this.#parts.push(decode(message.tiles));
    if (!message.complete) return;
    const picture = Promise.all(this.#parts.splice(0));
    picture.catch(() => undefined);
    const generation = this.#generation;
    // One after the other, as they came; they are decoded side by side.
    this.#done = this.#done.then(() => this.#draw(message, picture, generation));
  }

  async #draw(message: TileMessage, picture: Promise<Decoded[][]>, generation: number): Promise<void> {
    try {
      const tiles = (await picture).flat();
      if (generation !== this.#generation) {
        for (const { image } of tiles) image.close();
        return;
      }
      const { canvas } = this.#context;
      // Setting a size clears the canvas, so only where it changes, and with what is drawn in the same moment.
      if (canvas.width !== message.width || canvas.height !== message.height)
        [canvas.width, canvas.height] = [message.width, message.height];
      for (const { image, x, y } of tiles) {
        this.#context.drawImage(image, x, y);
        image.close();
      }
      this.parts.drawn(message.sequence);
    } catch {
      if (generation === this.#generation) this.#break();
    }
  }

  #break(): void {
    this.reset();
    this.parts.broken();
  }
}

const decode = (tiles: readonly Tile[]): Promise<Decoded[]> =>
  Promise.all(tiles.map(async ({ x, y, jpeg }) => ({ x, y, image: await decodeJpeg(jpeg) })));
