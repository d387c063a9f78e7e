import type { WallClock } from '../clock.js';
import type { Size } from '../layout.js';
import { type Environment, kittyHint } from './capabilities.js';
import { probeKitty } from './probe-kitty.js';

/** A terminal as it is asked what it can; raw mode has to be on. */
export interface AskedTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly env: Environment;
  readonly clock: WallClock;
}

/** Whether it draws kitty graphics. */
export async function hasKitty({ stdin, stdout, env, clock }: AskedTerminal): Promise<boolean> {
  const hint = kittyHint(env);
  return hint === 'ask' ? probeKitty(stdin, (text) => stdout.write(text), clock) : hint === 'yes';
}

export const sizeOf = (stdout: NodeJS.WriteStream): Size => ({
  columns: stdout.columns || 80,
  rows: stdout.rows || 24,
});
