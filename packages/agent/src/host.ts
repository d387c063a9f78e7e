import { homedir } from 'node:os';
import { runsAsRoot } from './config-dir.js';
import { type Language, languageOf } from './language.js';
import { type RunProgram, runProgram } from './run-program.js';
import { type Texts, textsIn } from './texts.js';

/** The world as the commands see it; tests make their own. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  readonly home: string;
  /** How this program is started again: Node and its file. */
  readonly program: readonly [string, ...string[]];
  readonly language: Language;
  readonly texts: Texts;
  readonly run: RunProgram;
  /** A line to stdout. */
  readonly say: (line: string) => void;
  /** A line to stderr. */
  readonly warn: (line: string) => void;
  /** Resolves when the process is asked to end. */
  readonly untilAskedToStop: () => Promise<void>;
}

/** The world of this process. */
export function processHost(): Host {
  const language = languageOf(process.env);
  return {
    env: process.env,
    stdin: process.stdin,
    platform: process.platform,
    isRoot: runsAsRoot(),
    home: homedir(),
    program: [process.execPath, ...process.argv.slice(1, 2)],
    language,
    texts: textsIn(language),
    run: runProgram,
    say: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
    untilAskedToStop: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
      }),
  };
}
