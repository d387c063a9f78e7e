import { chmod, mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ConsentChange, ConsentReply } from './consent-request.js';
import { AgentFailure, systemCode } from './failure.js';
import { lockFile, type Unlock } from './file-lock.js';
import { shortHash } from './host-facts.js';
import type { AgentStatus } from './status.js';

/** Where the one agent of a configuration folder answers other commands; whoever holds it is that agent. */
export interface InstanceAddress {
  readonly path: string;
  /** The folder to make for it; none for a pipe. */
  readonly folder: string | undefined;
}

export interface HeldInstance {
  /** From now on a line is answered by one. Must not reject. */
  serve(answer: (line: string) => Promise<string>): void;
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
  let answer = async (_: string): Promise<string> => '';
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    onFirstLine(socket, async (line) => void socket.end(await answer(line)));
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
      answer = given;
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

/** Longer than anything that is asked. */
const longestLine = 4_096;

function onFirstLine(socket: Socket, take: (line: string) => Promise<void>): void {
  let text = '';
  const read = (part: string): void => {
    text += part;
    const end = text.indexOf('\n');
    if (end < 0 && text.length <= longestLine) return;
    socket.off('data', read);
    if (end < 0) socket.destroy();
    else void take(text.slice(0, end));
  };
  socket.setEncoding('utf8').on('data', read);
}

/** @returns undefined where no agent runs, or where it is only just starting */
function ask(path: string, line: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write(`${line}\n`));
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      text += part;
    });
    socket.on('error', (error) => {
      if (isNobody(error)) resolve(undefined);
      else reject(error);
    });
    socket.on('end', () => resolve(text === '' ? undefined : text));
  });
}

/** What the running agent says of itself; undefined where none runs. */
export async function askInstance(path: string): Promise<AgentStatus | undefined> {
  const text = await ask(path, 'status');
  return text === undefined ? undefined : readStatus(text);
}

/** Changes what the student at this computer allows; undefined where no agent runs. */
export async function askConsent(path: string, change: ConsentChange): Promise<ConsentReply | undefined> {
  const text = await ask(path, `consent ${JSON.stringify(change)}`);
  if (text === undefined) return undefined;
  const { ConsentReply } = await import('./consent-request.js');
  return ConsentReply.parse(JSON.parse(text));
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
