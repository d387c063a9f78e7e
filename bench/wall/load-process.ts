import { once } from 'node:events';
import { pin, spawnScript, startedPid, stopProcess } from '../processes.js';
import type { Phase, Tally } from './load.js';
import type { RunningTarget, Target } from './target.js';

export type LoadMessage =
  | { kind: 'target'; host: string; agents: Target[]; pictures: Uint8Array[] }
  | { kind: 'phase'; phase: Phase };

export type LoadProcess = {
  run(phase: Phase): Promise<Tally>;
  stop(): Promise<void>;
};

/** Starts the load side for one target, on its own core where there are two. */
export async function startLoad(
  { url, agents }: RunningTarget,
  pictures: Buffer[],
  core: number,
): Promise<LoadProcess> {
  const child = spawnScript(new URL('./load-main.ts', import.meta.url));
  pin(await startedPid(child), core);
  const tell = (message: LoadMessage) => child.send(message);
  tell({ kind: 'target', host: new URL(url).host, agents, pictures });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the load ended (${code})`);
  });
  ended.catch(() => undefined); // heard by whoever waits for a phase
  return {
    async run(phase) {
      tell({ kind: 'phase', phase });
      const [tally] = await Promise.race([once(child, 'message'), ended]);
      return tally;
    },
    stop: () => stopProcess(child),
  };
}
