import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import { KITTY_DELETE_ALL, LEAVE_SCREEN, RESET_INPUT_MODES } from './screen/ansi.js';
import { type Environment, insideMultiplexer } from './screen/capabilities.js';

const MARKER = 'DIDACTO_WALL_GUARDED';
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGTSTP', 'SIGCONT'] as const;

/** Whether this process runs under a guardian. */
export function isGuarded(env: Environment): boolean {
  return env[MARKER] === '1';
}

/**
 * Runs this same command again as a child and makes the terminal whole after it, even if the child is killed with
 * SIGKILL. Returns the child's exit code, 128 + the signal's number where a signal ended it.
 *
 * @param argv The command's own arguments, such as `process.argv.slice(1)`: the script first.
 */
export async function runGuarded(argv: readonly string[], env: Environment = process.env): Promise<number> {
  const savedMode = saveTerminalMode();
  const child = spawn(process.execPath, [...process.execArgv, ...argv], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // React loads its slow development build unless it is told otherwise.
    env: { NODE_ENV: 'production', ...env, [MARKER]: '1' },
  });
  const stopForwarding = forwardSignals(child);
  let terminalTaken = false;
  child.on('message', (message) => {
    terminalTaken = isTerminalMessage(message) ? message.terminal === 'entered' : terminalTaken;
  });
  try {
    return await exitCodeOf(child);
  } finally {
    stopForwarding();
    // After a tidy end the sequences are left out: they would move the cursor over what was printed since.
    if (terminalTaken) writeRestore(env);
    restoreTerminalMode(savedMode);
  }
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // Not 'exit': the channel's last message has to be read before.
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

function forwardSignals(child: ChildProcess): () => void {
  const handlers = FORWARDED.map((signal) => ({ signal, forward: () => void child.kill(signal) }));
  for (const { signal, forward } of handlers) process.on(signal, forward);
  return () => {
    for (const { signal, forward } of handlers) process.off(signal, forward);
  };
}

function isTerminalMessage(message: unknown): message is { terminal: unknown } {
  return typeof message === 'object' && message !== null && 'terminal' in message;
}

function writeRestore(env: Environment): void {
  const kitty = insideMultiplexer(env) ? '' : KITTY_DELETE_ALL;
  try {
    writeSync(1, kitty + RESET_INPUT_MODES + LEAVE_SCREEN);
  } catch {
    // The terminal is gone; there is nothing to make whole.
  }
}

// Raw mode belongs to the terminal, not to the process: a killed process leaves it behind, so it is kept from before.
function saveTerminalMode(): string | null {
  const { status, stdout } = spawnSync('stty', ['-g'], { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

function restoreTerminalMode(saved: string | null): void {
  if (saved !== null) spawnSync('stty', [saved], { stdio: ['inherit', 'ignore', 'ignore'] });
}
