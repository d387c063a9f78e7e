import type { ErrorCode, TiledPicture, UnavailableReason } from '@didacto/sdk/contract';
import type { FeedResult } from './screen-feed.js';

/** What the server answered: done, refused and why, or nothing, for the connection broke. */
export type Answer = 'ok' | 'lost' | ErrorCode;

export type ScreenWord =
  | { readonly state: 'unchanged'; readonly reason: null }
  | { readonly state: 'no_display'; readonly reason: UnavailableReason };

/** A picture that the server has, under its sequence number. */
interface Base {
  readonly sequence: number;
  readonly picture: TiledPicture;
}

export interface Push {
  readonly order: 'push';
  readonly id: number;
  readonly sequence: number;
  readonly picture: TiledPicture;
  /** Null: send it whole. */
  readonly base: Base | null;
  /** Monotonic ms. */
  readonly grabbedAt: number;
}
export type CycleOrder =
  | { readonly order: 'grab'; readonly id: number }
  | Push
  | { readonly order: 'report'; readonly id: number; readonly word: ScreenWord };

type Busy =
  | { readonly with: 'grab'; readonly id: number; readonly at: number }
  | {
      readonly with: 'push';
      readonly id: number;
      readonly sent: Base;
      readonly grabbedAt: number;
      readonly giveUpAt: number;
    }
  | { readonly with: 'report'; readonly id: number; readonly word: ScreenWord; readonly giveUpAt: number };

/**
 * The loop of one screen: grab, send, wait for the answer. It does one of these at a time, so that a slow network makes
 * pictures rarer, never older: there is no queue.
 */
export interface Cycle {
  readonly intervalMs: number;
  /** When to grab next, monotonic ms; infinite while parked. */
  readonly dueAt: number;
  readonly busy: Busy | null;
  /** The newest picture of this screen, whether or not the server has it. */
  readonly latest: TiledPicture | null;
  readonly base: Base | null;
  /** What the server last took from us, so that it is told of a change once. */
  readonly told: string | null;
  readonly lastId: number;
  readonly sequence: number;
}

export type CycleStep = { readonly cycle: Cycle; readonly orders: readonly CycleOrder[] };

/** After that an answer no longer counts. */
const giveUpMs = 10_000;
/** Another agent shows this student: look again only now and then. */
const pauseMs: Partial<Record<Answer, number>> = { screen_source_taken: 15_000, device_cloned: 60_000 };
const otherPauseMs = 5_000;
/** Past whatever another agent of this student may have counted. */
const staleJump = 0x1_0000;
const sequences = 0x1_0000_0000;

export const parked: Cycle = {
  intervalMs: 0,
  dueAt: Number.POSITIVE_INFINITY,
  busy: null,
  latest: null,
  base: null,
  told: null,
  lastId: 0,
  sequence: 0,
};

const still = (cycle: Cycle): CycleStep => ({ cycle, orders: [] });

/** Stops and forgets all but the counters: whatever is under way comes back to nothing. */
export const park = ({ lastId, sequence }: Cycle): Cycle => ({ ...parked, lastId, sequence });

export interface CycleStart {
  readonly intervalMs: number;
  readonly now: number;
  /** 0 to 1, drawn anew each time: a room of agents that starts together must not push in step. */
  readonly phase: number;
  /** Above what an earlier run of this agent may have used. */
  readonly firstSequence: number;
}

const longestFirstWaitMs = 1_000;

export const start = (cycle: Cycle, { intervalMs, now, phase, firstSequence }: CycleStart): Cycle => ({
  ...park(cycle),
  intervalMs,
  dueAt: now + phase * Math.min(intervalMs, longestFirstWaitMs),
  sequence: Math.max(cycle.sequence, firstSequence),
});

export const wakeOf = ({ busy, dueAt }: Cycle): number =>
  busy === null ? dueAt : busy.with === 'grab' ? Number.POSITIVE_INFINITY : busy.giveUpAt;

