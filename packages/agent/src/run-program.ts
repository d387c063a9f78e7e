import { execFile } from 'node:child_process';

interface Ran {
  readonly ok: boolean;
  readonly stdout: string;
}

/** Runs a program without a shell, so that no text can become a command. Never rejects; one that hangs is ended. */
export type RunProgram = (
  file: string,
  args: readonly string[],
  env?: Readonly<Record<string, string | undefined>>,
) => Promise<Ran>;

const longestMs = 5_000;

export const runProgram: RunProgram = (file, args, env = process.env) =>
  new Promise((resolve) => {
    execFile(file, args, { env: { ...env }, timeout: longestMs, windowsHide: true }, (error, stdout) =>
      resolve({ ok: error === null, stdout }),
    );
  });
