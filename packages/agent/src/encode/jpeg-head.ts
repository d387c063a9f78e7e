import { readPictureHeader } from '@didacto/sdk/picture';
import { encodeRegion, largestJpeg, unitSize } from './jpeg-turbo.js';
import type { Size } from './scale.js';

const sof0 = 0xc0;
const dri = 0xdd;
/** The scan's header of three components ends the head. */
const scanHeaderBytes = 14;

/** A JPEG's head for tiles that are encoded one by one. */
export interface TiledHead {
  /** Everything up to and including the scan's header, with size and restart interval of the whole picture. */
  bytes: Uint8Array;
  /** Length of the head that each tile's own JPEG has. */
  tileHeadBytes: number;
}

/**
 * Makes the head of a picture from that of a tile: of one quality, the JPEG library gives both the same tables.
 * @param units MCUs from one restart marker to the next
 */
export function makeHead({ width, height }: Size, units: number, quality: number): TiledHead {
  const blank = Buffer.alloc(unitSize * (unitSize + 1) * 4);
  const region = { x: 0, y: 0, width: unitSize, height: unitSize };
  const tile = encodeRegion(blank, unitSize, region, quality, Buffer.alloc(largestJpeg(unitSize, unitSize)));
  const header = readPictureHeader(tile);
  if (!header.ok) throw new Error(`the JPEG library made a picture that is ${header.problem}`);

  const tileHeadBytes = header.value.bytes;
  const scanHeader = tileHeadBytes - scanHeaderBytes;
  const restart = Buffer.from([0xff, dri, 0, 4, units >> 8, units & 0xff]);
  const bytes = Buffer.concat([tile.subarray(0, scanHeader), restart, tile.subarray(scanHeader, tileHeadBytes)]);
  const frame = findSegment(bytes, sof0);
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return { bytes, tileHeadBytes };
}

/** Where a marker segment begins in a head that is known to be sound and to have it. */
function findSegment(head: Buffer, code: number): number {
  let at = 2;
  while (head[at + 1] !== code) at += 2 + head.readUInt16BE(at + 2);
  return at;
}
