// Holds docs/security.md to its word: every requirement is met (the file is there, and the named test), not met, or
// does not apply, with a reason. Without --report it asks vitest for the names of the tests; with a JSON report of a
// run, the tests must have passed in it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findTests, testsOfReport } from './known-tests.js';
import { parseTable, type Row } from './table.js';
import { faultsOf, type KnownTest, summaryOf } from './table-check.js';

const root = join(import.meta.dirname, '../..');
const page = 'docs/security.md';
const { values } = parseArgs({
  options: { report: { type: 'string' }, 'allow-pending': { type: 'boolean', default: false } },
});

function knownTests(rows: readonly Row[]): KnownTest[] {
  if (values.report !== undefined) return testsOfReport(readFileSync(values.report, 'utf8'), root);
  return findTests(
    root,
    rows.flatMap(({ status }) => (status.kind === 'met' ? status.tests : [])),
  );
}

const table = parseTable(readFileSync(join(root, page), 'utf8'));
const faults = faultsOf(table, {
  fileExists: (path) => existsSync(join(root, path)),
  tests: knownTests(table.rows),
  allowPending: values['allow-pending'],
});
for (const { line, message } of faults) console.error(`${page}:${line}: ${message}`);
if (faults.length > 0) process.exitCode = 1;
else console.error(summaryOf(table));
