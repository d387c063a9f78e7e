import { firstLine, spawnScript, startedPid, stopProcess } from '../processes.js';
import type { Size } from '../xvfb.js';
import type { Content } from './page.js';

export type RunningContent = { pid: number; stop(): Promise<void> };

export type ContentOptions = {
  display: string;
  size: Size;
  content: Content;
  /** Shows the time of day; left out of measurements, where every pixel comes from the seed. */
  clock?: boolean;
};

/** Fills a screen from a process of its own; resolves once everything is drawn. */
export async function startContent({ display, size, content, clock }: ContentOptions): Promise<RunningContent> {
  const args = ['--display', display, '--size', `${size.width}x${size.height}`, '--content', content];
  const child = spawnScript(new URL('./main.ts', import.meta.url), clock ? [...args, '--clock'] : args);
  const line = await firstLine(child, child.stdout);
  if (line !== 'ready') throw new Error(`the content said "${line}"`);
  return { pid: await startedPid(child), stop: () => stopProcess(child) };
}
