import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { CliError } from '../cli-error.js';

export interface LockOptions {
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly clock?: () => number;
  /** A holder that took longer has died: nobody holds it for more than one request. */
  readonly staleMs?: number;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code;

/** Runs `work` while no other process does so under the same lock file. @throws CliError config_locked */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { sleep = pause, clock = Date.now, staleMs = 20_000 } = options;
  const deadline = clock() + 2 * staleMs;
  const mark = `${process.pid} ${randomUUID()}`;
  while (!(await take(file, mark))) {
    if (await isStale(file, clock(), staleMs)) await breakLock(file);
    else if (clock() > deadline) throw new CliError('config_locked', `${file} is held by another didacto process`);
    else await sleep(20 + Math.random() * 40);
  }
  try {
    return await work();
  } finally {
    // Only our own: a lock that was broken as stale may be another's by now.
    if ((await readFile(file, 'utf8').catch(() => '')) === mark) await rm(file, { force: true });
  }
}

async function take(file: string, mark: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(mark).finally(() => handle.close());
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function isStale(file: string, now: number, staleMs: number): Promise<boolean> {
  const [pid] = (await readFile(file, 'utf8').catch(() => '')).split(' ');
  if (pid && !isAlive(Number(pid))) return true;
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && now - found.mtimeMs > staleMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** Of several that see a stale lock, the rename lets one take it away. */
async function breakLock(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  await rm(aside, { force: true });
}
