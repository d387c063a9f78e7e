import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasXServer } from '../../capture/testing/x-server.js';
import type { XObserver } from './x-observer.js';

/** Whether tests can type into a terminal; says once what to install where they cannot. */
export function hasTerminal(): boolean {
  const hasXterm = spawnSync('xterm', ['-version']).error === undefined;
  if (!hasXterm) console.log('skipped: xterm not found; apt-get install xterm');
  return hasXServer() && hasXterm;
}

/** An xterm over the whole screen, whose shell writes into a file what it reads. */
export interface Terminal {
  text(): string;
  /** Waits until it has read all of that, and says what it has read. */
  textOf(bytes: number): Promise<string>;
  close(): Promise<void>;
}

/** Polls until it is so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what}: not in 30 s`);
    await sleep(20);
  }
}

export async function openTerminal(display: string, observer: XObserver): Promise<Terminal> {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-terminal-'));
  const file = join(folder, 'typed');
  const shell = `stty raw -echo; exec cat > '${file}'`;
  const args = ['-u8', '-geometry', '200x60+0+0', '-e', 'sh', '-c', shell];
  const env = { ...process.env, DISPLAY: display, LC_ALL: 'C.UTF-8' };
  const child = spawn('xterm', args, { env, stdio: 'ignore' });
  const exited = once(child, 'exit');
  await until('a terminal', async () => existsSync(file) && (await observer.pointer()).child !== 0);
  const text = (): string => readFileSync(file, 'utf8');
  return {
    text,
    async textOf(bytes) {
      await until(`${bytes} bytes typed`, () => readFileSync(file).length >= bytes).catch(() => undefined);
      return text();
    },
    async close() {
      child.kill();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}
