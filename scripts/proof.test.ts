import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const proof = (...args: string[]) =>
  new Promise<{ code: unknown; stderr: string }>((resolve) => {
    const file = join(import.meta.dirname, 'proof.ts');
    execFile(process.execPath, ['--import', 'tsx', file, ...args], (error, _stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stderr }),
    );
  });

test.each([
  [[], 'one proof has to be named'],
  [['nothing'], 'one proof has to be named'],
  [['security', 'more'], 'one proof has to be named'],
  [['security', '--fast'], '--fast'],
])('%j is refused with the list of proofs', async (args, message) => {
  const { code, stderr } = await proof(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain('security');
});

test('a proof of nothing is none', async () => {
  const { code, stderr } = await proof('security', '--only', 'nothing of that name');
  expect(code).toBe(1);
  expect(stderr).toContain('0 of 0');
});
