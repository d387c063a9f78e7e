import { describe, expect, test } from 'vitest';
import { parseTable } from './table.js';
import { faultsOf, type KnownTest, summaryOf } from './table-check.js';

const table = (...rows: string[]) => parseTable(`| Requirement | Where | Test |\n|---|---|---|\n${rows.join('\n')}\n`);
const known = (title: string, outcome: KnownTest['outcome'] = 'passed', file = 'a.test.ts'): KnownTest => ({
  file,
  title,
  outcome,
});
const messages = (row: string, tests: readonly KnownTest[], allowPending = false) =>
  faultsOf(table(row), { fileExists: (path) => path === 'a.ts', tests, allowPending }).map(({ message }) => message);

const met = (title: string) => `| V2.1.1 x | \`a.ts\` | \`a.test.ts › ${title}\` |`;

describe('a requirement that is met', () => {
  test('by a test that passed, or whose name is known, is well', () => {
    expect(messages(met('x > y'), [known('x > y')])).toEqual([]);
    expect(messages(met('x > y'), [known('x > y', 'unknown')])).toEqual([]);
  });

  test('by a test that is not there is a fault', () => {
    expect(messages(met('x'), [known('x y'), known('x', 'passed', 'b.test.ts')])).toEqual([
      'V2.1.1: there is no test `a.test.ts › x`',
    ]);
  });

  test('by a test that failed or was skipped is a fault', () => {
    expect(messages(met('x'), [known('x', 'failed')])).toEqual(['V2.1.1: `a.test.ts › x` failed']);
    expect(messages(met('x'), [known('x', 'skipped')])).toEqual(['V2.1.1: `a.test.ts › x` was not run']);
  });

  test('by tests of one beginning needs all of them', () => {
    const tests = [known('takes 1'), known('takes 2'), known('other', 'failed')];
    expect(messages(met('takes …'), tests)).toEqual([]);
    expect(messages(met('takes …'), [...tests, known('takes 3', 'failed')])).toEqual([
      'V2.1.1: `a.test.ts › takes …` failed',
    ]);
    expect(messages(met('gives …'), tests)).toEqual(['V2.1.1: there is no test `a.test.ts › gives …`']);
  });

  test('in a file that is not there is a fault', () => {
    expect(messages('| V2.1.1 x | `gone.ts` | `a.test.ts › x` |', [known('x')])).toEqual([
      'V2.1.1: there is no file gone.ts',
    ]);
  });
});

test('what is pending is a fault, except where it may wait', () => {
  const row = '| V2.1.1 x | – | pending: TOTP |';
  expect(messages(row, [])).toEqual(['V2.1.1: is pending']);
  expect(messages(row, [], true)).toEqual([]);
});

test('faults of the text are told with their lines', () => {
  const { faults } = table('| V2.1.1 x | – | yes |');
  expect(faultsOf(table('| V2.1.1 x | – | yes |'), { fileExists: () => true, tests: [], allowPending: false })).toEqual(
    faults,
  );
  expect(faults[0]?.line).toBe(3);
});

test('the summary counts each kind', () => {
  const text = summaryOf(
    table(
      met('x'),
      '| V2.1.2 x | – | not met: y |',
      '| V2.1.3 x | – | does not apply: z |',
      '| V2.1.4 x | – | pending |',
    ),
  );
  expect(text).toBe('1 of 4 requirements are met, 1 are not, 1 do not apply, 1 are pending');
});
