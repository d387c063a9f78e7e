import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testsOfReport, vitestProgram } from './known-tests.js';
import { namesTest, type TestReference, titlePattern } from './test-reference.js';

/** `not run`: no such test, it was skipped, or its file could not be loaded. */
export type TestOutcome = 'passed' | 'failed' | 'not run';

/** Runs the named test alone with the vitest of `root`; of several that it names, one failure counts. */
export async function runTest(root: string, reference: TestReference): Promise<TestOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-run-'));
  const report = join(folder, 'report.json');
  try {
    const filter = ['run', reference.file, '-t', titlePattern(reference)];
    const args = [vitestProgram(root), ...filter, '--reporter=json', `--outputFile=${report}`];
    const child = spawn(process.execPath, args, { cwd: root, env: environment(), stdio: 'ignore' });
    await once(child, 'exit');
    if (!existsSync(report)) return 'not run';
    const named = testsOfReport(readFileSync(report, 'utf8'), root).filter((test) => namesTest(reference, test));
    if (named.some(({ outcome }) => outcome === 'failed')) return 'failed';
    return named.length > 0 && named.every(({ outcome }) => outcome === 'passed') ? 'passed' : 'not run';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without what an outer vitest tells its workers: this one is no worker of it. */
const environment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
