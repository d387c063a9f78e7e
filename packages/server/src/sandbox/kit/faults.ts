import type { SandboxClock } from './clock.js';
import { LostReply, type SandboxHandler, type SandboxReply, type SandboxRequest } from './http.js';

/**
 * What goes wrong with one request. `refuse`: the connection breaks before anything is read. `lost_before`: read, not
 * done, no reply. `lost_after`: done, no reply. `reset`: done, the reply breaks off in the middle. `error_after`: done, 500.
 * `error_before`: not done, 500. `delay`: done and answered late. `duplicate`: done twice, as by a network that repeats.
 */
export const faultKinds = [
  'refuse',
  'lost_before',
  'lost_after',
  'reset',
  'error_after',
  'error_before',
  'delay',
  'duplicate',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Of a delay. */
  readonly ms?: number;
}

/** Decides what goes wrong with a request; undefined: nothing. */
export type FaultPlan = (request: SandboxRequest) => Fault | undefined;

/** A number in [0, 1) from a seed, the same sequence each time (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Faults at a rate from 0 to 1, drawn from `random`. */
export const seededFaults =
  (random: () => number, rate: number, kinds: readonly FaultKind[] = faultKinds): FaultPlan =>
  () => {
    if (random() >= rate) return undefined;
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'lost_after';
    return kind === 'delay' ? { kind, ms: Math.floor(random() * 60_000) } : { kind };
  };

/** The faults that tests and `didacto sandbox` set: each for the next requests whose path contains `path`. */
export interface FaultQueue {
  readonly plan: FaultPlan;
  add(fault: Fault & { readonly path?: string; readonly times?: number }): void;
  clear(): void;
}

export function faultQueue(otherwise: FaultPlan = () => undefined): FaultQueue {
  let queue: { readonly fault: Fault; readonly path: string; left: number }[] = [];
  return {
    plan: (request) => {
      const found = queue.find(({ path }) => request.path.includes(path));
      if (!found) return otherwise(request);
      found.left -= 1;
      queue = queue.filter(({ left }) => left > 0);
      return found.fault;
    },
    add: ({ path = '', times = 1, ...fault }) => void queue.push({ fault, path, left: times }),
    clear: () => {
      queue = [];
    },
  };
}

/** The handler, with what the plan lets go wrong. `serverError` is the party's own 5xx. */
export const withFaults =
  (handler: SandboxHandler, plan: FaultPlan, clock: SandboxClock, serverError: () => SandboxReply): SandboxHandler =>
  async (request) => {
    const fault = plan(request);
    switch (fault?.kind) {
      case undefined:
        return handler(request);
      case 'refuse':
        throw new LostReply('refused');
      case 'lost_before':
        throw new LostReply('before');
      case 'lost_after':
        await handler(request);
        throw new LostReply('after');
      case 'reset':
        await handler(request);
        throw new LostReply('partial');
      case 'error_after':
        await handler(request);
        return serverError();
      case 'error_before':
        return serverError();
      case 'delay':
        await new Promise<void>((resolve) => void clock.after(fault.ms ?? 1_000, resolve));
        return handler(request);
      case 'duplicate':
        await handler(request);
        return handler(request);
    }
  };