export function onTick(cycle: Cycle, now: number): CycleStep {
  const { busy } = cycle;
  if (busy !== null && busy.with !== 'grab' && now >= busy.giveUpAt)
    return onTick(settle(cycle, 'lost', now).cycle, now);
  if (busy !== null || now < cycle.dueAt) return still(cycle);
  const id = cycle.lastId + 1;
  // Keeps step with the interval, but does not run after what it missed.
  const dueAt = Math.max(cycle.dueAt + cycle.intervalMs, now);
  return {
    cycle: { ...cycle, lastId: id, dueAt, busy: { with: 'grab', id, at: now } },
    orders: [{ order: 'grab', id }],
  };
}

export function onGrabbed(cycle: Cycle, id: number, result: FeedResult, now: number): CycleStep {
  const { busy } = cycle;
  if (busy?.with !== 'grab' || busy.id !== id) return still(cycle);
  const free = { ...cycle, busy: null };
  if (result.kind === 'picture') return push({ ...free, latest: result.picture }, busy.at, now);
  if (result.kind === 'unavailable') return tell(free, { state: 'no_display', reason: result.reason }, now);
  if (free.latest === null) return still(free);
  // What is unchanged may never have arrived.
  return free.base?.picture === free.latest
    ? tell(free, { state: 'unchanged', reason: null }, now)
    : push(free, busy.at, now);
}

export function onAnswered(cycle: Cycle, id: number, answer: Answer, now: number): CycleStep {
  if (cycle.busy === null || cycle.busy.with === 'grab' || cycle.busy.id !== id) return still(cycle);
  return settle(cycle, answer, now);
}

/** Tells the server of a screen without a new picture, once. */
export function tell(cycle: Cycle, word: ScreenWord, now: number): CycleStep {
  if (cycle.told === nameOf(word)) return still(cycle);
  const id = cycle.lastId + 1;
  return {
    cycle: { ...cycle, lastId: id, busy: { with: 'report', id, word, giveUpAt: now + giveUpMs } },
    orders: [{ order: 'report', id, word }],
  };
}

const nameOf = ({ state, reason }: ScreenWord): string => `${state} ${reason}`;

function push(cycle: Cycle, grabbedAt: number, now: number): CycleStep {
  const { latest: picture, base } = cycle;
  if (picture === null) return still(cycle);
  const id = cycle.lastId + 1;
  const sequence = (cycle.sequence + 1) % sequences;
  const busy: Busy = { with: 'push', id, sent: { sequence, picture }, grabbedAt, giveUpAt: now + giveUpMs };
  return {
    cycle: { ...cycle, lastId: id, sequence, busy },
    orders: [{ order: 'push', id, sequence, picture, base, grabbedAt }],
  };
}

function settle(cycle: Cycle, answer: Answer, now: number): CycleStep {
  const { busy } = cycle;
  if (busy === null || busy.with === 'grab') return still(cycle);
  const free: Cycle = { ...cycle, busy: null };
  if (answer === 'ok') {
    return still(
      busy.with === 'push' ? { ...free, base: busy.sent, told: 'picture' } : { ...free, told: nameOf(busy.word) },
    );
  }
  const doubtful: Cycle = { ...free, base: null, told: null };
  switch (answer) {
    case 'lost':
      return still(doubtful);
    case 'picture_base_missing':
      // Refused with a base: whole at once. Refused without one, the server is at odds with itself: wait.
      return cycle.base !== null && busy.with === 'push' ? push(doubtful, busy.grabbedAt, now) : still(doubtful);
    case 'picture_stale':
      return still({ ...doubtful, sequence: (cycle.sequence + staleJump) % sequences });
    default:
      return still({ ...doubtful, dueAt: Math.max(cycle.dueAt, now + (pauseMs[answer] ?? otherPauseMs)) });
  }
}
