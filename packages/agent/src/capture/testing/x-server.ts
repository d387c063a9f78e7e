import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';

/** A private X server without a screen. */
export interface XServer {
  /** As for DISPLAY. */
  display: string;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
}

export const isInstalled = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Whether tests on a real X server can run; says once what to install where they cannot. */
export function hasXServer(): boolean {
  const missing = ['Xvfb', 'xwd'].filter((program) => !isInstalled(program));
  if (missing.length > 0) console.log(`skipped: ${missing.join(' and ')} not found; apt-get install xvfb x11-apps`);
  return missing.length === 0;
}

/**
 * Starts Xvfb and waits until it answers.
 * @param options.display a number that was free a moment ago; by default the server finds one
 * @param options.without extensions to leave out, e.g. `DAMAGE`
 */
export async function startXServer(
  options: { display?: string; width?: number; height?: number; without?: string[] } = {},
): Promise<XServer> {
  const { display, width = 640, height = 480, without = [] } = options;
  const args = ['-displayfd', '3', '-noreset', '-screen', '0', `${width}x${height}x24`];
  for (const extension of without) args.push('-extension', extension);
  if (display !== undefined) args.unshift(display);
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await firstLine(child);
  return {
    display: `:${number}`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  const output = child.stdio[3] as Readable;
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`Xvfb ended with ${code}`);
  });
  exited.catch(() => undefined);
  let text = '';
  while (!text.includes('\n')) {
    const [chunk] = await Promise.race([once(output, 'data'), exited]);
    text += chunk;
  }
  return text.trim();
}
