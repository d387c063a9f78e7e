import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Profile } from '../config/profiles.js';
import { configStore } from '../config/store.js';
import type { Host } from '../context.js';
import { run } from '../program.js';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** What a person at a terminal answers, in turn; without it there is no terminal. */
  readonly answers?: readonly string[];
  readonly folder?: string;
  readonly clock?: () => number;
  /** Told of each wait, which then takes no time. */
  readonly onSleep?: (milliseconds: number) => void;
  readonly columns?: number;
  /** Told what the browser is to open. */
  readonly openBrowser?: (url: string) => Promise<boolean>;
  readonly pageFolder?: URL;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly bytes: Buffer;
}

/** A configuration folder of its own. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'didacto-cli-'));

/** A folder with one profile that is signed in. */
export async function folderWith(profile: Profile, name = 'default'): Promise<string> {
  const folder = await newFolder();
  await configStore(folder, new Set()).update(() => ({ current: name, profiles: { [name]: profile } }));
  return folder;
}

/** Runs the command in this process, with streams that are kept. */
export async function runCli(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const {
    env = {},
    stdin = '',
    answers,
    clock = Date.now,
    onSleep,
    columns,
    pageFolder,
    openBrowser = async () => false,
  } = options;
  const folder = options.folder ?? (await newFolder());
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const waiting = [...(answers ?? [])];
  const answer = async () => waiting.shift() ?? '';
  const host: Host = {
    env,
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: { write: (chunk) => out.push(Buffer.from(chunk)), ...(columns && { isTTY: true, columns }) },
    stderr: { write: (chunk) => err.push(Buffer.from(chunk)) },
    prompt: { possible: answers !== undefined, line: answer, secret: answer },
    clock,
    sleep: async (milliseconds) => onSleep?.(milliseconds),
    hostname: 'pc-1',
    configFolder: async () => folder,
    holds: new Set(),
    openBrowser,
    ...(pageFolder && { pageFolder }),
  };
  const code = await run(argv, host);
  const bytes = Buffer.concat(out);
  return { code, bytes, stdout: bytes.toString('utf8'), stderr: Buffer.concat(err).toString('utf8') };
}
