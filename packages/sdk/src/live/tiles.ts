/** A rectangle of the picture as its own JPEG. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
}

/**
 * Changed rectangles of a picture, as one message of the channel `tiles`.
 *
 * Bytes, little-endian: version (uint8, 1), flags (uint8: 1 whole, 2 complete), number of tiles (uint16), sequence
 * (uint32), capturedAt (float64), width, height (uint16); then per tile x, y, width, height (uint16), length (uint32) and
 * the JPEG.
 */
export interface TileMessage {
  /** The tiles of the picture this belongs to cover all of it: forget what was before. */
  readonly whole: boolean;
  /** The last message of its picture: draw now. */
  readonly complete: boolean;
  /** 0 to 2^32 - 1. */
  readonly sequence: number;
  /** The sender's clock, ms. */
  readonly capturedAt: number;
  /** Of the whole picture. */
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly Tile[];
}

/** A picture that needs more is several messages. */
export const mostTileMessageBytes = 200_000;
export const tileMessageHeadBytes = 20;
export const tileHeadBytes = 12;

const version = 1;
const [wholeFlag, completeFlag] = [1, 2];

/** @throws RangeError where the message would be too large, or a tile is not within the picture: the caller's mistake */
export function writeTiles({ whole, complete, sequence, capturedAt, width, height, tiles }: TileMessage): Uint8Array {
  const bytes = tiles.reduce((sum, { jpeg }) => sum + tileHeadBytes + jpeg.length, tileMessageHeadBytes);
  if (bytes > mostTileMessageBytes) throw new RangeError(`${bytes} bytes of tiles are more than one message`);
  const out = new Uint8Array(bytes);
  const view = new DataView(out.buffer);
  view.setUint8(0, version);
  view.setUint8(1, (whole ? wholeFlag : 0) | (complete ? completeFlag : 0));
  view.setUint16(2, tiles.length, true);
  view.setUint32(4, sequence, true);
  view.setFloat64(8, capturedAt, true);
  view.setUint16(16, width, true);
  view.setUint16(18, height, true);
  let at = tileMessageHeadBytes;
  for (const tile of tiles) {
    if (!isWithin(tile, width, height)) throw new RangeError('A tile is not within its picture');
    view.setUint16(at, tile.x, true);
    view.setUint16(at + 2, tile.y, true);
    view.setUint16(at + 4, tile.width, true);
    view.setUint16(at + 6, tile.height, true);
    view.setUint32(at + 8, tile.jpeg.length, true);
    out.set(tile.jpeg, at + tileHeadBytes);
    at += tileHeadBytes + tile.jpeg.length;
  }
  return out;
}

/** Reads a message; its JPEGs are views into `bytes`, not looked into. Undefined for what is malformed. Never throws. */
export function readTiles(bytes: Uint8Array): TileMessage | undefined {
  if (bytes.length < tileMessageHeadBytes || bytes.length > mostTileMessageBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(1);
  const [capturedAt, width, height] = [view.getFloat64(8, true), view.getUint16(16, true), view.getUint16(18, true)];
  if (view.getUint8(0) !== version || flags > (wholeFlag | completeFlag)) return undefined;
  if (width === 0 || height === 0 || !Number.isFinite(capturedAt)) return undefined;
  const tiles: Tile[] = [];
  let at = tileMessageHeadBytes;
  for (let left = view.getUint16(2, true); left > 0; left--) {
    const tile = readTile(bytes, view, at);
    if (tile === undefined || !isWithin(tile, width, height)) return undefined;
    tiles.push(tile);
    at += tileHeadBytes + tile.jpeg.length;
  }
  if (at !== bytes.length) return undefined;
  const [whole, complete] = [(flags & wholeFlag) !== 0, (flags & completeFlag) !== 0];
  return { whole, complete, sequence: view.getUint32(4, true), capturedAt, width, height, tiles };
}

function readTile(bytes: Uint8Array, view: DataView, at: number): Tile | undefined {
  const start = at + tileHeadBytes;
  if (start > bytes.length) return undefined;
  const length = view.getUint32(at + 8, true);
  if (start + length > bytes.length) return undefined;
  return {
    x: view.getUint16(at, true),
    y: view.getUint16(at + 2, true),
    width: view.getUint16(at + 4, true),
    height: view.getUint16(at + 6, true),
    jpeg: bytes.subarray(start, start + length),
  };
}

const isWithin = ({ x, y, width, height }: Tile, wide: number, high: number): boolean =>
  width > 0 && height > 0 && x + width <= wide && y + height <= high;
