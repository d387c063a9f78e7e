import type { Dice } from './dice.js';
import type { Trace } from './trace.js';

/** One run of the server: everything in it ends at once when it crashes, and nothing of it goes on after that. */
export interface Program {
  readonly name: string;
  isGone: boolean;
  /** It is in the middle of a transaction: nothing else of it may be begun before that is over. */
  isInTransaction: boolean;
}

/** A place where a flow stops until it is its turn. */
interface Waiting {
  /** Null: the world outside of the server, which no crash ends. */
  readonly program: Program | null;
  readonly label: string;
  readonly kind: StepKind;
  /** The task that it belongs to, for the trace. */
  readonly task: string;
  go(cut: Cut): Promise<void>;
}

export type StepKind = 'turn' | 'statement' | 'transaction';

/**
 * How a step ends. `before`: the server crashes instead of it. `undone`: in the middle of it, so that its transaction is
 * rolled back. `done`: right after it was committed, so that nobody in the server comes to know.
 */
export type Cut = 'none' | 'before' | 'undone' | 'done';

export interface StepFacts {
  readonly number: number;
  readonly kind: StepKind;
  readonly label: string;
}

/** Which of those that wait goes next. */
export type Order = 'random' | 'first' | 'last' | 'mostly_last';

export interface SchedulerOptions {
  readonly dice: Dice;
  readonly trace: Trace;
  readonly order: Order;
  /** Asked before each step of the server. */
  readonly cutOf: (step: StepFacts) => Cut;
  readonly crash: () => Promise<void>;
  /** A task ended in an error, which none may. */
  readonly onFailure: (task: string, error: unknown) => void;
}

/**
 * Runs many tasks as one: each runs on until it stops at a turn, a statement or a transaction, and then one of those that
 * stopped goes on. So which one goes is all that decides what happens, and a seed decides that.
 */
export interface Scheduler {
  /** Stops until it is chosen; for ever in a program that is gone. */
  turn(program: Program | null, label: string, task?: string): Promise<void>;
  /** Stops until it is chosen, then does `work` alone: nothing else goes on before it is over. */
  run<T>(program: Program | null, kind: StepKind, label: string, work: (cut: Cut) => Promise<T>): Promise<T>;
  spawn(name: string, work: () => Promise<void>): void;
  /** Does something that sets flows going which nobody waits for; they are traced under this name. */
  as(name: string, work: () => void): void;
  /** Lets one go on, and waits until everything stands still again. False: none waits. */
  step(): Promise<boolean>;
  /** What a program waits for is dropped: it never goes on. */
  drop(program: Program): void;
  /** Tasks that are not over. */
  readonly going: number;
  readonly steps: number;
}

const never = new Promise<never>(() => {});

/** Resolves when all that can go on without a step has gone on. */
export const stillness = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export function newScheduler({ dice, trace, order, cutOf, crash, onFailure }: SchedulerOptions): Scheduler {
  let waiting: Waiting[] = [];
  let current = 'start';
  let steps = 0;
  let going = 0;

  const run: Scheduler['run'] = (program, kind, label, work) => {
    if (program?.isGone === true) return never;
    // It would wait for its turn, and the transaction for it.
    if (program?.isInTransaction === true)
      return Promise.reject(new Error(`${label} was begun inside of a transaction`));
    const task = current;
    return new Promise((resolve, reject) => {
      const go = async (cut: Cut): Promise<void> => {
        try {
          const value = await work(cut);
          if (cut === 'none') resolve(value);
        } catch (error) {
          if (cut === 'none') reject(error);
        }
      };
      waiting.push({ program, label, kind, task, go });
    });
  };

  const as: Scheduler['as'] = (name, work) => {
    const before = current;
    current = name;
    work();
    current = before;
  };

  const chosen = (): Waiting | undefined => {
    const last = waiting.length - 1;
    const at =
      order === 'first'
        ? 0
        : order === 'last' || (order === 'mostly_last' && dice.chance(0.8))
          ? last
          : dice.int(0, Math.max(last, 0));
    return waiting.splice(at, 1)[0];
  };

  return {
    run,
    turn: (program, label, task = current) => {
      let stopped: Promise<void> = never;
      as(task, () => {
        stopped = run(program, 'turn', label, async () => {});
      });
      return stopped;
    },
    as,
    spawn: (name, work) => {
      going += 1;
      as(name, () => {
        void run(null, 'turn', 'begins', async () => {})
          .then(work)
          .catch((error: unknown) => onFailure(name, error))
          .finally(() => {
            going -= 1;
          });
      });
    },
    step: async () => {
      const next = chosen();
      if (next === undefined) return false;
      steps += 1;
      const { program, kind, label, task } = next;
      const cut = program === null ? 'none' : cutOf({ number: steps, kind, label });
      trace.note(`${steps} ${task}: ${label}${cut === 'none' ? '' : ` (crash: ${cut})`}`);
      current = task;
      if (cut !== 'before') await next.go(cut);
      if (cut !== 'none') await crash();
      await stillness();
      return true;
    },
    drop: (program) => {
      waiting = waiting.filter((one) => one.program !== program);
    },
    get going() {
      return going;
    },
    get steps() {
      return steps;
    },
  };
}
