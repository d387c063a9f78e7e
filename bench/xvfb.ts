import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { firstLine, startedPid, stopProcess } from './processes.js';

export type Size = { width: number; height: number };

export type XServer = {
  /** Such as `:7`. */
  display: string;
  pid: number;
  stop(): Promise<void>;
};

export const XVFB_MISSING = 'Xvfb is not installed (Debian, Ubuntu: apt-get install xvfb)';

/** Reads `1280x720`. */
export function parseSize(text: string): Size {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(text) ?? [];
  if (!width || !height) throw new Error(`"${text}" is no size; write it as 1280x720`);
  return { width: Number(width), height: Number(height) };
}

/** Whether a program is on the PATH. */
export function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Starts an X server without a monitor on a free display. With `pixelFolder` it keeps its pixels in the file
 * `Xvfb_screen0` of that folder, in the format of xwd.
 * @throws Error that says what to install where there is none.
 */
export async function startXvfb({ width, height }: Size, pixelFolder?: string): Promise<XServer> {
  if (!isInstalled('Xvfb')) throw new Error(XVFB_MISSING);
  // -noreset: without it the server starts over when its last client leaves, between two measurements.
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'];
  const folder = pixelFolder === undefined ? [] : ['-fbdir', pixelFolder];
  const child = spawn('Xvfb', [...args, ...folder], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const channel = child.stdio[3];
  const number = await firstLine(child, channel instanceof Readable ? channel : null);
  return { display: `:${number.trim()}`, pid: await startedPid(child), stop: () => stopProcess(child) };
}
