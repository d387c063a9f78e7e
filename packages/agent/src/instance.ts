import { chmod, mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { AgentFailure, systemCode } from './failure.js';
import { lockFile, type Unlock } from './file-lock.js';
import { shortHash } from './host-facts.js';
import type { AgentStatus } from './status.js';

/** Where the one agent of a configuration folder answers `status`; whoever holds it is that agent. */
export interface InstanceAddress {
  readonly path: string;
  /** The folder to make for it; none for a pipe. */
  readonly folder: string | undefined;
}

export interface HeldInstance {
  /** From now on `status` is answered. */
  serve(status: () => AgentStatus): void;
  release(): Promise<void>;
}

/** @param dir the configuration folder: two of them make two agents */
export function instanceAddress(dir: string, env: Readonly<Record<string, string | undefined>>): InstanceAddress {
  const name = `agent-${shortHash(dir)}`;
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\didacto-${name}`, folder: undefined };
  // Short: the address of a socket has at most about 100 bytes.
  const folder = env.XDG_RUNTIME_DIR
    ? join(env.XDG_RUNTIME_DIR, 'didacto-agent')
    : join(tmpdir(), `didacto-agent-${userInfo().uid}`);
  return { path: join(folder, `${name}.sock`), folder };
}

/**
 * Becomes the one agent of this configuration.
 * @throws AgentFailure already_running
 */
export async function holdInstance(address: InstanceAddress): Promise<HeldInstance> {
  const unlock = address.folder === undefined ? undefined : await lockIn(address.folder, address.path);
  let status: (() => AgentStatus) | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(status === undefined ? '' : JSON.stringify(status()));
  });
  try {
    // Not every Windows refuses a second pipe of the same name (Wine 8 does not), so that listening alone proves nothing.
    if (await answers(address.path)) throw alreadyRunning();
    // What is there is of an agent that died: whoever has the lock is alone here.
    if (unlock) await rm(address.path, { force: true });
    await listens(server, address.path);
  } catch (error) {
    unlock?.();
    throw error;
  }
  // It must not keep alive a process that has nothing else to do.
  server.unref();
  return {
    serve(given) {
      status = given;
    },
    async release() {
      await new Promise((resolve) => server.close(resolve));
      unlock?.();
    },
  };
}

/** @throws AgentFailure already_running */
async function lockIn(folder: string, path: string): Promise<Unlock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const unlock = lockFile(`${path}.lock`);
  if (unlock === undefined) throw alreadyRunning();
  return unlock;
}

/** What the running agent says; undefined where none runs. */
export function askInstance(path: string): Promise<AgentStatus | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      text += part;
    });
    socket.on('error', (error) => {
      if (isNobody(error)) resolve(undefined);
      else reject(error);
    });
    // Empty: held, but only just starting.
    socket.on('end', () => resolve(text === '' ? undefined : readStatus(text)));
  });
}

async function readStatus(text: string): Promise<AgentStatus> {
  // The agent that runs never needs the schema.
  const { AgentStatus } = await import('./status.js');
  try {
    return AgentStatus.parse(JSON.parse(text));
  } catch (cause) {
    throw new AgentFailure('status_unreadable', 'The running agent is of another version.', undefined, { cause });
  }
}

const isNobody = (error: unknown): boolean => ['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(systemCode(error) ?? '');

/** @throws AgentFailure already_running */
const listens = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(systemCode(error) === 'EADDRINUSE' ? alreadyRunning() : error);
    server.once('error', failed);
    server.listen(path, () => {
      server.off('error', failed);
      resolve();
    });
  });

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', (error) => (isNobody(error) ? resolve(false) : reject(error)));
  });

const alreadyRunning = (): AgentFailure =>
  new AgentFailure('already_running', 'An agent of this configuration is already running; see didacto-agent status.');
