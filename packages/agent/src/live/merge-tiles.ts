import type { Region } from '../encode/jpeg-turbo.js';
import type { Size } from '../encode/scale.js';

/**
 * Makes rectangles of marked tiles: neighbours of a row become one, and rows of the same extent below one another too.
 * The rectangles hold every marked tile, and nothing else.
 */
export function mergeTiles(marked: Uint8Array, { width, height }: Size, tileSize: number): Region[] {
  const across = Math.ceil(width / tileSize);
  const regions: Region[] = [];
  let above: Region[] = [];
  for (let row = 0; row * across < marked.length; row++) {
    const y = row * tileSize;
    const tall = Math.min(tileSize, height - y);
    above = runsOf(marked.subarray(row * across, (row + 1) * across)).map(([from, to]) => {
      const x = from * tileSize;
      const wide = Math.min(width, to * tileSize) - x;
      const over = above.find((region) => region.x === x && region.width === wide);
      if (over !== undefined) {
        over.height += tall;
        return over;
      }
      const region = { x, y, width: wide, height: tall };
      regions.push(region);
      return region;
    });
  }
  return regions;
}

/** From where to where marks follow one another. */
function runsOf(marks: Uint8Array): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (let at = marks.indexOf(1); at >= 0; at = marks.indexOf(1, at)) {
    const end = marks.indexOf(0, at);
    const to = end < 0 ? marks.length : end;
    runs.push([at, to]);
    at = to;
  }
  return runs;
}
