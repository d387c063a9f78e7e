import type { Region } from '../encode/jpeg-turbo.js';
import type { Size } from '../encode/scale.js';
import { mergeTiles } from './merge-tiles.js';
import { tileSize } from './tile-differ.js';

/** Which tiles the viewer has in moving quality only, and since when. */
export interface RoughTiles {
  mark(regions: readonly Region[], now: number): void;
  /** Tiles that have stood still for a while, and are now taken as sharp; at most so many at once. */
  takeDue(now: number): Region[];
}

/** After that long without a change a tile is at rest, ms. */
const restMs = 400;
/** Of which the sharp JPEGs mostly fit into one message. */
const mostTiles = 40;

export function roughTiles(size: Size): RoughTiles {
  const across = Math.ceil(size.width / tileSize);
  const down = Math.ceil(size.height / tileSize);
  const since = new Float64Array(across * down).fill(Number.POSITIVE_INFINITY);
  const due = new Uint8Array(since.length);
  return {
    mark(regions, now) {
      for (const { x, y, width, height } of regions) {
        for (let row = Math.floor(y / tileSize); row * tileSize < y + height; row++) {
          const first = row * across;
          since.fill(now, first + Math.floor(x / tileSize), first + Math.ceil((x + width) / tileSize));
        }
      }
    },
    takeDue(now) {
      due.fill(0);
      let count = 0;
      for (let tile = 0; tile < since.length && count < mostTiles; tile++) {
        if (now - (since[tile] ?? now) < restMs) continue;
        since[tile] = Number.POSITIVE_INFINITY;
        due[tile] = 1;
        count++;
      }
      return count === 0 ? [] : mergeTiles(due, size, tileSize);
    },
  };
}
