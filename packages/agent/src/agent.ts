import type { Assignment, ScreenPolicy } from '@didacto/sdk/contract';
import {
  type Answer,
  type Cycle,
  type CycleOrder,
  type CycleStep,
  onAnswered,
  onGrabbed,
  onTick,
  park,
  parked,
  start,
  tell,
  wakeOf,
} from './capture-cycle.js';
import type { FeedResult } from './screen-feed.js';

/** Capture is a lease: without its server the agent forgets the lesson after this long. */
export const leaseMs = 5 * 60_000;
const askAgainMs = 30_000;

/** The agent's stages. The screen is looked at in `capturing` and nowhere else. */
type Stage =
  /** No lesson. */
  | { readonly phase: 'idle' }
  /** A lesson; the student is being shown the notice. */
  | { readonly phase: 'announcing'; readonly assignment: Assignment }
  /** A lesson, but the notice cannot be shown, so nothing is captured. */
  | { readonly phase: 'silenced'; readonly assignment: Assignment; readonly askAgainAt: number }
  | { readonly phase: 'capturing'; readonly assignment: Assignment }
  /** A lesson, but no server. */
  | { readonly phase: 'leased'; readonly assignment: Assignment; readonly endsAt: number }
  | { readonly phase: 'stopped' };

export interface AgentState {
  readonly stage: Stage;
  readonly cycle: Cycle;
}

/** What happens to an agent. `now` is monotonic ms. */
export type AgentEvent =
  | { readonly event: 'assigned'; readonly now: number; readonly assignment: Assignment | null }
  /** The connection to the server is gone. */
  | { readonly event: 'unlinked'; readonly now: number }
  /** The server has ended this agent's right to be here. */
  | { readonly event: 'put_out'; readonly now: number }
  | {
      readonly event: 'notice_answered';
      readonly now: number;
      readonly lessonId: string;
      readonly shown: boolean;
      /** Shown, or the computer's admin has done without. */
      readonly permitted: boolean;
      readonly phase: number;
      readonly firstSequence: number;
    }
  /** What showed the notice went away. */
  | { readonly event: 'notice_lost'; readonly now: number }
  | { readonly event: 'grabbed'; readonly now: number; readonly id: number; readonly result: FeedResult }
  | { readonly event: 'answered'; readonly now: number; readonly id: number; readonly answer: Answer }
  | { readonly event: 'tick'; readonly now: number }
  | { readonly event: 'stop'; readonly now: number };

/** What is to be done, in order. Showing and ending a notice, opening and closing the screen may be asked for twice. */
export type Order =
  | CycleOrder
  | { readonly order: 'show_notice'; readonly assignment: Assignment }
  | { readonly order: 'end_notice' }
  | { readonly order: 'tell_notice'; readonly shown: boolean }
  | { readonly order: 'open_screen'; readonly policy: ScreenPolicy }
  | { readonly order: 'close_screen' }
  /** Enters the live room of the seat, and leaves it. */
  | { readonly order: 'open_live'; readonly assignment: Assignment }
  | { readonly order: 'close_live' }
  | { readonly order: 'leave' };

export interface Step {
  readonly state: AgentState;
  readonly orders: readonly Order[];
}

export const newAgent: AgentState = { stage: { phase: 'idle' }, cycle: parked };

/** When to send the next `tick`, monotonic ms; infinite: not before something else happens. */
export function nextWake({ stage, cycle }: AgentState): number {
  const deadline =
    stage.phase === 'leased' ? stage.endsAt : stage.phase === 'silenced' ? stage.askAgainAt : Number.POSITIVE_INFINITY;
  return Math.min(deadline, wakeOf(cycle));
}

