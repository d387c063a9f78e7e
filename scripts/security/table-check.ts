import type { Fault, Table } from './table.js';
import { namesTest, type TestReference, testReferenceText } from './test-reference.js';

/** A test that vitest knows. Where only names are known, nothing is said of its outcome. */
export interface KnownTest extends TestReference {
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'unknown';
}

interface Surroundings {
  readonly fileExists: (path: string) => boolean;
  readonly tests: readonly KnownTest[];
  /** Whether rows may still wait for their code. */
  readonly allowPending: boolean;
}

/** Everything that is wrong with the table where it stands. */
export function faultsOf(table: Table, { fileExists, tests, allowPending }: Surroundings): Fault[] {
  const faultOfTest = (reference: TestReference): string | undefined => {
    const named = tests.filter((test) => namesTest(reference, test));
    const text = testReferenceText(reference);
    if (named.length === 0) return `there is no test \`${text}\``;
    const bad = named.find(({ outcome }) => outcome === 'failed' || outcome === 'skipped');
    return bad && `\`${text}\` ${bad.outcome === 'failed' ? 'failed' : 'was not run'}`;
  };
  const found = table.rows.flatMap(({ id, line, where, status }) => {
    const messages = where.filter((path) => !fileExists(path)).map((path) => `there is no file ${path}`);
    if (status.kind === 'pending' && !allowPending) messages.push('is pending');
    if (status.kind === 'met') messages.push(...status.tests.map(faultOfTest).filter((fault) => fault !== undefined));
    return messages.map((message) => ({ line, message: `${id}: ${message}` }));
  });
  return [...table.faults, ...found];
}

/** How many rows are of each kind, in words. */
export function summaryOf({ rows }: Table): string {
  const count = (kind: string) => rows.filter(({ status }) => status.kind === kind).length;
  return [
    `${count('met')} of ${rows.length} requirements are met`,
    `${count('not met')} are not`,
    `${count('does not apply')} do not apply`,
    `${count('pending')} are pending`,
  ].join(', ');
}
