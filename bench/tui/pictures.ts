import { desktopJpeg } from '../../packages/cli/src/wall/testing/fake-source.js';

/** Pictures that each tile goes through. */
const VARIANTS = 3;

/** Distinct thumbnails for each tile: every change of a tile is a different picture. */
export function thumbnails(tiles: number): { of(tile: number, round: number): Uint8Array } {
  const all = Array.from({ length: tiles * VARIANTS }, (_, seed) => desktopJpeg(seed));
  return { of: (tile, round) => all[tile * VARIANTS + (round % VARIANTS)] ?? new Uint8Array() };
}
