import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../harness.js';
import { type Answer, Pusher } from './pusher.js';
import type { Target } from './target.js';

export type Phase = {
  seconds: number;
  connections: number;
  /** `paced`: each connection pushes once a second. `closed`: each pushes again once it is answered. */
  pace: 'paced' | 'closed';
};

export type Tally = {
  /** Answered with 204. */
  pushes: number;
  /** Answered otherwise, connection broken, or not answered within a second while paced. */
  errors: number;
  /** Status of the first error, 0 where there was no answer. */
  firstError: number | null;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
};

/** More at once overflow a server's backlog. */
const CONNECTS_AT_ONCE = 50;

/** Pushes pictures for many agents of one server. */
export class Load {
  readonly #pushers: Pusher[];

  constructor(
    host: string,
    agents: readonly Target[],
    private readonly pictures: readonly Buffer[],
  ) {
    this.#pushers = agents.map((agent) => new Pusher(agent, host));
  }

  /** Opens the connections, loads for so long, closes them. */
  async run({ seconds, connections, pace }: Phase): Promise<Tally> {
    const pushers = this.#pushers.slice(0, connections);
    for (let first = 0; first < pushers.length; first += CONNECTS_AT_ONCE) {
      await Promise.all(pushers.slice(first, first + CONNECTS_AT_ONCE).map((pusher) => pusher.connect()));
    }
    const record = new Recorder();
    const start = pace === 'paced' ? this.#startPaced : this.#startClosed;
    const stop = start.call(this, pushers, record);
    await sleep(seconds * 1000);
    const tally = record.tally();
    stop();
    for (const pusher of pushers) pusher.close();
    return tally;
  }

  #startPaced(pushers: readonly Pusher[], record: Recorder): () => void {
    const timers = new Set<NodeJS.Timeout>();
    const begin = performance.now();
    pushers.forEach((pusher, index) => {
      const phase = Math.random() * 1000; // agents of a class do not tick together
      const beat = (count: number) => {
        const due = begin + phase + count * 1000;
        const timer = setTimeout(() => {
          timers.delete(timer);
          if (pusher.busy) record.answer({ status: 0, ms: 1000 });
          else pusher.push(this.#picture(index + count), (answer) => record.answer(answer));
          beat(count + 1);
        }, due - performance.now());
        timers.add(timer);
      };
      beat(0);
    });
    return () => timers.forEach((timer) => void clearTimeout(timer));
  }

  #startClosed(pushers: readonly Pusher[], record: Recorder): () => void {
    let running = true;
    pushers.forEach((pusher, index) => {
      let count = index;
      const next = (answer?: Answer) => {
        if (!running) return;
        if (answer) record.answer(answer);
        if (answer?.status === 0) return; // its connection is gone
        pusher.push(this.#picture(count++), next);
      };
      next();
    });
    return () => {
      running = false;
    };
  }

  #picture(index: number): Buffer {
    return this.pictures[index % this.pictures.length] ?? Buffer.alloc(0);
  }
}

class Recorder {
  readonly #begin = performance.now();
  readonly #latencies: number[] = [];
  #errors = 0;
  #firstError: number | null = null;

  answer({ status, ms }: Answer): void {
    if (status === 204) {
      this.#latencies.push(ms);
    } else {
      this.#errors++;
      this.#firstError ??= status;
    }
  }

  tally(): Tally {
    return {
      pushes: this.#latencies.length,
      errors: this.#errors,
      firstError: this.#firstError,
      seconds: (performance.now() - this.#begin) / 1000,
      p50Ms: percentile(this.#latencies, 0.5),
      p99Ms: percentile(this.#latencies, 0.99),
    };
  }
}
