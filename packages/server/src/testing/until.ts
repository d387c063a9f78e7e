import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 10;

/**
 * Waits for a condition; gives how long that took, in ms. It has no limit of its own: the test runner's names the test,
 * and what is waited for is in the stack.
 */
export async function until(what: string, holds: () => unknown): Promise<number> {
  const begin = performance.now();
  const reminder = setInterval(() => process.stderr.write(`still waiting: ${what}\n`), 20_000);
  try {
    while (!(await holds())) await sleep(lookEveryMs);
  } finally {
    clearInterval(reminder);
  }
  return performance.now() - begin;
}

/** Checks a promised time with three times the figure, for a shared machine, and prints what was measured. */
export function promised(what: string, measuredMs: number, figureMs: number): void {
  process.stdout.write(`${what}: ${measuredMs.toFixed(0)} ms (promised ${figureMs} ms)\n`);
  if (measuredMs > 3 * figureMs) throw new Error(`${what} took ${measuredMs} ms, promised are ${figureMs} ms`);
}
