// A spreadsheet runs a cell that begins so; an apostrophe before it makes it text.
const dangerous = /^[=+\-@\t\r]/;
const guarded = /^'+[=+\-@\t\r]/;

/** A cell as it is written, so that no spreadsheet takes a name for a formula. */
export const guardCell = (cell: string): string => (dangerous.test(cell) || guarded.test(cell) ? `'${cell}` : cell);

/** The cell that `guardCell` was given. */
export const unguardCell = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);
