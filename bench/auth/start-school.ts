import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import * as z from 'zod';
import type { PasswordCost } from '../../packages/server/src/platform/passwords.js';
import { startedPid, stopProcess } from '../processes.js';
import type { SchoolFacts } from './school.js';

/** The server under measurement, in a process of its own. */
export type School = SchoolFacts & {
  pid: number;
  /** CPU seconds it has used, to the microsecond. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
};

/** `cost`: of a password; undefined: the configuration's default. */
export type SchoolOptions = { students: number; cost?: PasswordCost };

const serverPackage = fileURLToPath(new URL('../../packages/server/', import.meta.url));

/** Starts the server with a lecture, its owner and so many students. */
export async function startSchool({ students, cost }: SchoolOptions): Promise<School> {
  const program = await bundle();
  const dataDir = mkdtempSync(join(tmpdir(), 'didacto-bench-'));
  const child = spawn(process.execPath, [program.file, String(students)], {
    env: environment(dataDir, cost),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const stop = async () => {
    await stopProcess(child);
    program.remove();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the school ended (${code})`);
  });
  ended.catch(() => undefined); // heard by whoever waits for an answer
  const answer = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  try {
    const facts: SchoolFacts = await answer();
    const cpuSeconds = async () => {
      child.send('cpu');
      const { user, system }: NodeJS.CpuUsage = await answer();
      return (user + system) / 1e6;
    };
    return { ...facts, pid: await startedPid(child), cpuSeconds, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Everything default, limits of tries too, but that tokens outlive the run. */
const environment = (dataDir: string, cost: PasswordCost | undefined): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  DATA_DIR: dataDir,
  PORT: '0',
  METRICS_PORT: '0',
  ACCESS_TOKEN_SECONDS: '86400',
  LOG_LEVEL: 'warn',
  ...(cost && { ARGON2_MEMORY_KIB: String(cost.memoryKib), ARGON2_PASSES: String(cost.passes) }),
});

/**
 * Builds the school as the server itself is built, from its sources: its parts are not exported, and what a loader
 * makes of them while they run is slower. It stands within the repository, where packages are found.
 */
async function bundle(): Promise<{ file: string; remove: () => void }> {
  const parent = fileURLToPath(new URL('./dist/', import.meta.url));
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'school-'));
  const file = join(folder, 'dist/school.js');
  await build({
    entryPoints: [fileURLToPath(new URL('./school.ts', import.meta.url))],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    conditions: ['@didacto/source'],
    external: dependencies(),
  });
  // What the server reads beside its bundle.
  cpSync(join(serverPackage, 'package.json'), join(folder, 'package.json'));
  cpSync(join(serverPackage, 'src/pages/browser'), join(folder, 'dist/browser'), { recursive: true });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** The server's packages but for our own. */
function dependencies(): string[] {
  const text = readFileSync(join(serverPackage, 'package.json'), 'utf8');
  return Object.keys(Manifest.parse(JSON.parse(text)).dependencies).filter((name) => !name.startsWith('@didacto/'));
}
