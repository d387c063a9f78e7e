import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultOfMutant } from './mutant-trial.js';
import { securityMutants } from './mutants.js';
import { parseTable } from './table.js';
import { namesTest, parseTestReference } from './test-reference.js';

const root = join(import.meta.dirname, '../..');
const { rows } = parseTable(readFileSync(join(root, 'docs/security.md'), 'utf8'));
const named = securityMutants.map((mutant) => [`${mutant.requirement} in ${mutant.file}`, mutant] as const);

test.each(named)('%s can be tried: its text stands there once', (_, mutant) => {
  expect(faultOfMutant(root, mutant)).toBeUndefined();
});

test.each(named)('%s is of a requirement that is met by the test it must fail', (_, { requirement, test }) => {
  const status = rows.find(({ id }) => id === requirement)?.status;
  const named = status?.kind === 'met' ? status.tests : [];
  const reference = parseTestReference(test);
  expect(named.filter((one) => reference && (one.title === reference.title || namesTest(one, reference)))).not.toEqual(
    [],
  );
});
