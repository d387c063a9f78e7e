import {
  assemblePicture,
  type PictureResult,
  replaceSegments,
  type SegmentChange,
  type TiledPicture,
} from '@didacto/sdk/picture';
import { makeHead } from './jpeg-head.js';
import { encodeRegion, largestJpeg, type Region, unitSize } from './jpeg-turbo.js';
import type { Size } from './scale.js';
import { layTiles } from './tile-grid.js';

/** A picture, and whether it differs from the one before. */
export interface EncodedPicture {
  picture: TiledPicture;
  changed: boolean;
}

export interface EncoderOptions extends Size {
  /** 1 to 100. */
  quality: number;
  /** MCUs of 16 x 16 pixels that a tile has at most. */
  tileUnits: number;
}

/** Encodes pictures of one size; only the tiles that changed since the last picture are encoded again. */
export interface PictureEncoder {
  /** Where the next picture's BGRX words go before `encode`, rows without gaps. */
  readonly canvas: Int32Array;
  encode(): EncodedPicture;
}

const endMarkerBytes = 2;

export function createPictureEncoder({ width, height, quality, tileUnits }: EncoderOptions): PictureEncoder {
  const { units, tiles } = layTiles({ width, height }, tileUnits);
  const head = makeHead({ width, height }, units, quality);
  // The JPEG library wants one row more than there is.
  const canvas = new Int32Array(width * (height + 1));
  const pixels = Buffer.from(canvas.buffer);
  const previous = new Int32Array(canvas.length);
  const room = Buffer.alloc(largestJpeg(units * unitSize, unitSize));
  let last: TiledPicture | undefined;

  const segmentOf = (tile: Region): Uint8Array => {
    const jpeg = encodeRegion(pixels, width, tile, quality, room);
    return new Uint8Array(jpeg.subarray(head.tileHeadBytes, jpeg.length - endMarkerBytes));
  };
  const encodeAll = (): TiledPicture => sound(assemblePicture(head.bytes, tiles.map(segmentOf)));
  const encodeChanges = (base: TiledPicture): TiledPicture => {
    const changes: SegmentChange[] = [];
    tiles.forEach((tile, index) => {
      if (differs(canvas, previous, width, tile)) changes.push({ index, bytes: segmentOf(tile) });
    });
    return changes.length === 0 ? base : sound(replaceSegments(base, changes));
  };
  return {
    canvas,
    encode() {
      const picture = last === undefined ? encodeAll() : encodeChanges(last);
      const changed = picture !== last;
      if (changed) previous.set(canvas);
      last = picture;
      return { picture, changed };
    },
  };
}

function differs(a: Int32Array, b: Int32Array, stride: number, tile: Region): boolean {
  for (let y = tile.y; y < tile.y + tile.height; y++) {
    const start = y * stride + tile.x;
    for (let i = start; i < start + tile.width; i++) if (a[i] !== b[i]) return true;
  }
  return false;
}

function sound<T>(result: PictureResult<T>): T {
  if (!result.ok) throw new Error(`the JPEG library made a picture that is ${result.problem}`);
  return result.value;
}
