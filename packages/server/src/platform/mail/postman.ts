import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import { MailFailure } from './mail-failure.js';
import type { Letter, Mailer } from './mailer.js';

export interface Postman {
  /** Takes a letter and returns at once: how long the caller takes does not tell whether there was one. */
  post(letter: Letter): void;
  /** Resolves when every letter taken was sent or given up. */
  idle(): Promise<void>;
  /** Tries each letter once more, without further delay; what is left after `drainMs` is given up. */
  stop(): Promise<void>;
}

interface Dependencies {
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long a letter waits after each failure that may pass; after the last it is given up. */
  readonly retryDelaysMs?: readonly number[];
  /** Letters sent at a time. */
  readonly parallel?: number;
  /** Letters held at most; further ones are given up. */
  readonly maxHeld?: number;
  readonly drainMs?: number;
}

interface Held {
  readonly letter: Letter;
  tries: number;
}

// Within the 20 minutes that a code is good for.
const defaultDelaysMs = [5_000, 20_000, 60_000, 180_000, 480_000];

/** Carries letters. They hold codes, so they live in memory only: what a crash loses, its reader asks for again. */
export function createPostman({
  mailer,
  clock,
  log,
  retryDelaysMs = defaultDelaysMs,
  parallel = 4,
  maxHeld = 1_000,
  drainMs = 5_000,
}: Dependencies): Postman {
  const ready: Held[] = [];
  const waiting = new Map<Held, () => void>();
  const underWay = new Set<Held>();
  const listeners: (() => void)[] = [];
  let state: 'open' | 'draining' | 'stopped' = 'open';
  let stopping: Promise<void> | undefined;
  let givenUp = 0;

  const held = () => ready.length + waiting.size + underWay.size;
  const giveUp = (reason: string, count: number, detail?: string) => {
    givenUp += count;
    log.error({ reason, detail, count, givenUp }, 'mail was given up');
  };
  const work = () => {
    while (underWay.size < parallel) {
      const next = ready.shift();
      if (!next) break;
      void carry(next);
    }
    if (held() === 0) for (const tell of listeners.splice(0)) tell();
  };
  const carry = async (item: Held): Promise<void> => {
    underWay.add(item);
    item.tries++;
    const failure = await failureOf(mailer, item.letter);
    // Given up meanwhile: nobody counts on it any more.
    if (!underWay.delete(item)) return;
    if (failure) consider(item, failure);
    work();
  };
  const consider = (item: Held, { reason, detail, isTemporary }: MailFailure) => {
    const delayMs = retryDelaysMs[item.tries - 1];
    if (!isTemporary || delayMs === undefined || state !== 'open') return giveUp(reason, 1, detail);
    log.warn({ reason, detail, tries: item.tries }, 'mail will be tried again');
    const cancel = clock.every(delayMs, () => again(item));
    waiting.set(item, cancel);
  };
  const again = (item: Held) => {
    waiting.get(item)?.();
    waiting.delete(item);
    ready.push(item);
    work();
  };
  const idle = (): Promise<void> =>
    held() === 0 ? Promise.resolve() : new Promise((resolve) => listeners.push(resolve));
  const drain = async (): Promise<void> => {
    state = 'draining';
    for (const item of [...waiting.keys()]) again(item);
    await within(clock, drainMs, idle());
    state = 'stopped';
    const left = held();
    if (left === 0) return;
    giveUp('stopped', left);
    ready.length = 0;
    underWay.clear();
    work();
  };

  return {
    post: (letter) => {
      if (state === 'stopped') return giveUp('stopped', 1);
      if (held() >= maxHeld) return giveUp('too_many', 1);
      ready.push({ letter, tries: 0 });
      setImmediate(work);
    },
    idle,
    stop: () => {
      stopping ??= drain();
      return stopping;
    },
  };
}

/** Resolves with the promise, or when the time is over. */
const within = (clock: Clock, ms: number, promise: Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    const cancel = clock.every(ms, finish);
    function finish() {
      cancel();
      resolve();
    }
    promise.then(finish, reject);
  });

async function failureOf(mailer: Mailer, letter: Letter): Promise<MailFailure | undefined> {
  try {
    await mailer.send(letter);
    return undefined;
  } catch (error) {
    if (error instanceof MailFailure) return error;
    // Only its name: what it says may hold the letter.
    return new MailFailure('unexpected', false, error instanceof Error ? error.name : undefined);
  }
}
