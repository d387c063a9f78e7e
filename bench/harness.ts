import os from 'node:os';

/** One measured figure, as it stands in the JSON object and in the table. */
export type BenchRow = {
  case: string;
  metric: string;
  value: number;
  unit: string;
  /** The other thing measured in the same run, in the same unit. */
  baseline: number | null;
  /** value / baseline. */
  ratio: number | null;
  /** The figure of the design, such as `<= 0.3 s/min`. */
  bar: string | null;
  ok: boolean | null;
};

export type BenchOptions = {
  /** Length of one measurement; each benchmark has its own default. */
  seconds: number | undefined;
  json: boolean;
  /** Only the cases whose name contains this. */
  only: string | undefined;
};

export type Bench = {
  name: string;
  describe: string;
  run(options: BenchOptions): Promise<BenchRow[]>;
};

/** A figure to reach. */
export type Bar = { is: '<=' | '<' | '>='; limit: number };

export type Figure = {
  case: string;
  metric: string;
  value: number;
  unit: string;
  baseline?: number | undefined;
  bar?: Bar | undefined;
};

/** Completes a figure with its ratio to the baseline and with the verdict of its bar. */
export function toRow({ baseline, bar, ...figure }: Figure): BenchRow {
  return {
    ...figure,
    baseline: baseline ?? null,
    ratio: baseline === undefined || baseline === 0 ? null : figure.value / baseline,
    bar: bar ? `${bar.is} ${bar.limit} ${figure.unit}` : null,
    ok: bar ? reaches(figure.value, bar) : null,
  };
}

function reaches(value: number, { is, limit }: Bar): boolean {
  if (is === '<') return value < limit;
  return is === '<=' ? value <= limit : value >= limit;
}

/** Nearest-rank percentile, `share` from 0 to 1. NaN where nothing was measured. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const rank = Math.max(Math.ceil(share * sorted.length), 1);
  return sorted[rank - 1] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

type Machine = {
  cpu: string;
  cores: number;
  memoryMb: number;
  node: string;
  platform: string;
};

function describeMachine(): Machine {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryMb: Math.round(os.totalmem() / 2 ** 20),
    node: process.version,
    platform: `${process.platform} ${os.release()} ${process.arch}`,
  };
}

/** The one object that ends the output of `--json`. NaN, which JSON lacks, becomes null. */
export function toJson(bench: string, rows: readonly BenchRow[]): string {
  return JSON.stringify({ bench, machine: describeMachine(), rows });
}

const HEADINGS = ['case', 'metric', 'value', 'baseline', 'ratio', 'bar', ''] as const;
const FIRST_NUMBER = 2;
const LAST_NUMBER = 4;

/** Text of the rows in aligned columns. */
export function toTable(rows: readonly BenchRow[]): string {
  const lines = [[...HEADINGS], ...rows.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const align = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column >= FIRST_NUMBER && column <= LAST_NUMBER ? cell.padStart(width) : cell.padEnd(width);
  };
  return lines.map((line) => line.map(align).join('  ').trimEnd()).join('\n');
}

function cells(row: BenchRow): string[] {
  const mark = row.ok === null ? '' : row.ok ? 'ok' : 'MISSED';
  return [
    row.case,
    row.metric,
    `${short(row.value)} ${row.unit}`,
    row.baseline === null ? '' : short(row.baseline),
    row.ratio === null ? '' : `${short(row.ratio)}x`,
    row.bar ?? '',
    mark,
  ];
}

function short(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** Progress for who waits; never on stdout, whose last line belongs to the JSON object. */
export function progress(text: string): void {
  process.stderr.write(`  ${text}\n`);
}
