import { readJpegHeader } from './jpeg-size.js';

/** A decoded picture: 3 bytes a pixel, row by row. */
export interface RgbImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Decodes one JPEG; null where it is none or breaks the limits. The result is valid until the next call. */
export type JpegDecoder = (jpeg: Uint8Array) => RgbImage | null;

// Pictures come from lab PCs and are not to be trusted: what is larger than any screen we capture is refused unread,
// and so is a progressive file of many scans, which costs seconds while it is only some kilobytes.
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_PIXELS = 4_000_000;
const MAX_SCANS = 20;

/** The number of pixels of a picture within the limits, otherwise null. */
function acceptedPixels(jpeg: Uint8Array): number | null {
  if (jpeg.length > MAX_BYTES) return null;
  const header = readJpegHeader(jpeg);
  if (header === null) return null;
  const pixels = header.width * header.height;
  if (pixels === 0 || pixels > MAX_PIXELS) return null;
  return header.progressive && countScans(jpeg) > MAX_SCANS ? null : pixels;
}

function countScans(jpeg: Uint8Array): number {
  let scans = 0;
  for (let at = jpeg.indexOf(0xff); at !== -1; at = jpeg.indexOf(0xff, at + 1)) {
    if (jpeg[at + 1] === 0xda) scans += 1;
  }
  return scans;
}

/** The native decoder with its limits, or null where there is no build of it for this platform. */
export async function loadJpegDecoder(): Promise<JpegDecoder | null> {
  const native = await import('@julusian/jpeg-turbo').catch(() => null);
  if (native === null) return null;
  // A CommonJS module: Node finds its constants only on the default export.
  const { decompressSync, FORMAT_RGB } = native.default;
  let scratch = Buffer.alloc(1280 * 720 * 3);
  return (jpeg) => {
    const pixels = acceptedPixels(jpeg);
    if (pixels === null) return null;
    if (pixels * 3 > scratch.length) scratch = Buffer.alloc(pixels * 3);
    const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
    try {
      const { width, height, data } = decompressSync(bytes, scratch, { format: FORMAT_RGB });
      return { width, height, data };
    } catch {
      // A broken picture is an answer (the tile says so), not a failure of the wall.
      return null;
    }
  };
}
