import { type Region, unitSize } from './jpeg-turbo.js';
import type { Size } from './scale.js';

/** Restart segments of a picture: each is `units` MCUs of one row of MCUs, fewer pixels at the right and lower edge. */
export interface TileGrid {
  /** MCUs a tile, the JPEG's restart interval. */
  units: number;
  /** In the order of the scan. */
  tiles: readonly Region[];
}

/**
 * Lays tiles over a picture. A restart interval runs on over the end of a row, so tiles are the widest of at most
 * `wantedUnits` MCUs that fill a row exactly.
 */
export function layTiles({ width, height }: Size, wantedUnits: number): TileGrid {
  const unitsAcross = Math.ceil(width / unitSize);
  let units = Math.min(wantedUnits, unitsAcross);
  while (unitsAcross % units !== 0) units--;
  const tileWidth = units * unitSize;
  const tiles: Region[] = [];
  for (let y = 0; y < height; y += unitSize) {
    for (let x = 0; x < width; x += tileWidth) {
      tiles.push({ x, y, width: Math.min(tileWidth, width - x), height: Math.min(unitSize, height - y) });
    }
  }
  return { units, tiles };
}
