import type { AgentClock } from '../agent-clock.js';

/** Does one thing after another, until it is stopped. */
export interface SenderLoop {
  /** Ends a pause early. */
  wake(): void;
  stop(): Promise<void>;
}

export interface Turns {
  readonly isStopped: () => boolean;
  /** Waits so long, until it is woken, or until `sooner`, which must not reject. */
  readonly pause: (ms: number, sooner?: Promise<void>) => Promise<void>;
}

/** @param turn does one thing and says how long to pause until the next, ms; must not reject */
export function senderLoop(clock: AgentClock, turn: (turns: Turns) => Promise<number>): SenderLoop {
  let stopped = false;
  let wake = () => {};
  const pause = (ms: number, sooner?: Promise<void>) =>
    new Promise<void>((resolve) => {
      if (stopped) return resolve();
      const cancel = clock.after(ms, resolve);
      const end = () => {
        cancel();
        resolve();
      };
      wake = end;
      void sooner?.then(end);
    });
  const run = async () => {
    while (!stopped) await pause(await turn({ isStopped: () => stopped, pause }));
  };
  const ended = run();
  return {
    wake: () => wake(),
    stop() {
      stopped = true;
      wake();
      return ended;
    },
  };
}
