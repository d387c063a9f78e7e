import type { Sink } from './output.js';

/** A bar on stderr for work that takes a while; nothing where stderr is no terminal. */
export interface Progress {
  step(done: number): void;
  /** Wipes the bar. */
  end(): void;
}

const cells = 30;

/** Starts a bar of `total` steps. */
export function progress(stderr: Sink, total: number): Progress {
  if (!stderr.isTTY || total <= 1) return { step: () => undefined, end: () => undefined };
  const step = (done: number) => {
    const full = Math.round((cells * Math.min(done, total)) / total);
    stderr.write(`\r[${'#'.repeat(full)}${'.'.repeat(cells - full)}] ${done}/${total}`);
  };
  step(0);
  return { step, end: () => void stderr.write('\r\u001b[K') };
}
