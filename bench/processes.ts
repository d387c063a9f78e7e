import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Linux shows user space 100 ticks a second on every architecture that Node runs on (USER_HZ). */
const TICKS_PER_SECOND = 100;

type Usage = { parent: number; ticks: number };

function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and brackets; what follows its last bracket starts with field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return undefined; // it ended while we looked
  }
}

/**
 * CPU seconds of a process and all its descendants, living or already waited for (Linux only).
 * @throws Error when the process has ended.
 */
export function cpuSeconds(pid: number): number {
  const all = new Map<number, Usage>();
  for (const name of readdirSync('/proc')) {
    const usage = /^\d+$/.test(name) ? usageOf(Number(name)) : undefined;
    if (usage) all.set(Number(name), usage);
  }
  if (!all.has(pid)) throw new Error(`process ${pid} has ended`);
  const belongs = (candidate: number): boolean => {
    if (candidate === pid) return true;
    const parent = all.get(candidate)?.parent;
    return parent !== undefined && belongs(parent);
  };
  let ticks = 0;
  for (const [candidate, usage] of all) if (belongs(candidate)) ticks += usage.ticks;
  return ticks / TICKS_PER_SECOND;
}

/** Resident memory of one process in MB (10^6 bytes), now and at its highest (Linux only). */
export function memoryMb(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

/** Keeps a process on one core where there are two, so that the measured and the measuring side do not share one. */
export function pin(pid: number, core: number): void {
  if (os.cpus().length < 2) return;
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    // no util-linux here: the figures are noisier then, not wrong
  }
}

/** Starts a TypeScript file of this folder in a process of its own, with a message channel. */
export function spawnScript(url: URL, args: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', fileURLToPath(url), ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
}

/** Resolves with a process's id once it runs. */
export async function startedPid(child: ChildProcess): Promise<number> {
  if (child.pid === undefined) await once(child, 'spawn'); // rejects with the reason
  if (child.pid === undefined) throw new Error('process has no id');
  return child.pid;
}

/** The first line a process writes; rejects when it ends before. */
export async function firstLine(child: ChildProcess, stream: Readable | null): Promise<string> {
  if (!stream) throw new Error('process has no such stream');
  const lines = createInterface({ input: stream });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${child.spawnfile} ended (${code}) before it was ready`);
  });
  const line = once(lines, 'line').then(([text]) => String(text));
  return Promise.race([line, ended]);
}

/** Ends a process that we started, by force after five seconds. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = new AbortController();
  const force = sleep(5_000, undefined, { signal: patience.signal })
    .then(() => child.kill('SIGKILL'))
    .catch(() => undefined);
  await ended;
  patience.abort();
  await force;
}
