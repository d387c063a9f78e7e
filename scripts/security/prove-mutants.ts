import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { fingerprintOf, type Mutant, mutantTrials, type Trial } from './mutant-trial.js';
import { copyTree } from './tree-copy.js';

const Kept = z.object({
  proof: z.string(),
  mutants: z.array(
    z.object({
      requirement: z.string(),
      file: z.string(),
      test: z.string(),
      outcome: z.enum(['caught', 'survived', 'broken']),
      why: z.string().optional(),
      seconds: z.number(),
      /** Of the mutant, the file it changes and its test's file: a result stands while they are the same. */
      fingerprint: z.string(),
    }),
  ),
});
type Result = z.infer<typeof Kept>['mutants'][number];

interface Options {
  /** Of the proof; its results are in `bench/results/NAME-mutants.json`. */
  readonly name: string;
  readonly root: string;
  readonly mutants: readonly Mutant[];
  /** Only those with this text in their requirement, file or test. */
  readonly only?: string | undefined;
  /** Also those whose result still stands. */
  readonly again: boolean;
  readonly say: (line: string) => void;
}

/**
 * Takes each protection out, one at a time, and sees its test fail. Keeps each result as soon as it is there, in
 * bench/results/; gives whether all were caught.
 */
export async function proveMutants({ name, root, mutants, only = '', again, say }: Options): Promise<boolean> {
  const file = join(root, `bench/results/${name}-mutants.json`);
  const kept = new Map(readKept(file).map((result) => [result.fingerprint, result]));
  const copy = copyTree(root);
  try {
    const attempt = mutantTrials(copy.root);
    const all = mutants.map((mutant) => ({ mutant, fingerprint: fingerprintOf(copy.root, mutant) }));
    const meant = all.filter(({ mutant }) => [mutant.requirement, mutant.file, mutant.test].join(' ').includes(only));
    for (const { mutant, fingerprint } of meant) {
      if (!again && kept.get(fingerprint)?.outcome === 'caught') continue;
      const start = performance.now();
      const trial = await attempt(mutant);
      const result = resultOf(mutant, trial, fingerprint, performance.now() - start);
      say(lineOf(result));
      kept.set(fingerprint, result);
      const results = all.map((one) => kept.get(one.fingerprint)).filter((one) => one !== undefined);
      writeFileSync(file, `${JSON.stringify({ proof: name, mutants: results }, null, 1)}\n`);
    }
    const results = meant.map(({ fingerprint }) => kept.get(fingerprint));
    const caught = results.filter((result) => result?.outcome === 'caught').length;
    say(`${caught} of ${meant.length} mutants are caught; ${relative(process.cwd(), file)}`);
    return meant.length > 0 && caught === meant.length;
  } finally {
    copy.remove();
  }
}

const readKept = (file: string): readonly Result[] =>
  existsSync(file) ? Kept.parse(JSON.parse(readFileSync(file, 'utf8'))).mutants : [];

function resultOf({ requirement, file, test }: Mutant, trial: Trial, fingerprint: string, ms: number): Result {
  return { requirement, file, test, ...trial, seconds: Math.round(ms / 100) / 10, fingerprint };
}

const lineOf = ({ requirement, file, test, outcome, why, seconds }: Result): string =>
  `${outcome.padEnd(8)} ${requirement.padEnd(8)} ${file}\n           ${test}${why === undefined ? '' : `\n           ${why}`} (${seconds} s)`;
