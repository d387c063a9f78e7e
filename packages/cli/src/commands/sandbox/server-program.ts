import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CliError } from '../../cli-error.js';
import type { Host } from '../../context.js';
import { type ExitCode, exitCodes } from '../../exit-codes.js';
import { hold } from '../../hold.js';

/** A program and what comes before its own arguments. */
type CommandLine = readonly [string, ...string[]];

/**
 * The `didacto-server` of this machine: DIDACTO_SERVER_PROGRAM, else the one installed beside this command or in the
 * working folder, else the one on the PATH.
 */
export function serverProgram({ env }: Pick<Host, 'env'>, workingFolder = process.cwd()): CommandLine {
  const chosen = env.DIDACTO_SERVER_PROGRAM;
  if (chosen) return commandLineOf(resolve(workingFolder, chosen));
  for (const from of [import.meta.url, join(workingFolder, 'package.json')]) {
    const found = installedFrom(from);
    if (found !== undefined) return commandLineOf(found);
  }
  return ['didacto-server'];
}

/** A script is run by the Node that runs this: it need not be executable, nor its first line be understood. */
const commandLineOf = (file: string): CommandLine => (/\.[cm]?js$/.test(file) ? [process.execPath, file] : [file]);

function installedFrom(module: string): string | undefined {
  try {
    const manifest = createRequire(module).resolve('@didacto/server/package.json');
    const { bin }: { bin?: Record<string, string> } = JSON.parse(readFileSync(manifest, 'utf8'));
    const script = bin?.['didacto-server'];
    return script && join(dirname(manifest), script);
  } catch {
    return undefined;
  }
}

interface RunningProgram {
  /** What it says first. */
  readonly firstLine: string;
  /** Its exit code, when it has ended. */
  readonly ended: Promise<number>;
}

interface Words {
  readonly notFound: string;
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts the program and waits for its first line. Signals to this process are passed on, and Ctrl-C waits for its end;
 * its channel tells it when this process is gone without a word.
 * @throws CliError with what it said, when it ends before it says that line
 */
export async function startServerProgram(host: Host, args: readonly string[], words: Words): Promise<RunningProgram> {
  const [program, ...before] = serverProgram(host);
  const child = spawn(program, [...before, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...host.env },
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('The program has no output');
  const ended = new Promise<number>((resolveCode, reject) => {
    child.once('error', reject);
    // Not 'exit': what it said last has to be read before.
    child.once('close', (code, signal) => resolveCode(code ?? (signal === 'SIGINT' ? exitCodes.interrupted : 143)));
  });
  void hold(
    host.holds,
    ended.catch(() => exitCodes.failure),
  );
  const handlers = forwarded.map((signal) => ({ signal, pass: () => void child.kill(signal) }));
  for (const { signal, pass } of handlers) process.on(signal, pass);
  const stopPassing = () => {
    for (const { signal, pass } of handlers) process.off(signal, pass);
  };
  ended.then(stopPassing, stopPassing);

  let complaint = '';
  stderr.on('data', (chunk: Buffer) => {
    complaint += String(chunk);
  });
  const early = ended.then((code) => {
    throw new CliError('sandbox_failed', complaint.trim() || `exit code ${code}`, asExitCode(code));
  });
  early.catch(() => undefined);
  try {
    const [line] = await Promise.race([once(createInterface(stdout), 'line'), early]);
    stderr.on('data', (chunk: Buffer) => void host.stderr.write(chunk));
    return { firstLine: String(line), ended };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new CliError('server_missing', words.notFound);
    throw error;
  }
}

const asExitCode = (code: number): ExitCode =>
  Object.values(exitCodes).find((one) => one === code && one !== exitCodes.ok) ?? exitCodes.failure;
