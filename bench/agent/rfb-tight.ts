import type { ByteReader } from './byte-reader.js';

// rfbproto.rst, "Tight Encoding", for pixels of 32 bits and depth 24, which travel as three bytes.
const FILL = 8;
const JPEG = 9;
const EXPLICIT_FILTER = 4;
const PALETTE_FILTER = 1;
const PIXEL_BYTES = 3;
/** Shorter data is not compressed and has no length before it. */
const SMALLEST_COMPRESSED = 12;

/** Reads one rectangle without unpacking it. */
export async function skipTightRectangle(reader: ByteReader, width: number, height: number): Promise<void> {
  const kind = (await reader.byte()) >> 4; // the lower half resets zlib streams, which nobody here keeps
  if (kind === FILL) {
    await reader.read(PIXEL_BYTES);
  } else if (kind === JPEG) {
    await reader.read(await compactLength(reader));
  } else if (kind < FILL) {
    const filter = kind & EXPLICIT_FILTER ? await reader.byte() : 0;
    const length =
      filter === PALETTE_FILTER ? await paletteLength(reader, width, height) : width * height * PIXEL_BYTES;
    await reader.read(length < SMALLEST_COMPRESSED ? length : await compactLength(reader));
  } else {
    throw new Error(`unknown kind of Tight rectangle ${kind}`);
  }
}

/** Reads the palette; gives the length of the pixels that point into it. */
async function paletteLength(reader: ByteReader, width: number, height: number): Promise<number> {
  const colors = (await reader.byte()) + 1;
  await reader.read(colors * PIXEL_BYTES);
  return colors === 2 ? Math.ceil(width / 8) * height : width * height;
}

/** One to three bytes, seven bits each from the lowest on; the third has eight. */
async function compactLength(reader: ByteReader): Promise<number> {
  const first = await reader.byte();
  if (first < 0x80) return first;
  const second = await reader.byte();
  const low = (first & 0x7f) | ((second & 0x7f) << 7);
  return second < 0x80 ? low : low | ((await reader.byte()) << 14);
}
