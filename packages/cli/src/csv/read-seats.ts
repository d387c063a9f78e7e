import type { SeatRow } from '@didacto/sdk';
import { parse } from 'csv-parse/sync';
import { CliError } from '../cli-error.js';
import { exitCodes } from '../exit-codes.js';
import { decodeText } from './decode.js';
import { sniffDelimiter } from './delimiter.js';
import { unguardCell } from './formula-guard.js';

/** A row that is not sent, and why. */
export interface LeftOutRow {
  readonly line: number;
  readonly outcome: 'skipped' | 'device_missing';
}

export interface SeatFile {
  readonly rows: readonly SeatRow[];
  readonly leftOut: readonly LeftOutRow[];
}

interface Entry {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const titles = { device: ['device', '기기', 'pc'], student: ['student', '학생'] } as const;

/**
 * Reads a seating plan: a header row with `device` (기기) and `student` (학생), other columns are ignored. A device
 * without a student is left out, for it is just free.
 * @throws CliError csv_invalid
 */
export function readSeats(bytes: Uint8Array): SeatFile {
  const [header, ...entries] = parseRows(decodeText(bytes));
  const [deviceAt, studentAt] = findColumns(header?.record ?? []);
  const rows: SeatRow[] = [];
  const leftOut: LeftOutRow[] = [];
  for (const { record, info } of entries) {
    const line = info.lines - newlines(record);
    const device = cell(record, deviceAt);
    const student = cell(record, studentAt);
    if (student === '') leftOut.push({ line, outcome: 'skipped' });
    else if (device === '') leftOut.push({ line, outcome: 'device_missing' });
    else rows.push({ line, device, student });
  }
  return { rows, leftOut };
}

function parseRows(text: string): Entry[] {
  try {
    return parse(text, {
      bom: true,
      delimiter: sniffDelimiter(text.replace(/^\uFEFF/, '')),
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      info: true,
    }) as unknown as Entry[];
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

function findColumns(header: readonly string[]): [number, number] {
  const names = header.map((name) => name.normalize('NFC').trim().toLowerCase());
  const find = (wanted: keyof typeof titles): number => {
    const found = names.flatMap((name, at) => (titles[wanted].some((title) => title === name) ? [at] : []));
    const [first, second] = found;
    if (first === undefined) throw invalid(`no column "${titles[wanted].join('" or "')}" among: ${names.join(', ')}`);
    if (second !== undefined) throw invalid(`two columns "${names[first]}"`);
    return first;
  };
  return [find('device'), find('student')];
}

const cell = (record: readonly string[], at: number) =>
  unguardCell(record[at] ?? '')
    .normalize('NFC')
    .trim();
// The parser tells the line on which a record ends.
const newlines = (record: readonly string[]) => record.join('').split('\n').length - 1;
const invalid = (why: string) => new CliError('csv_invalid', `CSV: ${why}`, exitCodes.refused);
