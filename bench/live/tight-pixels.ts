import { createRequire } from 'node:module';
import { createInflate, type Inflate } from 'node:zlib';
import { ByteReader } from '../agent/byte-reader.js';
import type { Rectangle } from '../agent/rfb-client.js';
import type { TightRectangle } from '../agent/rfb-tight.js';

const jpegTurbo: typeof import('@julusian/jpeg-turbo') = createRequire(import.meta.url)('@julusian/jpeg-turbo');

const PIXEL_BYTES = 3;
const STREAMS = [0, 1, 2, 3] as const;
const PALETTE_FILTER = 1;

/** The green of a rectangle's pixel, counted from its corner. */
export type GreenAt = (x: number, y: number) => number;

type Stream = { inflate: Inflate; reader: ByteReader };

/** Unpacks the Tight rectangles of one connection, all of them and in order: what is packed goes on from one to the next. */
export class TightPixels {
  readonly #streams: (Stream | undefined)[] = [];

  async unpack({ width, height }: Rectangle, tight: TightRectangle): Promise<GreenAt> {
    for (const stream of STREAMS) if ((tight.resets >> stream) & 1) this.#close(stream);
    if (tight.kind === 'fill') return () => tight.pixel[1] ?? 0;
    if (tight.kind === 'jpeg') return greenOfJpeg(tight.jpeg);
    const data = tight.isCompressed ? await this.#inflate(tight.stream, tight.data, tight.length) : tight.data;
    return greenOf(tight, data, width, height);
  }

  close(): void {
    for (const stream of STREAMS) this.#close(stream);
  }

  #close(index: number): void {
    this.#streams[index]?.inflate.close();
    this.#streams[index] = undefined;
  }

  async #inflate(index: number, data: Buffer, length: number): Promise<Buffer> {
    const inflate = this.#streams[index]?.inflate ?? createInflate();
    const stream = this.#streams[index] ?? { inflate, reader: new ByteReader(inflate) };
    this.#streams[index] = stream;
    stream.inflate.write(data);
    return stream.reader.read(length);
  }
}

/** Decoded only where somebody looks. */
function greenOfJpeg(jpeg: Buffer): GreenAt {
  let decoded: { data: Buffer; width: number } | undefined;
  return (x, y) => {
    decoded ??= jpegTurbo.decompressSync(jpeg, { format: jpegTurbo.FORMAT_RGB });
    return decoded.data[(y * decoded.width + x) * PIXEL_BYTES + 1] ?? 0;
  };
}

function greenOf(
  { filter, palette }: { filter: number; palette: Buffer | undefined },
  data: Buffer,
  width: number,
  height: number,
): GreenAt {
  if (palette === undefined) {
    if (filter > PALETTE_FILTER)
      throw new Error(`Tight rectangles of ${width}x${height} with gradients are not read here`);
    return (x, y) => data[(y * width + x) * PIXEL_BYTES + 1] ?? 0;
  }
  const isOneBit = palette.length === 2 * PIXEL_BYTES;
  const lineBytes = Math.ceil(width / 8);
  const indexAt = (x: number, y: number) =>
    isOneBit ? ((data[y * lineBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 : (data[y * width + x] ?? 0);
  return (x, y) => palette[indexAt(x, y) * PIXEL_BYTES + 1] ?? 0;
}
