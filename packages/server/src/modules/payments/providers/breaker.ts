import type { Clock } from '../../../platform/clock.js';
import { ExchangeError, type Send } from './exchange.js';

export interface BreakerTerms {
  /** So many technical errors within `windowMs` open it. */
  readonly errors: number;
  readonly windowMs: number;
  /** After so long one call is let through to see whether the provider is back. */
  readonly openMs: number;
}

export const usualBreakerTerms: BreakerTerms = { errors: 10, windowMs: 60_000, openMs: 30_000 };

export type BreakerState =
  /** `errorTimes`: of the technical errors within the window, oldest first. */
  | { readonly kind: 'closed'; readonly errorTimes: readonly number[] }
  | { readonly kind: 'open'; readonly since: number }
  /** One call is on its way; its end decides. */
  | { readonly kind: 'half_open' };

/** How a call is let through: like any other, or as the one that finds out. */
export type Pass = 'call' | 'probe';

export const closedBreaker: BreakerState = { kind: 'closed', errorTimes: [] };

/** Whether a call may go now; `pass` undefined: no. */
export function admit(
  state: BreakerState,
  now: number,
  { openMs }: BreakerTerms,
): { readonly state: BreakerState; readonly pass: Pass | undefined } {
  if (state.kind === 'closed') return { state, pass: 'call' };
  if (state.kind === 'half_open' || now - state.since < openMs) return { state, pass: undefined };
  return { state: { kind: 'half_open' }, pass: 'probe' };
}

/** The state after a call ended. A call from before the breaker opened says nothing about what came since. */
export function afterCall(
  state: BreakerState,
  pass: Pass,
  wasTechnicalError: boolean,
  now: number,
  { errors, windowMs }: BreakerTerms,
): BreakerState {
  if (pass === 'probe') return wasTechnicalError ? { kind: 'open', since: now } : closedBreaker;
  if (state.kind !== 'closed' || !wasTechnicalError) return state;
  const errorTimes = [...state.errorTimes.filter((at) => now - at <= windowMs), now];
  return errorTimes.length >= errors ? { kind: 'open', since: now } : { kind: 'closed', errorTimes };
}

interface BreakerOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly terms?: BreakerTerms;
  /** Once for each time the provider goes down, however many probes fail meanwhile. Must not throw. */
  readonly onOpen?: () => void;
  /** The provider is back. Must not throw. */
  readonly onClose?: () => void;
}

/**
 * Keeps calls from a provider that is down. Only what is technical counts: no whole reply, or a 5xx; a refusal is a good
 * answer. While it is open a call fails with `breaker_open`, and nothing was sent.
 */
export function withBreaker(send: Send, options: BreakerOptions): Send {
  const { clock, terms = usualBreakerTerms, onOpen, onClose } = options;
  let state: BreakerState = closedBreaker;
  const ended = (pass: Pass, wasTechnicalError: boolean): void => {
    const before = state;
    const after = afterCall(before, pass, wasTechnicalError, clock.now(), terms);
    state = after;
    if (before.kind === 'closed' && after.kind === 'open') onOpen?.();
    if (before.kind === 'half_open' && after.kind === 'closed') onClose?.();
  };
  return async (call) => {
    const admitted = admit(state, clock.now(), terms);
    state = admitted.state;
    const { pass } = admitted;
    if (pass === undefined) throw new ExchangeError('breaker_open', false);
    try {
      const reply = await send(call);
      ended(pass, reply.status >= 500);
      return reply;
    } catch (error) {
      // A probe that ends without a word would keep the breaker half open for ever.
      ended(pass, error instanceof ExchangeError || pass === 'probe');
      throw error;
    }
  };
}
