import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { PulseServer } from '../../packages/agent/src/live/audio/testing/pulse-server.js';
import { until } from './checks.js';
import type { Lesson } from './lesson.js';
import type { Parts } from './parts.js';
import { type Windows, windowsPath } from './windows.js';

/** What the checks work on: a Windows desktop, the agent for it, and a lesson that watches it. */
export interface Bench {
  readonly work: string;
  readonly parts: Parts;
  readonly windows: Windows;
  readonly lesson: Lesson;
  /** What sounds on the desktop, and what its microphone hears; absent without PulseAudio. */
  readonly pulse: PulseServer | undefined;
}

/** A line that starts the agent. */
export const agentLine = ({ work, parts }: Bench, ...args: string[]): string[] => [
  windowsPath(parts.node),
  windowsPath(parts.agent),
  '--config-dir',
  windowsPath(join(work, 'agent')),
  ...args,
];

/**
 * Bundles a probe of this folder, starts it on the Windows desktop and waits for what it writes.
 * @returns its answer and the file it was written to
 */
export async function probe({ work, parts, windows }: Bench, name: string): Promise<{ answer: unknown; file: string }> {
  // Beside the agent's node_modules, where koffi's Windows binary is found.
  const outfile = join(parts.app, `${name}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['koffi'],
    logLevel: 'silent',
  });
  const file = join(work, `${name}.json`);
  // Of an earlier time.
  rmSync(file, { force: true });
  windows.start(name, [windowsPath(parts.node), windowsPath(outfile), windowsPath(file)]);
  await until(name, 60, async () => existsSync(file) || undefined);
  return { answer: JSON.parse(readFileSync(file, 'utf8')), file };
}
