import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

type Outcome = { code: number | string | undefined; stdout: string; stderr: string };

const bench = (...args: string[]) =>
  new Promise<Outcome>((resolve) => {
    const file = fileURLToPath(new URL('./run.ts', import.meta.url));
    execFile(process.execPath, ['--import', 'tsx', file, ...args], (error, stdout, stderr) =>
      resolve({ code: error ? (error.code ?? undefined) : 0, stdout, stderr }),
    );
  });

test('the benchmarks are listed', async () => {
  const { code, stdout } = await bench('--list');
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toEqual(expect.arrayContaining(['agent', 'live', 'input', 'wall', 'tui', 'auth']));
});

test.each([
  [['nothing'], 'there is no benchmark "nothing"'],
  [[], 'has to be named'],
  [['agent', '--seconds', 'soon'], '--seconds soon'],
  [['agent', '--fast'], '--fast'],
])('%j is refused with help', async (args, message) => {
  const { code, stdout, stderr } = await bench(...args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
  expect(stderr).toContain('Examples:');
});
