import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTable, type Status } from './table.js';

const head = '| Requirement | Where | Test |\n|---|---|---|\n';
const page = (...rows: string[]) => `# Security\n\nWords | and bars.\n\n${head}${rows.join('\n')}\n`;
const row = (test: string, where = '`a.ts`') => `| V2.1.1 Long passwords | ${where} | ${test} |`;
const statusOf = (test: string): Status | undefined => parseTable(page(row(test))).rows[0]?.status;
const faultsOf = (...rows: string[]) => parseTable(page(...rows)).faults.map(({ message }) => message);

describe('a row', () => {
  test('is met by the tests it names, each in code', () => {
    expect(parseTable(page(row('`a.test.ts › x > y`<br>`b/c.test.tsx › z`', '`a.ts`, `b.ts`')))).toEqual({
      faults: [],
      rows: [
        {
          id: 'V2.1.1',
          text: 'Long passwords',
          where: ['a.ts', 'b.ts'],
          line: 7,
          status: {
            kind: 'met',
            tests: [
              { file: 'a.test.ts', title: 'x > y' },
              { file: 'b/c.test.tsx', title: 'z' },
            ],
          },
        },
      ],
    });
  });

  test('may name a test with bars and backticks in its title', () => {
    expect(statusOf('`a.test.ts › a \\| b`')).toMatchObject({ tests: [{ title: 'a | b' }] });
    expect(statusOf('`` a.test.ts › a `b` c ``')).toMatchObject({ tests: [{ title: 'a `b` c' }] });
  });

  test('is not met, or does not apply, for a reason', () => {
    expect(statusOf('not met: no key vault')).toEqual({ kind: 'not met', reason: 'no key vault' });
    expect(statusOf('does not apply: no XML')).toEqual({ kind: 'does not apply', reason: 'no XML' });
    expect(statusOf('not met: `a.ts` is missing')).toMatchObject({ kind: 'not met' });
  });

  test('can wait for its code', () => {
    expect(statusOf('pending')).toEqual({ kind: 'pending' });
    expect(statusOf('pending: TOTP')).toEqual({ kind: 'pending' });
  });

  test.each([
    ['', 'neither met'],
    ['yes', 'neither met'],
    ['`a.ts`', 'neither met'],
    ['met', 'neither met'],
    ['not met', 'neither met'],
    ['not met:', 'says no reason'],
    ['does not apply: ', 'says no reason'],
    ['`a.test.ts › x`, `b.ts › y`', 'is no test'],
    ['`a.test.ts ›  `', 'neither met'],
    ['`a.test.ts › …`', 'neither met'],
  ])('with the test %j is a fault', (cell, message) => {
    expect(faultsOf(row(cell)).join()).toContain(message);
  });

  test('that is met names its files', () => {
    expect(faultsOf(row('`a.test.ts › x`', 'the server'))).toEqual(['V2.1.1: names no file in which it is met']);
    expect(faultsOf(row('not met: why', '–'))).toEqual([]);
  });

  test('has an id, a meaning and three cells', () => {
    expect(faultsOf('| Long passwords | `a.ts` | pending |').join()).toContain('is no requirement');
    expect(faultsOf('| V2.1.1 | `a.ts` | pending |').join()).toContain('is no requirement');
    expect(faultsOf('| V2.1.1 x | `a.ts` | pending | more |').join()).toContain('more than three cells');
  });
});

test('each requirement stands once, in order of its numbers', () => {
  const of = (id: string) => `| ${id} x | – | pending |`;
  expect(faultsOf(of('V2.1.2'), of('V2.1.10'), of('V10.1.1'))).toEqual([]);
  expect(faultsOf(of('V2.1.10'), of('V2.1.2'))).toEqual(['V2.1.2: stands after V2.1.10; each stands once, in order']);
  expect(faultsOf(of('V2.1.1'), of('V2.1.1'))).toHaveLength(1);
});

test('tables of other heads are left alone, and several are one', () => {
  const other = '| Attacker | Gain |\n|---|---|\n| a thief | none |\n';
  const { rows, faults } = parseTable(
    `${other}\n${page(row('pending'))}\n${other}\n${head}| V3.1.1 x | – | pending |\n`,
  );
  expect([rows.map(({ id }) => id), faults]).toEqual([['V2.1.1', 'V3.1.1'], []]);
});

test('a page without a table is a fault, whatever it says', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseTable(text).faults).toEqual([{ line: 1, message: 'there is no table' }]);
    }),
  );
});
