import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { LabPc } from './class-day.js';

const agentProgram = 'packages/agent/dist/main.js';

/** The X display that one agent shows for real, or undefined: a test pattern. */
export type Display = string | undefined;

/** Pairs the agent of a lab PC and runs it, as a person at that PC would; its log goes to the demo's folder. */
export async function startAgent(folder: string, server: string, pc: LabPc, display: Display): Promise<ChildProcess> {
  const configDir = join(folder, 'agents', pc.name);
  mkdirSync(configDir, { recursive: true, mode: 0o700 });
  const log = openSync(join(folder, 'agents', `${pc.name}.log`), 'a');
  const start = (args: readonly string[]) =>
    spawn(process.execPath, [agentProgram, ...args, '--config-dir', configDir], {
      stdio: ['ignore', log, log],
      env: { ...process.env, ...(display !== undefined && { DISPLAY: display }) },
    });
  const pairing = start(['pair', server, pc.code]);
  const [code] = await once(pairing, 'exit');
  if (code !== 0) throw new Error(`${pc.name} could not be paired; see ${join(folder, 'agents', `${pc.name}.log`)}`);
  const source = display === undefined ? ['test-pattern', '--label', pc.student] : ['x11'];
  return start(['run', '--source', ...source]);
}
