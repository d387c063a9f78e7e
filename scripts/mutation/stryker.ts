import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive, mutantsOfReport, type TriedMutant } from './mutants.js';

const program = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')), 'bin/stryker.js');
const runner = (): string => fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'));

/**
 * Tries the mutants of a file, or only those of `some` that live, in a tree that is changed meanwhile: a copy.
 * @throws where the tests do not pass without a mutant
 */
export async function tryMutants(
  copy: string,
  file: string,
  tests: readonly string[],
  some?: readonly TriedMutant[],
): Promise<TriedMutant[]> {
  const config = join(copy, 'stryker.config.json');
  const report = join(copy, 'stryker-report.json');
  rmSync(report, { force: true });
  const mutate = some === undefined ? [file] : [...new Set(some.filter(isAlive).map((one) => rangeOf(file, one)))];
  writeFileSync(config, JSON.stringify(configuration(mutate, report)));
  const child = spawn(process.execPath, [program(), 'run', config], {
    cwd: copy,
    env: { ...process.env, MUTATION_TESTS: tests.join(',') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  if (!existsSync(report)) throw new Error(`the mutants of ${file} could not be tried\n${said}`);
  return mutantsOfReport(readFileSync(report, 'utf8'));
}

const configuration = (mutate: readonly string[], report: string) => ({
  ...{ mutate, inPlace: true, concurrency: 1, allowEmpty: true, disableTypeChecks: false },
  ...{ testRunner: 'vitest', plugins: [runner()], vitest: { configFile: 'scripts/mutation/vitest.config.ts' } },
  ...{ reporters: ['json'], jsonReporter: { fileName: report }, allowConsoleColors: false },
  // A loop that does not end is stopped after this and half as long again as the tests take.
  timeoutMS: 10_000,
});

/** Stryker counts columns from 0 where it is asked, from 1 where it reports. */
const rangeOf = (file: string, { start, end }: TriedMutant): string =>
  `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;
