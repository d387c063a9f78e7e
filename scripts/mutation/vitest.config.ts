// For `npm run proof -- mutation`: only the tests that the mutants are tried with, in the order in which they are named.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = join(import.meta.dirname, '../..');
const tests = (process.env.MUTATION_TESTS ?? '').split(',').map((test) => join(root, test));

/** The first failure ends a trial: the quick tests come first. */
class AsNamed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => tests.indexOf(a.moduleId) - tests.indexOf(b.moduleId));
  }
}

const conditions = ['@didacto/source'];
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    root,
    include: tests,
    isolate: false,
    sequence: { sequencer: AsNamed },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
