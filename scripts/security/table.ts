import { parseTestReference, type TestReference } from './test-reference.js';

export type Status =
  | { readonly kind: 'met'; readonly tests: readonly TestReference[] }
  | { readonly kind: 'not met' | 'does not apply'; readonly reason: string }
  | { readonly kind: 'pending' };

/** One requirement of the table in docs/security.md. */
export interface Row {
  /** `V2.1.1`. */
  readonly id: string;
  readonly text: string;
  /** Files that meet it, or the part of it that is met. */
  readonly where: readonly string[];
  readonly status: Status;
  readonly line: number;
}

export interface Fault {
  readonly line: number;
  readonly message: string;
}

export interface Table {
  readonly rows: readonly Row[];
  /** What is wrong with the text itself; whether files and tests are there is another question. */
  readonly faults: readonly Fault[];
}

const head = /^\| *Requirement *\| *Where *\| *Test *\|$/;

/** Reads every table under a head `| Requirement | Where | Test |`. */
export function parseTable(markdown: string): Table {
  const rows: Row[] = [];
  const faults: Fault[] = [];
  let inTable = false;
  for (const [index, text] of markdown.split('\n').entries()) {
    const line = index + 1;
    if (head.test(text.trim())) inTable = true;
    else if (!text.startsWith('|')) inTable = false;
    else if (inTable && !/^\|[ :|-]+\|$/.test(text.trim())) {
      const row = parseRow(text, line);
      if (typeof row === 'string') faults.push({ line, message: row });
      else rows.push(row);
    }
  }
  if (rows.length + faults.length === 0) faults.push({ line: 1, message: 'there is no table' });
  return { rows, faults: [...faults, ...outOfOrder(rows)] };
}

/** The row, or what is wrong with it. */
function parseRow(text: string, line: number): Row | string {
  const [first = '', where = '', test = '', ...rest] = text
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim());
  if (rest.length > 0) return 'the row has more than three cells; write | as \\|';
  const [, id, requirement] = /^(V\d+\.\d+\.\d+) (\S.*)$/.exec(first) ?? [];
  if (id === undefined || requirement === undefined)
    return `"${first}" is no requirement: write its id and its meaning`;
  const status = parseStatus(test);
  if (typeof status === 'string') return `${id}: ${status}`;
  const files = codeOf(where);
  if (status.kind === 'met' && files.length === 0) return `${id}: names no file in which it is met`;
  return { id, text: requirement, where: files, status, line };
}

/** The status, or what is wrong with it. */
function parseStatus(cell: string): Status | string {
  if (/^pending\b/.test(cell)) return { kind: 'pending' };
  const [, kind, reason] = /^(not met|does not apply):(.*)$/.exec(cell) ?? [];
  if (kind === 'not met' || kind === 'does not apply')
    return reason?.trim() ? { kind, reason: reason.trim() } : `says no reason why it is "${kind}"`;
  const texts = codeOf(cell);
  const tests = texts.map(parseTestReference);
  const known = tests.filter((test) => test !== undefined);
  if (known.length === 0) return 'is neither met by a test, "not met: why" nor "does not apply: why"';
  const wrong = texts[tests.indexOf(undefined)];
  if (wrong !== undefined) return `\`${wrong}\` is no test: write \`path/to/file.test.ts › its title\``;
  return { kind: 'met', tests: known };
}

/** What stands in a cell as code; a title that has a backtick itself stands in two. */
const codeOf = (cell: string): string[] =>
  [...cell.matchAll(/``(.+?)``|`([^`]+)`/g)].map(([, double, single]) => (double ?? single ?? '').trim());

function outOfOrder(rows: readonly Row[]): Fault[] {
  const value = ({ id }: Row) =>
    id
      .slice(1)
      .split('.')
      .reduce((sum, part) => sum * 1_000 + Number(part), 0);
  return rows.flatMap((row, index) => {
    const before = rows[index - 1];
    if (before === undefined || value(before) < value(row)) return [];
    return [{ line: row.line, message: `${row.id}: stands after ${before.id}; each stands once, in order` }];
  });
}
