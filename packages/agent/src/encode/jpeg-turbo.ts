import { createRequire } from 'node:module';

type JpegTurbo = typeof import('@julusian/jpeg-turbo');

const jpegTurbo: JpegTurbo = createRequire(import.meta.url)('@julusian/jpeg-turbo');

/** 4:2:0: an MCU is 16 x 16 pixels. */
export const unitSize = 16;

/** A part of a picture in memory, in pixels. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

const options = { format: jpegTurbo.FORMAT_BGRX, subsampling: jpegTurbo.SAMP_420 };

/** How much of its colour a JPEG keeps: `half` a pixel in four, `full` all of it, as coloured text needs. */
export type Chroma = 'half' | 'full';
const samplings: Readonly<Record<Chroma, number>> = { half: jpegTurbo.SAMP_420, full: jpegTurbo.SAMP_444 };

/**
 * Encodes a region of BGRX pixels as a baseline JPEG with the standard Huffman tables, so that all JPEGs of one quality
 * have the same tables.
 * @param stride pixels from row to row; the library wants a whole row after the region's last one to be in the buffer
 * @param out room for the JPEG, at least `largestJpeg` of the region
 * @returns a view into `out`
 */
export function encodeRegion(
  pixels: Buffer,
  stride: number,
  region: Region,
  quality: number,
  out: Buffer,
  chroma: Chroma = 'half',
): Buffer {
  const start = (region.y * stride + region.x) * 4;
  const { width, height } = region;
  const subsampling = samplings[chroma];
  return jpegTurbo.compressSync(pixels.subarray(start), out, {
    ...options,
    subsampling,
    width,
    height,
    stride,
    quality,
  });
}

/** Bytes of which no JPEG of this size needs more. */
export const largestJpeg = (width: number, height: number, chroma: Chroma = 'half'): number =>
  jpegTurbo.bufferSize({ width, height, subsampling: samplings[chroma] });
