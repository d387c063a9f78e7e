import { hostname } from 'node:os';
import type { Host } from './context.js';
import { terminalPrompt } from './input/prompt.js';

/** The world as this process sees it. */
export const processHost = (): Host => ({
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  prompt: terminalPrompt(process),
  clock: Date.now,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  hostname: hostname(),
  configFolder: async () => (await import('./config/folder.js')).configFolder(process.env),
  holds: new Set(),
});
