import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { listTests } from '../security/known-tests.js';
import type { KnownTest } from '../security/table-check.js';
import { faultsOf, referencesOf, summaryOf, untold } from './statement-check.js';
import { reasons, type Statement, statementsOf } from './statements/statement.js';
import { statements } from './statements.js';

const root = join(import.meta.dirname, '../..');
const providers = 'packages/server/src/modules/payments/providers';

/** Those that compare a provider with its statements, whether the table names them or not. */
const fidelityFiles = (): string[] =>
  readdirSync(join(root, providers), { recursive: true, encoding: 'utf8' })
    .filter((path) => /fidelity.*\.test\.ts$/.test(path))
    .map((path) => `${providers}/${path.replaceAll('\\', '/')}`);

describe('the statements of the provider contracts', () => {
  let tests: KnownTest[];
  beforeAll(() => {
    // Loaded, as titles of tables of cases are made when a file is.
    const named = referencesOf(statements).map(({ file }) => file);
    tests = listTests(root, [...new Set([...named, ...fidelityFiles()])], 'loaded');
  });

  test('each have a test that names their section and tag, or a reason to have none', () => {
    expect(faultsOf(statements, tests)).toEqual([]);
  });

  test('are all that tests name', () => {
    expect(untold(statements, tests)).toEqual([]);
  });

  test('are of all four providers, with both tags', () => {
    const kinds = new Set(statements.map(({ section, tag }) => `${section.slice(0, 2)} ${tag}`));
    expect([...kinds].sort()).toEqual(['§1 C', '§1 O', '§2 O', '§3 C', '§3 O', '§4 C', '§4 O']);
  });
});

const file = 'a.test.ts';
const known = (title: string): KnownTest => ({ file, title, outcome: 'unknown' });
const row = (tests?: readonly string[], more: Partial<Statement> = {}): Statement => ({
  ...{ section: '§3.1', tag: 'O', what: 'keys are held' },
  ...(tests && { tests: tests.map((title) => `${file} › ${title}`) }),
  ...more,
});
const faults = (statement: Statement, ...titles: string[]) =>
  faultsOf([statement], titles.map(known)).map((fault) => fault.replace('§3.1 [O] keys are held: ', ''));

describe('a statement', () => {
  test('is well with a test whose title, suites included, names it', () => {
    expect(faults(row(['§3.1 keys > [O] are held']), '§3.1 keys > [O] are held')).toEqual([]);
    expect(faults(row(['§3.1 keys > …']), '§3.1 keys > [O] one', '§3.1 keys > [O] two')).toEqual([]);
  });

  test('is well with a reason to have none', () => {
    expect(faults(statementsOf('§3.1', 'O').notUsed('keys are held', 'network'))).toEqual([]);
  });

  test('with neither, or with both, is a fault', () => {
    expect(faults(row())).toEqual(['has neither a test nor a reason']);
    expect(faults(row([]))).toEqual(['has neither a test nor a reason']);
    expect(faults(row(['§3.1 [O] x'], { notUsed: 'network' }), '§3.1 [O] x')).toEqual([
      'has a test, and a reason to have none',
    ]);
  });

  test('with a test that is not there, or with none of its kind, is a fault', () => {
    expect(faults(row(['§3.1 [O] x']), '§3.1 [O] y')).toEqual(['there is no test `a.test.ts › §3.1 [O] x`']);
    expect(faults(row(undefined, { tests: ['a.ts'] }))).toEqual(['`a.ts` is no test']);
  });

  test.each(['§3.1 x', '[O] x', '§3.1 [C] x', '§3.2 [O] x', '§3.11 [O] x', '§3 [O] x'])(
    'with the test %j, which names another or none, is a fault',
    (title) => {
      expect(faults(row([title]), title)).toEqual([`\`a.test.ts › ${title}\` does not name §3.1 [O]`]);
    },
  );

  test('of a whole section is not named by a part of it', () => {
    const whole = { ...row(['§2.3 [O] x']), section: '§2' };
    expect(faultsOf([whole], [known('§2.3 [O] x')])).toHaveLength(1);
    expect(faultsOf([{ ...row(['§2 [O] x']), section: '§2' }], [known('§2 [O] x')])).toEqual([]);
  });

  test('stands once, in a section that there is', () => {
    const one = row(['§3.1 [O] x']);
    expect(faultsOf([one, one], [known('§3.1 [O] x')])).toEqual(['§3.1 [O] keys are held: stands twice']);
    expect(faultsOf([{ ...one, section: '§5.1', what: '' }], [known('§3.1 [O] x')]).join()).toContain(
      'is of no section',
    );
  });
});

test('a test that names a statement without a row is told', () => {
  const titles = ['§3.1 [O] x', '§3.1 keys > [C] y', '§3.1 z', '§7 [I] v', 'w [O]'];
  expect(untold([row(['§3.1 [O] x'])], titles.map(known))).toEqual(['a.test.ts › §3.1 keys > [C] y']);
});

test('the summary counts those with a test, and the others by their reason', () => {
  const { notUsed } = statementsOf('§3.1', 'O');
  const table = [row(['x']), notUsed('a', 'network'), notUsed('b', 'network'), notUsed('c', 'billing')];
  expect(summaryOf(table).split('\n')).toEqual([
    '4 statements: 1 tested, 3 not used',
    `  1 (billing): ${reasons.billing}`,
    `  2 (network): ${reasons.network}`,
  ]);
});
