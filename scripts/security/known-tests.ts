import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import type { KnownTest } from './table-check.js';
import { namesTest, type TestReference } from './test-reference.js';

const Listed = z.array(z.object({ name: z.string(), file: z.string() }));
const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

/** The tests of a vitest JSON report with their outcomes; files become relative to `root`. */
export function testsOfReport(json: string, root: string): KnownTest[] {
  return Report.parse(JSON.parse(json)).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      file: relative(root, name),
      title: [...ancestorTitles, title].join(' > '),
      // `pending`, `todo`, `disabled`: all mean that nothing was tried.
      outcome: status === 'passed' || status === 'failed' ? status : ('skipped' as const),
    })),
  );
}

/** What `vitest list --json` wrote: names only, suites and test joined by ` > `. */
export function testsOfList(json: string, root: string): KnownTest[] {
  return Listed.parse(JSON.parse(json)).map(({ name, file }) => ({
    file: relative(root, file),
    title: name,
    outcome: 'unknown' as const,
  }));
}

/** vitest's command, to be run by Node itself: the same on every system. */
export const vitestProgram = (root: string): string =>
  join(dirname(createRequire(join(root, 'package.json')).resolve('vitest/package.json')), 'vitest.mjs');

/**
 * Asks vitest which tests these files have. `parsed` reads their text, which is quick, but leaves titles that are made
 * when the file is loaded as they are written. @throws where a file cannot be loaded
 */
export function listTests(root: string, files: readonly string[], how: 'loaded' | 'parsed'): KnownTest[] {
  if (files.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'didacto-tests-'));
  const out = join(folder, 'list.json');
  try {
    const args = [
      vitestProgram(root),
      'list',
      `--json=${out}`,
      ...(how === 'parsed' ? ['--staticParse'] : []),
      ...files,
    ];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`vitest could not list the tests\n${stderr}`);
    return testsOfList(readFileSync(out, 'utf8'), root);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The tests that are named, as far as they are there; files are loaded only where their text does not tell. */
export function findTests(root: string, named: readonly TestReference[]): KnownTest[] {
  const files = (references: readonly TestReference[]) =>
    [...new Set(references.map(({ file }) => file))].filter((file) => existsSync(join(root, file)));
  const parsed = listTests(root, files(named), 'parsed');
  const open = named.filter((reference) => !parsed.some((test) => namesTest(reference, test)));
  return [...parsed, ...listTests(root, files(open), 'loaded')];
}
