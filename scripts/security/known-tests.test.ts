import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTests, listTests, testsOfReport, vitestProgram } from './known-tests.js';
import { namesTest } from './test-reference.js';

const modules = join(import.meta.dirname, '../../node_modules');
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'didacto-known-'));
  symlinkSync(modules, join(root, 'node_modules'), 'dir');
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(root, 'a.test.ts'),
    `import { describe, expect, test } from 'vitest';
     describe('outer', () => {
       describe('inner', () => test.each([1, 2])('takes %i', (n) => expect(n).toBe(1)));
       test.skip('is left out', () => undefined);
       test.todo('is to come');
     });
     test('alone', () => undefined);`,
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('vitest names tests with their suites, and each row of a table of cases', () => {
  const titles = listTests(root, ['a.test.ts'], 'loaded').map(({ file, title }) => `${file} › ${title}`);
  expect(titles).toEqual(
    expect.arrayContaining([
      'a.test.ts › outer > inner > takes 1',
      'a.test.ts › outer > inner > takes 2',
      'a.test.ts › alone',
    ]),
  );
});

test('tests are found by what a file says, or by what it makes when it is loaded', () => {
  const found = (file: string, title: string) =>
    findTests(root, [{ file, title }]).filter((test) => namesTest({ file, title }, test)).length;
  expect(found('a.test.ts', 'alone')).toBe(1);
  expect(found('a.test.ts', 'outer > inner > takes 2')).toBe(1);
  expect(found('a.test.ts', 'outer > inner > takes …')).toBeGreaterThan(0);
  expect(found('a.test.ts', 'outer > inner > takes 3')).toBe(0);
  expect(found('gone.test.ts', 'alone')).toBe(0);
});

test('a report tells what became of each, and that some were not run', () => {
  const report = join(root, 'report.json');
  const args = [vitestProgram(root), 'run', '--reporter=json', `--outputFile=${report}`];
  expect(() => execFileSync(process.execPath, args, { cwd: root, stdio: 'ignore' })).toThrow();
  const json = readFileSync(report, 'utf8');
  expect(testsOfReport(json, root)).toEqual([
    { file: 'a.test.ts', title: 'outer > inner > takes 1', outcome: 'passed' },
    { file: 'a.test.ts', title: 'outer > inner > takes 2', outcome: 'failed' },
    { file: 'a.test.ts', title: 'outer > is left out', outcome: 'skipped' },
    { file: 'a.test.ts', title: 'outer > is to come', outcome: 'skipped' },
    { file: 'a.test.ts', title: 'alone', outcome: 'passed' },
  ]);
});

test('a file that cannot be loaded is an error, not a file without tests', () => {
  writeFileSync(join(root, 'b.test.ts'), 'throw new Error("broken");');
  expect(() => listTests(root, ['b.test.ts'], 'loaded')).toThrow(/could not list/);
  rmSync(join(root, 'b.test.ts'));
});
