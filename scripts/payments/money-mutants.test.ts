import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultOfMutant } from '../security/mutant-trial.js';
import { moneyMutants } from './money-mutants.js';

const root = join(import.meta.dirname, '../..');
const named = moneyMutants.map((mutant) => [`${mutant.requirement} (${mutant.file})`, mutant] as const);

test.each(named)('%s can be taken out: its text stands there once', (_, mutant) => {
  expect(faultOfMutant(root, mutant)).toBeUndefined();
});

test('there are at least 20', () => {
  expect(moneyMutants.length).toBeGreaterThanOrEqual(20);
});
