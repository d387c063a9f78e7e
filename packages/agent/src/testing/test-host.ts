import { Readable } from 'node:stream';
import type { Host } from '../host.js';
import type { Language } from '../language.js';
import { runProgramLine } from '../program.js';
import { runProgram } from '../run-program.js';
import { textsIn } from '../texts.js';

export interface TestHost extends Host {
  /** Runs a command line in this process. @returns the exit code */
  command(...args: string[]): Promise<number>;
  /** What was said since the last command began. */
  out(): string;
  err(): string;
  /** Ends what runs until it is asked to stop. */
  stop(): void;
}

export interface TestHostOptions {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
  readonly language?: Language;
  readonly run?: Host['run'];
}

export function testHost({ env = {}, stdin = '', language = 'en', run = runProgram }: TestHostOptions = {}): TestHost {
  const lines = { out: [] as string[], err: [] as string[] };
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const host: Host = {
    env: { PATH: process.env.PATH, ...env },
    stdin: Readable.from([Buffer.from(stdin)]),
    platform: process.platform,
    isRoot: false,
    home: '/home/minjun',
    program: ['/usr/bin/node', '/opt/didacto/agent/main.js'],
    language,
    texts: textsIn(language),
    run,
    say: (line) => lines.out.push(line),
    warn: (line) => lines.err.push(line),
    untilAskedToStop: () => stopped,
  };
  return {
    ...host,
    command(...args) {
      lines.out.length = 0;
      lines.err.length = 0;
      return runProgramLine(host, args);
    },
    out: () => lines.out.join('\n'),
    err: () => lines.err.join('\n'),
    stop,
  };
}
