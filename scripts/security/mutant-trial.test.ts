import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprintOf, type Mutant, mutantTrials } from './mutant-trial.js';
import { proveMutants } from './prove-mutants.js';
import { copyTree } from './tree-copy.js';

/** A small tree of two packages: `app` guards a door by what `rules` says, as an installed package of the tree. */
const files: Record<string, string> = {
  '.gitignore': 'node_modules\ndist\n',
  'package.json': '{"type":"module"}',
  'app/package.json': '{"name":"app","type":"module"}',
  'app/door.ts': `import { isAllowed } from '@own/rules';
    export const open = (who: string) => {
      if (!isAllowed(who)) throw new Error('forbidden');
      return 'open';
    };`,
  'app/door.test.ts': `import { describe, expect, test } from 'vitest';
    import { open } from './door.js';
    describe('a door', () => {
      test('opens to the owner', () => expect(open('owner')).toBe('open'));
      test.each(['guest', 'thief'])('stays shut to a %s', (who) => expect(() => open(who)).toThrow('forbidden'));
      test.skip('is left out', () => undefined);
    });
    test('fails by itself', () => expect(1).toBe(2));`,
  'app/dist/built.ts': 'export const built = 1;',
  'rules/package.json': '{"name":"@own/rules","type":"module","exports":"./index.ts"}',
  'rules/index.ts': "export const isAllowed = (who: string) => who === 'owner';",
  'bench/results/.keep': '',
};

let root: string;
let copy: ReturnType<typeof copyTree>;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'didacto-mutants-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  mkdirSync(join(root, 'node_modules/@own'), { recursive: true });
  symlinkSync('../../rules', join(root, 'node_modules/@own/rules'), 'dir');
  const installed = realpathSync(join(import.meta.dirname, '../../node_modules/vitest'));
  symlinkSync(installed, join(root, 'node_modules/vitest'), 'dir');
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  copy = copyTree(root);
});
afterAll(() => {
  copy.remove();
  rmSync(root, { recursive: true, force: true });
});

const mutant = (change: Partial<Mutant> = {}): Mutant => ({
  requirement: 'V4.1.1',
  file: 'app/door.ts',
  find: "if (!isAllowed(who)) throw new Error('forbidden');",
  replace: '',
  test: 'app/door.test.ts › a door > stays shut to a …',
  ...change,
});
const read = (tree: string, file: string) => readFileSync(join(tree, file), 'utf8');

describe('a copy of a tree', () => {
  test('has what git would track, and not what is built', () => {
    expect(read(copy.root, 'app/door.ts')).toBe(files['app/door.ts']);
    expect(existsSync(join(copy.root, 'app/dist'))).toBe(false);
  });

  test('has the tree’s own packages as copies, and installed ones as they are', () => {
    const real = (path: string) => realpathSync(join(copy.root, 'node_modules', path));
    expect(real('@own/rules')).toBe(join(copy.root, 'rules'));
    expect(real('vitest')).toBe(realpathSync(join(root, 'node_modules/vitest')));
    expect(lstatSync(join(copy.root, 'node_modules')).isSymbolicLink()).toBe(false);
  });
});

describe('a mutant', () => {
  const attempt = (change: Partial<Mutant> = {}) => mutantTrials(copy.root)(mutant(change));

  test('is caught by a test that passes without it and fails with it; the file is as before', async () => {
    expect(await attempt()).toEqual({ outcome: 'caught' });
    expect(read(copy.root, 'app/door.ts')).toBe(files['app/door.ts']);
  });

  test('in another package of the tree is seen, too', async () => {
    const change = { file: 'rules/index.ts', find: "who === 'owner'", replace: 'who.length > 0' };
    expect(await attempt(change)).toEqual({ outcome: 'caught' });
  });

  test('survives where the test does not look', async () => {
    expect(await attempt({ test: 'app/door.test.ts › a door > opens to the owner' })).toEqual({ outcome: 'survived' });
  });

  test.each<[string, Partial<Mutant>, string]>([
    [
      'whose test is not there',
      { test: 'app/door.test.ts › a door > sings' },
      'without the mutant the test is not run',
    ],
    [
      'whose test is skipped',
      { test: 'app/door.test.ts › a door > is left out' },
      'without the mutant the test is not run',
    ],
    [
      'whose test fails by itself',
      { test: 'app/door.test.ts › fails by itself' },
      'without the mutant the test is failed',
    ],
    ['that breaks the program', { replace: '{{{' }, 'with the mutant the test cannot be run'],
    ['whose text is not there', { find: 'nothing' }, 'stands 0 times'],
    ['whose text stands there twice', { find: 'who' }, 'stands 2 times'],
    ['that changes nothing', { replace: mutant().find }, 'changes nothing'],
    ['of a file that is not there', { file: 'gone.ts' }, 'there is no file gone.ts'],
    ['whose test is no reference', { test: 'door' }, 'names no test'],
  ])('%s is broken, never caught', async (_, change, why) => {
    expect(await attempt(change)).toEqual({ outcome: 'broken', why: expect.stringContaining(why) });
    expect(read(copy.root, 'app/door.ts')).toBe(files['app/door.ts']);
  });
});

describe('the proof', () => {
  const results = () => JSON.parse(read(root, 'bench/results/security-mutants.json')).mutants;
  const weak = mutant({ test: 'app/door.test.ts › a door > opens to the owner' });

  test('keeps what was caught, tries the rest again, and changes nothing in the tree itself', async () => {
    const told: string[] = [];
    const prove = (again = false) =>
      proveMutants({ name: 'security', root, mutants: [mutant(), weak], again, say: (line) => told.push(line) });
    expect(await prove()).toBe(false);
    expect(told.at(-1)).toMatch(/^1 of 2 mutants are caught/);
    const first = results();
    expect(first).toMatchObject([{ outcome: 'caught' }, { outcome: 'survived' }]);
    // What was caught is not run again: its time stays as it was written here.
    writeFileSync(
      join(root, 'bench/results/security-mutants.json'),
      JSON.stringify({ proof: 'security', mutants: first.map((result: object) => ({ ...result, seconds: -1 })) }),
    );
    await prove();
    expect(results().map(({ seconds }: { seconds: number }) => seconds < 0)).toEqual([true, false]);
    await prove(true);
    expect(results().map(({ seconds }: { seconds: number }) => seconds < 0)).toEqual([false, false]);
    expect(read(root, 'app/door.ts')).toBe(files['app/door.ts']);
  });

  test('is good when all are caught, and never when nothing was asked for', async () => {
    const only = { name: 'security', root, mutants: [mutant(), weak], again: false, say: () => undefined };
    expect(await proveMutants({ ...only, only: 'stays shut' })).toBe(true);
    expect(await proveMutants({ ...only, only: 'nothing of that name' })).toBe(false);
  });

  test('looks again when the code or the test changed', () => {
    const before = fingerprintOf(root, mutant());
    expect(fingerprintOf(root, mutant())).toBe(before);
    expect(fingerprintOf(root, mutant({ replace: 'return;' }))).not.toBe(before);
    for (const file of ['app/door.ts', 'app/door.test.ts']) {
      writeFileSync(join(root, file), `${files[file]}\n`);
      expect(fingerprintOf(root, mutant()), file).not.toBe(before);
      writeFileSync(join(root, file), files[file] ?? '');
    }
  });
});
