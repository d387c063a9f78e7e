import { describe, expect, it } from 'vitest';
import type { Box } from '../../wall/layout.js';
import type { RgbImage } from '../../wall/picture/decode-jpeg.js';
import { BlockPicture } from './live-picture.js';

const image = (width: number, height: number, value = 0): RgbImage => ({
  ...{ width, height },
  data: new Uint8Array(width * height * 3).fill(value),
});
const screen: Box = { column: 0, row: 0, columns: 100, rows: 29 };

/** Notes what is drawn where, and keeps what shows. */
function notingSurface() {
  const shown = new Map<string, Box>();
  const drawn: { box: Box; image: RgbImage }[] = [];
  return {
    ...{ shown, drawn },
    draw: (key: string, box: Box, part: RgbImage) => {
      shown.set(key, box);
      drawn.push({ box, image: part });
    },
    erase: (key: string) => void shown.delete(key),
    reset: () => shown.clear(),
  };
}

describe('a picture of blocks', () => {
  it('covers the picture’s place exactly, in the proportions of cells', () => {
    const surface = notingSurface();
    new BlockPicture(surface).draw(screen, image(640, 360));
    const cells = surface.drawn.reduce((sum, { box }) => sum + box.columns * box.rows, 0);
    expect(cells).toBe(100 * 28);
    for (const { box, image: part } of surface.drawn) {
      expect([part.width, part.height]).toEqual([box.columns * 6, box.rows * 12]);
      expect(part.data).toHaveLength(part.width * part.height * 3);
    }
  });

  it('sends only the blocks that changed', () => {
    const surface = notingSurface();
    const picture = new BlockPicture(surface);
    const moving = image(640, 360);
    picture.draw(screen, moving);
    surface.drawn.length = 0;
    picture.draw(screen, moving);
    expect(surface.drawn).toEqual([]);
    // A corner of 16 x 16 pixels.
    for (let y = 0; y < 16; y += 1) moving.data.fill(255, y * 640 * 3, (y * 640 + 16) * 3);
    picture.draw(screen, moving);
    expect(surface.drawn.map(({ box }) => box)).toEqual([{ column: 0, row: 0, columns: 20, rows: 8 }]);
  });

  it('leaves nothing behind of another size, and nothing at its end', () => {
    const surface = notingSurface();
    const picture = new BlockPicture(surface);
    picture.draw(screen, image(640, 360));
    picture.draw(screen, image(100, 400));
    const columns = [...surface.shown.values()].reduce((most, box) => Math.max(most, box.column + box.columns), 0);
    expect(columns).toBeLessThan(70);
    picture.erase();
    expect(surface.shown.size).toBe(0);
  });
});
