import type { KnownTest } from '../security/table-check.js';
import { namesTest, parseTestReference, type TestReference, testReferenceText } from '../security/test-reference.js';
import { reasons, type Statement } from './statements/statement.js';

const nameOf = ({ section, tag, what }: Statement): string => `${section} [${tag}] ${what}`;

/** Everything that is wrong with the table, given the tests that there are. */
export function faultsOf(statements: readonly Statement[], tests: readonly KnownTest[]): string[] {
  const names = statements.map(nameOf);
  return statements.flatMap((statement, index) => {
    const messages = [...formFaults(statement), ...(statement.tests ?? []).flatMap(testFaults(statement, tests))];
    if (names.indexOf(nameOf(statement)) !== index) messages.push('stands twice');
    return messages.map((message) => `${nameOf(statement)}: ${message}`);
  });
}

function formFaults({ section, what, tests, notUsed }: Statement): string[] {
  const faults: string[] = [];
  if (!/^§[1-4](\.\d)?$/.test(section)) faults.push('is of no section');
  if (what.trim() === '') faults.push('says nothing');
  const isTested = tests !== undefined && tests.length > 0;
  if (!isTested && notUsed === undefined) faults.push('has neither a test nor a reason');
  if (isTested && notUsed !== undefined) faults.push('has a test, and a reason to have none');
  return faults;
}

const testFaults =
  (statement: Statement, tests: readonly KnownTest[]) =>
  (text: string): string[] => {
    const reference = parseTestReference(text);
    if (reference === undefined) return [`\`${text}\` is no test`];
    const named = tests.filter((test) => namesTest(reference, test));
    if (named.length === 0) return [`there is no test \`${text}\``];
    return named
      .filter(({ title }) => !saysSo(title, statement))
      .map((test) => `\`${testReferenceText(test)}\` does not name ${statement.section} [${statement.tag}]`);
  };

/** Whether a title, suites included, names the section and the tag. */
const saysSo = (title: string, { section, tag }: Pick<Statement, 'section' | 'tag'>): boolean =>
  title.includes(`[${tag}]`) && new RegExp(`${section.replace('.', '\\.')}(?![.\\d])`).test(title);

const ofStatement = /§[1-4](?:\.\d)?(?!\d)/;

/** Tests that name a statement which the table does not have. */
export function untold(statements: readonly Statement[], tests: readonly KnownTest[]): string[] {
  const references = referencesOf(statements);
  return tests
    .filter(({ title }) => ofStatement.test(title) && /\[[OC]\]/.test(title))
    .filter((test) => !references.some((reference) => namesTest(reference, test)))
    .map(testReferenceText);
}

/** The tests that the table names. */
export const referencesOf = (statements: readonly Statement[]): readonly TestReference[] =>
  statements.flatMap(({ tests }) =>
    (tests ?? []).map(parseTestReference).filter((reference) => reference !== undefined),
  );

/** How many statements there are of each kind, in lines. */
export function summaryOf(statements: readonly Statement[]): string {
  const unused = statements.filter(({ notUsed }) => notUsed !== undefined);
  const lines = Object.entries(reasons).flatMap(([name, text]) => {
    const count = unused.filter(({ notUsed }) => notUsed === name).length;
    return count === 0 ? [] : [`  ${count} (${name}): ${text}`];
  });
  const tested = statements.length - unused.length;
  return [`${statements.length} statements: ${tested} tested, ${unused.length} not used`, ...lines].join('\n');
}
