import { type AgentEvent, type AgentState, newAgent, nextWake, type Order, step } from './agent.js';
import type { AgentClock } from './agent-clock.js';
import type { Log } from './log.js';

type WithoutNow<T> = T extends { now: number } ? Omit<T, 'now'> : never;
/** An event that happens now. */
export type Happening = WithoutNow<AgentEvent>;

/** Runs the state machine: events in, orders out, and a timer for the next `tick`. */
export interface AgentLoop {
  dispatch(event: Happening): void;
  state(): AgentState;
}

export interface AgentLoopOptions {
  readonly clock: AgentClock;
  readonly log: Log;
  /** Must not dispatch before it returns. */
  readonly perform: (order: Order, state: AgentState) => void;
  readonly onChange: () => void;
}

export function agentLoop({ clock, log, perform, onChange }: AgentLoopOptions): AgentLoop {
  let state: AgentState = newAgent;
  let cancelWake = () => {};
  const dispatch = (event: Happening): void => {
    const before = state.stage.phase;
    const next = step(state, { ...event, now: clock.monotonic() });
    state = next.state;
    const after = state.stage.phase;
    if (before !== after) log.info({ from: before, to: after }, 'phase');
    for (const order of next.orders) perform(order, state);
    cancelWake();
    const wake = nextWake(state);
    if (wake !== Number.POSITIVE_INFINITY) cancelWake = clock.after(wake - clock.monotonic(), tick);
    onChange();
  };
  const tick = () => dispatch({ event: 'tick' });
  return { dispatch, state: () => state };
}
