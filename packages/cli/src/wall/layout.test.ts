import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, fitPicture, layoutGrid, MIN_PICTURE_COLUMNS, pictureBox, scrollTo } from './layout.js';

const area = fc.record({ columns: fc.integer({ min: 20, max: 400 }), rows: fc.integer({ min: 4, max: 120 }) });
const count = fc.integer({ min: 1, max: 200 });

const overlap = (a: Box, b: Box) =>
  a.column < b.column + b.columns &&
  b.column < a.column + a.columns &&
  a.row < b.row + b.rows &&
  b.row < a.row + a.rows;

describe('layoutGrid', () => {
  it('keeps every visible tile, its label included, inside the area and apart from the others', () => {
    fc.assert(
      fc.property(area, count, (size, tiles) => {
        const grid = layoutGrid(size, tiles);
        const shown = Math.min(tiles, grid.columns * grid.visibleRows);
        const boxes = Array.from({ length: shown }, (_, at) => {
          const box = pictureBox(grid, at);
          return { ...box, columns: grid.tile.columns, rows: grid.tile.rows };
        });
        for (const [at, box] of boxes.entries()) {
          expect(box.column + box.columns).toBeLessThanOrEqual(size.columns);
          expect(box.row + box.rows).toBeLessThanOrEqual(size.rows);
          for (const other of boxes.slice(at + 1, at + 1 + grid.columns)) expect(overlap(box, other)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('shows pictures of 16:9 that are never narrower than the smallest size', () => {
    fc.assert(
      fc.property(area, count, (size, tiles) => {
        const { picture, tile } = layoutGrid(size, tiles);
        expect(picture.columns).toBeLessThanOrEqual(tile.columns);
        expect(Math.abs(picture.columns - (picture.rows * 32) / 9)).toBeLessThanOrEqual(3.6);
        if (size.rows >= 8) expect(picture.columns).toBeGreaterThanOrEqual(MIN_PICTURE_COLUMNS - 3);
      }),
    );
  });

  it('never shows smaller pictures to fewer students', () => {
    fc.assert(
      fc.property(area, count, (size, tiles) => {
        const many = layoutGrid(size, tiles);
        const few = layoutGrid(size, Math.max(1, tiles - 1));
        fc.pre(many.totalRows <= many.visibleRows);
        expect(few.picture.columns * few.picture.rows).toBeGreaterThanOrEqual(many.picture.columns * many.picture.rows);
      }),
    );
  });

  it('fits 60 students on a 200 x 60 terminal at once', () => {
    const grid = layoutGrid({ columns: 200, rows: 57 }, 60);
    expect(grid.totalRows).toBeLessThanOrEqual(grid.visibleRows);
    expect(grid.picture.columns).toBeGreaterThanOrEqual(20);
  });
});

describe('scrollTo', () => {
  it('brings every tile into sight and never leaves the rows', () => {
    fc.assert(
      fc.property(area, count, fc.nat(), fc.nat(), (size, tiles, from, selected) => {
        const grid = layoutGrid(size, tiles);
        const index = selected % tiles;
        const first = scrollTo(grid, from % 50, index);
        const row = Math.floor(index / grid.columns);
        expect(row).toBeGreaterThanOrEqual(first);
        expect(row).toBeLessThan(first + grid.visibleRows);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first).toBeLessThanOrEqual(Math.max(0, grid.totalRows - grid.visibleRows));
      }),
    );
  });
});

describe('fitPicture', () => {
  it('keeps the proportions of the picture and stays in its box', () => {
    const box = { column: 10, row: 5, columns: 32, rows: 9 };
    expect(fitPicture(box, 1280, 720)).toEqual(box);
    expect(fitPicture(box, 1024, 768)).toEqual({ column: 14, row: 5, columns: 24, rows: 9 });
    expect(fitPicture(box, 3200, 900)).toEqual({ column: 10, row: 7, columns: 32, rows: 5 });
  });
});
