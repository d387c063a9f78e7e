import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mutantsOfReport, summaryOf, type TriedMutant, triedAgain } from './mutants.js';
import { tableOf } from './score-table.js';
import { coreTests, subjects } from './subjects.js';

const at = (line: number, status: TriedMutant['status']): TriedMutant => {
  const [start, end] = [
    { line, column: 3 },
    { line, column: 9 },
  ];
  return { mutator: 'BooleanLiteral', replacement: 'true', start, end, status };
};

describe('the mutation score', () => {
  test('is the share of those found out, by a failure or a loop without end, among those that could be tried', () => {
    const mutants = [at(1, 'killed'), at(2, 'timeout'), at(3, 'survived'), at(4, 'no coverage'), at(5, 'failed')];
    expect(summaryOf(mutants)).toEqual({ killed: 1, survived: 1, timeout: 1, noCoverage: 1, score: 50 });
  });

  test('is never rounded up', () => {
    const mutants = [at(1, 'killed'), at(2, 'killed'), at(3, 'survived')];
    expect(summaryOf(mutants).score).toBe(66.66);
  });

  test('is shown for each file, and for all of them together', () => {
    const results = [
      { file: 'a/payments/service.ts', mutants: [at(1, 'killed')] },
      { file: 'a/orders/service.ts', mutants: [at(1, 'survived')] },
    ];
    const rows = tableOf(results)
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    expect(rows.slice(1)).toEqual([
      ['payments/service.ts', '1', '0', '0', '0', '100'],
      ['orders/service.ts', '0', '1', '0', '0', '0'],
      ['all', '1', '1', '0', '0', '50'],
    ]);
  });
});

test('a report is read, with what could not be tried apart', () => {
  const location = { start: { line: 1, column: 3 }, end: { line: 1, column: 9 } };
  const mutant = { mutatorName: 'BooleanLiteral', replacement: 'true', location };
  const statuses = ['Killed', 'Survived', 'Timeout', 'NoCoverage', 'RuntimeError'];
  const report = { files: { 'a.ts': { mutants: statuses.map((status) => ({ ...mutant, status })) } } };
  const read = mutantsOfReport(JSON.stringify(report));
  expect(read.map(({ status }) => status)).toEqual(['killed', 'survived', 'timeout', 'no coverage', 'failed']);
});

describe('a mutant that is tried again', () => {
  test('gets the later outcome where it lived', () => {
    expect(triedAgain([at(1, 'survived'), at(2, 'no coverage')], [at(1, 'killed')])).toEqual([
      at(1, 'killed'),
      at(2, 'no coverage'),
    ]);
  });

  test('stays found out where it was, since others at the same place are tried with it', () => {
    expect(triedAgain([at(1, 'killed')], [at(1, 'survived')])).toEqual([at(1, 'killed')]);
  });
});

test.each([...subjects.map(({ file }) => file), ...coreTests])('%s is there', (file) => {
  expect(existsSync(join(import.meta.dirname, '../..', file))).toBe(true);
});
