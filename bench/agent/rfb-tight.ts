import type { ByteReader } from './byte-reader.js';

// rfbproto.rst, "Tight Encoding", for pixels of 32 bits and depth 24, which travel as three bytes.
const FILL = 8;
const JPEG = 9;
const EXPLICIT_FILTER = 4;
const PALETTE_FILTER = 1;
const PIXEL_BYTES = 3;
/** Shorter data is not compressed and has no length before it. */
const SMALLEST_COMPRESSED = 12;

/** What a rectangle holds, still packed. */
export type TightRectangle = {
  /** Zlib streams that begin anew, as bits. */
  resets: number;
} & (
  | { kind: 'fill'; pixel: Buffer }
  | { kind: 'jpeg'; jpeg: Buffer }
  | {
      kind: 'basic';
      /** One of four, that go on from rectangle to rectangle. */
      stream: number;
      filter: number;
      palette: Buffer | undefined;
      data: Buffer;
      /** Of the data when it is unpacked. */
      length: number;
      isCompressed: boolean;
    }
);

/** Reads one rectangle without unpacking it. */
export async function readTightRectangle(reader: ByteReader, width: number, height: number): Promise<TightRectangle> {
  const control = await reader.byte();
  const [kind, resets] = [control >> 4, control & 15];
  if (kind === FILL) return { kind: 'fill', resets, pixel: await reader.read(PIXEL_BYTES) };
  if (kind === JPEG) return { kind: 'jpeg', resets, jpeg: await reader.read(await compactLength(reader)) };
  if (kind > FILL) throw new Error(`unknown kind of Tight rectangle ${kind}`);
  const filter = kind & EXPLICIT_FILTER ? await reader.byte() : 0;
  const palette = filter === PALETTE_FILTER ? await readPalette(reader) : undefined;
  const length = palette === undefined ? width * height * PIXEL_BYTES : indexBytes(palette, width, height);
  const isCompressed = length >= SMALLEST_COMPRESSED;
  const data = await reader.read(isCompressed ? await compactLength(reader) : length);
  return { kind: 'basic', resets, stream: kind & 3, filter, palette, data, length, isCompressed };
}

async function readPalette(reader: ByteReader): Promise<Buffer> {
  const colors = (await reader.byte()) + 1;
  return reader.read(colors * PIXEL_BYTES);
}

/** Of the pixels that point into a palette. */
function indexBytes(palette: Buffer, width: number, height: number): number {
  return palette.length === 2 * PIXEL_BYTES ? Math.ceil(width / 8) * height : width * height;
}

/** One to three bytes, seven bits each from the lowest on; the third has eight. */
async function compactLength(reader: ByteReader): Promise<number> {
  const first = await reader.byte();
  if (first < 0x80) return first;
  const second = await reader.byte();
  const low = (first & 0x7f) | ((second & 0x7f) << 7);
  return second < 0x80 ? low : low | ((await reader.byte()) << 14);
}
