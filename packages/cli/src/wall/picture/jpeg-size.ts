/** What the header of a JPEG says about it. */
export interface JpegHeader {
  width: number;
  height: number;
  progressive: boolean;
}

const START_OF_SCAN = 0xda;
const BASELINE_FRAMES = new Set([0xc0, 0xc1]);
const PROGRESSIVE_FRAME = 0xc2;
const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Reads a JPEG's size without decoding it; null where the bytes are no baseline or progressive JPEG. */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    at += 1;
    if (marker === 0xff) continue;
    at += 1;
    if (isStandalone(marker)) continue;
    if (marker === START_OF_SCAN || at + 2 > bytes.length) return null;
    if (BASELINE_FRAMES.has(marker) || marker === PROGRESSIVE_FRAME) {
      if (at + 7 > bytes.length) return null;
      return {
        height: view.getUint16(at + 3),
        width: view.getUint16(at + 5),
        progressive: marker === PROGRESSIVE_FRAME,
      };
    }
    at += view.getUint16(at);
  }
  return null;
}
