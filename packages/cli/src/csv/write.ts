import { guardCell } from './formula-guard.js';

const quoted = (cell: string) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Rows as CSV that a spreadsheet opens and that reads back as it was. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map((cell) => quoted(guardCell(cell))).join(',')}\r\n`).join('');
