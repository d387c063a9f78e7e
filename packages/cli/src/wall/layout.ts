/** A size in terminal cells. A cell holds one pixel across and two down, so 16:9 is 32 columns to 9 rows. */
export interface Size {
  columns: number;
  rows: number;
}

/** A rectangle of terminal cells, counted from 0. */
export interface Box extends Size {
  column: number;
  row: number;
}

/** How tiles lie in an area: each is a picture with one label row below it. */
export interface GridLayout {
  /** Tiles side by side. */
  columns: number;
  /** Rows of tiles that are needed, and that fit. */
  totalRows: number;
  visibleRows: number;
  tile: Size;
  picture: Size;
}

/** Cells between two tiles. */
export const GAP = 1;
/** Below this a picture says nothing, and the wall scrolls instead. */
export const MIN_PICTURE_COLUMNS = 18;
const LABEL_ROWS = 1;

const rowsFor = (columns: number) => Math.max(1, Math.round((columns * 9) / 32));
const columnsFor = (rows: number) => Math.max(1, Math.round((rows * 32) / 9));
const share = (columns: number, parts: number) => Math.floor((columns - GAP * (parts - 1)) / parts);

/** The largest 16:9 size inside another one. */
export function fit16by9(area: Size): Size {
  const rows = Math.max(1, Math.min(area.rows, rowsFor(area.columns)));
  return { columns: Math.max(1, Math.min(area.columns, columnsFor(rows))), rows };
}

function gridOf(area: Size, count: number, columns: number, visibleRows: number): GridLayout {
  const width = Math.max(1, share(area.columns, columns));
  const height = Math.max(1, Math.floor(area.rows / visibleRows) - LABEL_ROWS);
  const picture = fit16by9({ columns: width, rows: height });
  return {
    columns,
    totalRows: Math.ceil(count / columns),
    visibleRows,
    tile: { columns: width, rows: picture.rows + LABEL_ROWS },
    picture,
  };
}

/** Tiles at the smallest allowed size, as many as fit; the rest is reached by scrolling. */
function scrollingGrid(area: Size, count: number): GridLayout {
  const columns = Math.max(1, Math.floor((area.columns + GAP) / (MIN_PICTURE_COLUMNS + GAP)));
  const tileRows = rowsFor(share(area.columns, columns)) + LABEL_ROWS;
  return gridOf(area, count, columns, Math.max(1, Math.floor(area.rows / tileRows)));
}

/** Lays out `count` tiles as large as they can be while all of them show, or at the smallest size with scrolling. */
export function layoutGrid(area: Size, count: number): GridLayout {
  const wanted = Math.max(1, count);
  let best: GridLayout | null = null;
  for (let columns = 1; columns <= wanted && share(area.columns, columns) >= MIN_PICTURE_COLUMNS; columns += 1) {
    const rows = Math.ceil(wanted / columns);
    if (rows * (LABEL_ROWS + 1) > area.rows) continue;
    const grid = gridOf(area, wanted, columns, rows);
    if (grid.picture.columns < MIN_PICTURE_COLUMNS) continue;
    if (best === null || grid.picture.columns * grid.picture.rows > best.picture.columns * best.picture.rows)
      best = grid;
  }
  return best ?? scrollingGrid(area, wanted);
}

/** The first row of tiles to show so that the tile at `index` is in sight, moving as little as possible. */
export function scrollTo(grid: GridLayout, firstRow: number, index: number): number {
  const row = Math.floor(Math.max(0, index) / grid.columns);
  const nearest = Math.min(Math.max(firstRow, row - grid.visibleRows + 1), row);
  return Math.max(0, Math.min(nearest, grid.totalRows - grid.visibleRows));
}

/** Where the picture of the tile at `position` on the page lies inside the area. */
export function pictureBox(grid: GridLayout, position: number): Box {
  return {
    column: (position % grid.columns) * (grid.tile.columns + GAP),
    row: Math.floor(position / grid.columns) * grid.tile.rows,
    ...grid.picture,
  };
}

/** The largest box of the picture's own proportions inside a box, centred. */
export function fitPicture(box: Box, width: number, height: number): Box {
  const scale = Math.min(box.columns / width, (box.rows * 2) / height);
  const columns = Math.max(1, Math.min(box.columns, Math.round(width * scale)));
  const rows = Math.max(1, Math.min(box.rows, Math.round((height * scale) / 2)));
  return {
    column: box.column + Math.floor((box.columns - columns) / 2),
    row: box.row + Math.floor((box.rows - rows) / 2),
    columns,
    rows,
  };
}
