import type { SandboxClock } from './clock.js';

/** A webhook on its way. */
export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one delivery and gives the status of the answer. @throws when no answer came */
export type Deliver = (delivery: Delivery) => Promise<number>;

/** What happens to a webhook on its way; all absent: it is delivered at once, once. */
export interface WebhookFate {
  readonly drop?: boolean;
  readonly delayMs?: number;
  /** Further copies of the same delivery. */
  readonly copies?: number;
}

export interface WebhookEmitter {
  /**
   * Sends a webhook, and again after each of `retryAfterMs` for as long as the answer is no 2xx. `build` makes the
   * headers and body of the n-th try (from 0): some providers count tries in a header. `isTaken`: which answers end it,
   * where that is not any 2xx; 0 is no answer.
   */
  emit(
    build: (tries: number) => Delivery,
    retryAfterMs: readonly number[],
    isTaken?: (status: number) => boolean,
  ): void;
  /** Everything that was sent, whatever came of it: for replays and pages. */
  readonly sent: readonly Delivery[];
  /** Resolves when nothing is being sent right now; what waits for its time is left. */
  idle(): Promise<void>;
}

interface Options {
  readonly clock: SandboxClock;
  readonly deliver: Deliver;
  readonly fate?: () => WebhookFate;
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

export function webhookEmitter({ clock, deliver, fate = () => ({}) }: Options): WebhookEmitter {
  const sent: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    const held = work.finally(() => underWay.delete(held));
    underWay.add(held);
  };
  const attempt = async (
    build: (tries: number) => Delivery,
    retryAfterMs: readonly number[],
    isTaken: (status: number) => boolean,
    tries: number,
  ) => {
    const delivery = build(tries);
    sent.push(delivery);
    const status = await deliver(delivery).catch(() => 0);
    if (isTaken(status)) return;
    const wait = retryAfterMs[tries];
    if (wait !== undefined) clock.after(wait, () => track(attempt(build, retryAfterMs, isTaken, tries + 1)));
  };
  return {
    sent,
    emit: (build, retryAfterMs, isTaken = isSuccess) => {
      const { drop = false, delayMs = 0, copies = 0 } = fate();
      if (drop) return;
      const go = () => track(attempt(build, retryAfterMs, isTaken, 0));
      if (delayMs === 0) go();
      else clock.after(delayMs, go);
      for (let copy = 0; copy < copies; copy++) clock.after(delayMs + 1, go);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
