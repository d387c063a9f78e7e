import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { stopProcess } from '../../../bench/processes.js';
import { password } from '../../../packages/server/src/testing/test-server.js';

/** The real agent, from its sources, on a student's own computer. */
export interface LiveAgent {
  readonly process: ChildProcess;
  /** What `status --json` says; undefined while it does not answer. */
  status(): Promise<AgentReport | undefined>;
  /** Another command at the student's computer, with `--json`; undefined where it fails. */
  command(...args: string[]): Promise<unknown>;
  /** Asks it to end. @returns its exit code */
  stop(): Promise<number | null>;
}

export interface AgentReport {
  readonly phase: string;
  readonly live: {
    readonly viewer: string | null;
    readonly transport: string;
    readonly control: string;
    readonly media: { readonly microphone: boolean; readonly speaker: boolean; readonly window: boolean };
  } | null;
}

const root = join(import.meta.dirname, '../../..');
const program = ['--conditions=@didacto/source', '--import', 'tsx', join(root, 'packages/agent/src/main.ts')];

/** Signs a student in and starts their agent on a display. */
export async function startLiveAgent(options: {
  readonly url: string;
  readonly email: string;
  readonly dir: string;
  readonly display: string;
  /** Certificates to trust besides the usual ones. */
  readonly caFile?: string | undefined;
  /** Of its session, beside the display. */
  readonly session?: Readonly<Record<string, string | undefined>>;
}): Promise<LiveAgent> {
  const { url, email, dir, display, caFile, session } = options;
  const trust = caFile === undefined ? [] : ['--ca-file', caFile];
  // Without a session bus the notice is a bar on the screen.
  const { DBUS_SESSION_BUS_ADDRESS: _, XDG_RUNTIME_DIR: __, WAYLAND_DISPLAY: ___, ...inherited } = process.env;
  const env = { ...inherited, ...session, DISPLAY: display, DIDACTO_LANG: 'en' };
  const start = (...args: string[]) =>
    spawn(process.execPath, [...program, ...args, '--config-dir', dir], { env, cwd: root, stdio: 'pipe' });
  const ask = async (input: string, ...args: string[]): Promise<string | undefined> => {
    const child = start(...args);
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.pipe(process.stderr);
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    return code === 0 ? Buffer.concat(parts).toString() : undefined;
  };
  const login = await ask(password, 'login', url, '--email', email, '--password-stdin', ...trust);
  if (login === undefined) throw new Error('the agent could not sign in');
  const child = start('run', '--log-level', 'warn', ...trust);
  child.stderr.pipe(process.stderr);
  child.on('exit', (code, signal) => {
    if (code !== 0) process.stderr.write(`The agent ended: ${signal ?? code}\n`);
  });
  const command = async (...args: string[]): Promise<unknown> => {
    const text = await ask('', ...args, '--json');
    return text === undefined ? undefined : JSON.parse(text);
  };
  return {
    process: child,
    status: async () => (await command('status')) as AgentReport | undefined,
    command,
    async stop() {
      await stopProcess(child);
      return child.exitCode;
    },
  };
}
