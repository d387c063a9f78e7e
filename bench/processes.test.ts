import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { cpuSeconds, firstLine, memoryMb, startedPid, stopProcess } from './processes.js';

/** A process that does nothing itself, and whose child has worked for 300 ms of CPU. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const work = 'while (process.cpuUsage().user < 300000); console.log("done"); setInterval(() => 0, 1000)';
  const child = spawn(process.execPath, ['-e', work], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.pipe(process.stdout);
  process.on('SIGTERM', () => { child.kill(); process.exit(0); });
`;

test.skipIf(process.platform !== 'linux')('the CPU of a process holds that of its children', async () => {
  const parent = spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await startedPid(parent);
  expect(await firstLine(parent, parent.stdout)).toBe('done');
  expect(cpuSeconds(pid)).toBeGreaterThanOrEqual(0.3);
  const memory = memoryMb(pid);
  expect(memory.now).toBeGreaterThan(10);
  expect(memory.peak).toBeGreaterThanOrEqual(memory.now);
  await stopProcess(parent);
  expect(() => cpuSeconds(pid)).toThrow('has ended');
});

test('a process that ends before its first line is an error', async () => {
  const child = spawn(process.execPath, ['-e', 'process.exit(3)'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await expect(firstLine(child, child.stdout)).rejects.toThrow('ended (3)');
});
