import { once } from 'node:events';
import { spawnScript, startedPid, stopProcess } from '../processes.js';
import type { Tally } from './closed-loop.js';
import type { HashTask } from './hasher.js';

/** A process that does nothing but check passwords. */
export type Hasher = {
  pid: number;
  run(task: HashTask): Promise<Tally>;
  stop(): Promise<void>;
};

export async function startHasher(): Promise<Hasher> {
  const child = spawnScript(new URL('./hasher.ts', import.meta.url));
  const pid = await startedPid(child);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the bare hash ended (${code})`);
  });
  ended.catch(() => undefined); // heard by whoever waits for a tally
  return {
    pid,
    run: async (task) => {
      child.send(task);
      const [tally] = await Promise.race([once(child, 'message'), ended]);
      return tally;
    },
    stop: () => stopProcess(child),
  };
}
