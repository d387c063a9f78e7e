import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { copyTree } from '../security/tree-copy.js';
import { isAlive, summaryOf, TriedMutant, triedAgain } from './mutants.js';
import { tableOf } from './score-table.js';
import { tryMutants } from './stryker.js';
import { coreTests, type Subject, subjects } from './subjects.js';

const Kept = z.object({
  proof: z.literal('mutation'),
  files: z.array(
    z.object({
      file: z.string(),
      /** Of the file: what was killed stays killed while it is the same. */
      source: z.string(),
      /** Of its near tests: what lived is tried again once they are others. */
      near: z.string(),
      /** Of all tests of the core, in the same way. Undefined: so far tried with the near ones only. */
      tests: z.string().optional(),
      mutants: z.array(TriedMutant),
    }),
  ),
});
type Result = z.infer<typeof Kept>['files'][number];

interface Options {
  readonly root: string;
  /** Only files with this text in their path. */
  readonly only?: string | undefined;
  readonly again: boolean;
  readonly say: (line: string) => void;
}

/** Of all mutants of the core, in percent, so many have to be found out. */
const leastScore = 85;

/**
 * Changes the payments core in every small way Stryker knows, one at a time, and sees whether a test fails. Keeps what it
 * found after each file in bench/results/mutation.json; gives whether the score of what was asked for is high enough.
 */
export async function proveMutation({ root, only = '', again, say }: Options): Promise<boolean> {
  const path = join(root, 'bench/results/mutation.json');
  const kept = new Map(readKept(path).map((result) => [result.file, result]));
  const meant = subjects.filter(({ file }) => file.includes(only));
  const copy = copyTree(root);
  try {
    // All with their near tests first: much is known early of everything.
    for (const step of [tryNear, tryWide])
      for (const subject of meant) {
        const before = again && step === tryNear ? undefined : kept.get(subject.file);
        const result = await step(copy.root, subject, before);
        if (result === before) continue;
        kept.set(subject.file, result);
        writeKept(path, kept);
        say(`${subject.file} ${summaryOf(result.mutants).score} %`);
      }
  } finally {
    copy.remove();
  }
  const results = meant.flatMap(({ file }) => kept.get(file) ?? []);
  const { score } = summaryOf(results.flatMap(({ mutants }) => mutants));
  say(`${tableOf(results)}\n${score} % of the mutants are found out; ${relative(process.cwd(), path)}`);
  return results.length > 0 && score >= leastScore;
}

/** What its near tests find out. */
async function tryNear(copy: string, subject: Subject, before: Result | undefined): Promise<Result> {
  const { file } = subject;
  const source = fingerprintOf(copy, [file]);
  const near = fingerprintOf(copy, subject.near);
  if (before?.source !== source) return { file, source, near, mutants: await tryMutants(copy, file, subject.near) };
  if (before.near === near) return before;
  return { file, source, near, mutants: await tryLiving(copy, file, subject.near, before.mutants) };
}

/** What the tests of the whole core find out of the rest. */
async function tryWide(copy: string, { file }: Subject, before: Result | undefined): Promise<Result> {
  if (!before) throw new Error(`${file} was not tried with its near tests`);
  const tests = fingerprintOf(copy, coreTests);
  if (before.tests === tests) return before;
  return { ...before, tests, mutants: await tryLiving(copy, file, coreTests, before.mutants) };
}

async function tryLiving(
  copy: string,
  file: string,
  tests: readonly string[],
  mutants: readonly TriedMutant[],
): Promise<TriedMutant[]> {
  const again = mutants.some(isAlive) ? await tryMutants(copy, file, tests, mutants) : [];
  return triedAgain(mutants, again);
}

function fingerprintOf(root: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

const readKept = (path: string): readonly Result[] =>
  existsSync(path) ? Kept.parse(JSON.parse(readFileSync(path, 'utf8'))).files : [];

/** With what a reader looks for: the counts, and where what lives stands. */
function writeKept(path: string, kept: ReadonlyMap<string, Result>): void {
  const files = subjects.flatMap(({ file }) => kept.get(file) ?? []);
  const summary = files.map(({ file, mutants }) => ({ file, ...summaryOf(mutants) }));
  const total = summaryOf(files.flatMap(({ mutants }) => mutants));
  const survivors = files.flatMap(({ file, mutants }) =>
    mutants.filter(isAlive).map(({ start, mutator, replacement, status }) => {
      return { at: `${file}:${start.line}:${start.column}`, mutator, replacement, status };
    }),
  );
  writeFileSync(path, `${JSON.stringify({ proof: 'mutation', total, summary, survivors, files }, null, 1)}\n`);
}
