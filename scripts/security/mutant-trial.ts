import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTest, type TestOutcome } from './run-test.js';
import { parseTestReference, type TestReference } from './test-reference.js';

/** A protection taken out of the code, and the test that must then fail. */
export interface Mutant {
  /** The requirement of docs/security.md that the test is named for. */
  readonly requirement: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** `path/to/file.test.ts › suite > title`. */
  readonly test: string;
}

/** `caught`: the test passes, and fails with the mutant. `survived`: it passes with it, too. `broken`: nothing is known, and why. */
export interface Trial {
  readonly outcome: 'caught' | 'survived' | 'broken';
  readonly why?: string;
}

/** Why a mutant cannot be tried in this tree; undefined where it can. */
export function faultOfMutant(root: string, { file, find, replace, test }: Mutant): string | undefined {
  const reference = parseTestReference(test);
  if (!reference) return `"${test}" names no test`;
  for (const path of [file, reference.file]) if (!existsSync(join(root, path))) return `there is no file ${path}`;
  if (find === replace) return 'it changes nothing';
  const times = find === '' ? 0 : readFileSync(join(root, file), 'utf8').split(find).length - 1;
  return times === 1 ? undefined : `"${find}" stands ${times} times in ${file}, not once`;
}

/** Tries mutants in a tree that is changed meanwhile, one after another: a copy. */
export function mutantTrials(root: string): (mutant: Mutant) => Promise<Trial> {
  // Several mutants name one test: that it passes without them is found out once.
  const bare = new Map<string, Promise<TestOutcome>>();
  const withoutMutant = (test: string, reference: TestReference): Promise<TestOutcome> => {
    const run = bare.get(test) ?? runTest(root, reference);
    bare.set(test, run);
    return run;
  };
  return async (mutant) => {
    const fault = faultOfMutant(root, mutant);
    const reference = parseTestReference(mutant.test);
    if (fault !== undefined || !reference) return { outcome: 'broken', why: fault ?? 'it names no test' };
    const before = await withoutMutant(mutant.test, reference);
    if (before !== 'passed') return { outcome: 'broken', why: `without the mutant the test is ${before}` };
    const path = join(root, mutant.file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.split(mutant.find).join(mutant.replace));
    try {
      const after = await runTest(root, reference);
      if (after === 'not run') return { outcome: 'broken', why: 'with the mutant the test cannot be run' };
      return { outcome: after === 'failed' ? 'caught' : 'survived' };
    } finally {
      writeFileSync(path, text);
    }
  };
}

/** Stays the same as long as the mutant, the file it changes and the file of its test do. */
export function fingerprintOf(root: string, mutant: Mutant): string {
  const hash = createHash('sha256').update(JSON.stringify(mutant));
  for (const file of [mutant.file, parseTestReference(mutant.test)?.file])
    if (file !== undefined && existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}
