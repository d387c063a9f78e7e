import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { stopProcess } from '../../../bench/processes.js';
import type { RoomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { cliFolder, cliProgram } from './terminal.js';

/** `didacto view` in a process of its own. */
export interface ViewCommand {
  /** Of its page. */
  readonly url: string;
  /** At once, without a word to anyone. */
  kill(): void;
  stop(): Promise<void>;
}

export async function startViewCommand(
  server: string,
  { instructor, lectureId, studentId }: RoomScene,
  ...options: readonly string[]
): Promise<ViewCommand> {
  const [node = process.execPath, ...program] = cliProgram;
  const words = ['view', lectureId, studentId, '--no-open', '--json', ...options];
  const env = { ...process.env, DIDACTO_SERVER: server, DIDACTO_TOKEN: instructor.accessToken, DIDACTO_LANG: 'en' };
  const child = spawn(node, [...program, ...words], { cwd: cliFolder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`didacto view ended with ${code}`);
  });
  ended.catch(() => undefined);
  const link = new Promise<string>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const [url] = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
  return { url: await Promise.race([link, ended]), kill: () => child.kill('SIGKILL'), stop: () => stopProcess(child) };
}