/** One step of the agent; the whole of its behaviour, without an effect. */
export function step(state: AgentState, event: AgentEvent): Step {
  if (state.stage.phase === 'stopped') return { state, orders: [] };
  switch (event.event) {
    case 'assigned':
      return event.assignment === null ? toIdle(state) : toLesson(state, event.assignment);
    case 'unlinked':
      return unlink(state, event.now);
    case 'put_out':
      return toIdle(state);
    case 'notice_answered':
      return noticeAnswered(state, event);
    case 'notice_lost':
      return state.stage.phase === 'capturing' ? announce(state, state.stage.assignment) : still(state);
    case 'grabbed':
      return cycled(state, onGrabbed(state.cycle, event.id, event.result, event.now));
    case 'answered':
      return answered(state, event);
    case 'tick':
      return tick(state, event.now);
    case 'stop': {
      const { state: idle, orders } = toIdle(state);
      return { state: { ...idle, stage: { phase: 'stopped' } }, orders: [...orders, { order: 'leave' }] };
    }
  }
}

const still = (state: AgentState): Step => ({ state, orders: [] });
const cycled = (state: AgentState, { cycle, orders }: CycleStep): Step => ({ state: { ...state, cycle }, orders });

/** Whoever leaves `capturing` closes the screen, and leaves the room. */
const closing = ({ stage }: AgentState): Order[] =>
  stage.phase === 'capturing' ? [{ order: 'close_live' }, { order: 'close_screen' }] : [];

function toIdle(state: AgentState): Step {
  const ending: Order[] = state.stage.phase === 'idle' ? [] : [{ order: 'end_notice' }];
  return {
    state: { stage: { phase: 'idle' }, cycle: park(state.cycle) },
    orders: [...closing(state), ...ending],
  };
}

const announce = (state: AgentState, assignment: Assignment): Step => ({
  state: { stage: { phase: 'announcing', assignment }, cycle: park(state.cycle) },
  orders: [...closing(state), { order: 'show_notice', assignment }],
});

function toLesson(state: AgentState, assignment: Assignment): Step {
  const { stage } = state;
  const goesOn = stage.phase === 'capturing' && JSON.stringify(stage.assignment) === JSON.stringify(assignment);
  return goesOn ? still(state) : announce(state, assignment);
}

function unlink(state: AgentState, now: number): Step {
  const { stage } = state;
  if (stage.phase === 'idle' || stage.phase === 'leased' || stage.phase === 'stopped') return still(state);
  return {
    state: {
      stage: { phase: 'leased', assignment: stage.assignment, endsAt: now + leaseMs },
      cycle: park(state.cycle),
    },
    orders: closing(state),
  };
}

function noticeAnswered(state: AgentState, event: AgentEvent & { event: 'notice_answered' }): Step {
  const { stage } = state;
  const { now, shown, permitted } = event;
  if (stage.phase !== 'announcing' || stage.assignment.lessonId !== event.lessonId) return still(state);
  const { assignment } = stage;
  const told: Order = { order: 'tell_notice', shown };
  if (permitted) {
    const { policy } = assignment;
    const cycle = start(state.cycle, { ...event, intervalMs: policy.intervalMs });
    return {
      state: { stage: { phase: 'capturing', assignment }, cycle },
      orders: [told, { order: 'open_screen', policy }, { order: 'open_live', assignment }],
    };
  }
  const word = tell(state.cycle, { state: 'no_display', reason: 'not_permitted' }, now);
  return {
    state: { stage: { phase: 'silenced', assignment, askAgainAt: now + askAgainMs }, cycle: word.cycle },
    orders: [told, ...word.orders],
  };
}

function answered(state: AgentState, { id, answer, now }: AgentEvent & { event: 'answered' }): Step {
  if (state.cycle.busy?.id !== id) return still(state);
  // The next lesson, if there is one, comes as an assignment.
  if (answer === 'no_active_lesson') return toIdle(state);
  return cycled(state, onAnswered(state.cycle, id, answer, now));
}

function tick(state: AgentState, now: number): Step {
  const { stage } = state;
  if (stage.phase === 'leased' && now >= stage.endsAt) return toIdle(state);
  if (stage.phase === 'silenced' && now >= stage.askAgainAt) return announce(state, stage.assignment);
  return cycled(state, onTick(state.cycle, now));
}
