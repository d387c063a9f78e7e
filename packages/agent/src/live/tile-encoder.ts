import { mostTileMessageBytes, type Tile, tileHeadBytes, tileMessageHeadBytes } from '@didacto/sdk/live';
import { type Chroma, encodeRegion, largestJpeg, type Region } from '../encode/jpeg-turbo.js';

/** How fine tiles are encoded. */
export interface Fineness {
  /** 1 to 100. */
  readonly quality: number;
  readonly chroma: Chroma;
}

/** While things move: text stays readable, and a whole 720p screen of it is 215 kB. */
export const moving: Fineness = { quality: 70, chroma: 'half' };
/** What stands still is sent once more, so that small and coloured text is as good as on the screen. */
export const resting: Fineness = { quality: 92, chroma: 'full' };

const messageBytes = mostTileMessageBytes - tileMessageHeadBytes;
/** Pixels of which a JPEG rarely is more than a message. */
const mostPixels = 300_000;
const unit = 16;

/** Encodes regions of a picture (one spare row behind it); a region too large for a message becomes several. */
export function createTileEncoder(pixels: Buffer, width: number) {
  let room = Buffer.alloc(0);
  const encode = (region: Region, fineness: Fineness): Tile[] => {
    if (region.width * region.height > mostPixels && region.height > unit) return inHalves(region, fineness);
    const { quality, chroma } = fineness;
    const largest = largestJpeg(region.width, region.height, chroma);
    if (room.length < largest) room = Buffer.alloc(largest);
    const jpeg = encodeRegion(pixels, width, region, quality, room, chroma);
    if (jpeg.length + tileHeadBytes > messageBytes && region.height > unit) return inHalves(region, fineness);
    return [{ ...region, jpeg: new Uint8Array(jpeg) }];
  };
  const inHalves = (region: Region, fineness: Fineness): Tile[] => {
    const upper = Math.ceil(region.height / 2 / unit) * unit;
    return [
      ...encode({ ...region, height: upper }, fineness),
      ...encode({ ...region, y: region.y + upper, height: region.height - upper }, fineness),
    ];
  };
  return (regions: readonly Region[], fineness: Fineness): Tile[] =>
    regions.flatMap((region) => encode(region, fineness));
}

/** Shares tiles out among messages, in order, none over the limit unless a tile alone is. */
export function packTiles(tiles: readonly Tile[], most = messageBytes): Tile[][] {
  const messages: Tile[][] = [];
  let bytes = most;
  for (const tile of tiles) {
    const more = tile.jpeg.length + tileHeadBytes;
    if (bytes + more > most) {
      messages.push([]);
      bytes = 0;
    }
    messages.at(-1)?.push(tile);
    bytes += more;
  }
  return messages;
}
