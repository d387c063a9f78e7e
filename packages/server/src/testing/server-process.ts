import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testEnvironment } from './test-server.js';

/** The server's own program in a process of its own, which can be killed. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** At once, without a word to anyone. */
  kill(): Promise<void>;
  /** As an operator stops it. */
  stop(): Promise<void>;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Starts it on a data folder; `port` 0 takes any free one. Resolves when it listens. */
export async function startServerProcess(
  dataDir: string,
  port = 0,
  more: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--conditions', '@didacto/source', '--import', 'tsx', main, 'start'], {
    env: { PATH: process.env.PATH, ...testEnvironment(dataDir), PORT: String(port), ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the server ended before it listened');
  });
  ended.catch(() => undefined);
  const [url] = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  const { pid = 0 } = child;
  return { url: String(url), pid, kill: () => end(child, 'SIGKILL'), stop: () => end(child, 'SIGTERM') };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
