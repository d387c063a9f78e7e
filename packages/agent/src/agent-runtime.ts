import type { Consent } from '@didacto/sdk/contract';
import { type AgentClock, systemClock } from './agent-clock.js';
import { agentLoop } from './agent-loop.js';
import { type ConnectionEvents, connect } from './connection.js';
import type { Credentials } from './credentials.js';
import { type Effects, perform } from './effects.js';
import { type LiveMachine, liveKeeper, noLive } from './live/live-keeper.js';
import { type Log, noLog } from './log.js';
import type { Notifier } from './notice/notice.js';
import { noticeKeeper } from './notice/notice-keeper.js';
import type { OpenFeed } from './screen-feed.js';
import { screenKeeper } from './screen-keeper.js';
import { serverClock as newServerClock } from './server-clock.js';
import type { AgentStatus } from './status.js';
import { statusBook } from './status-book.js';

export interface AgentOptions {
  readonly credentials: Credentials;
  readonly openFeed: OpenFeed;
  readonly notifier: Notifier;
  /** What it has for live rooms; absent: it enters none. */
  readonly live?: LiveMachine | undefined;
  /** Capture even if the notice cannot be shown: for a test pattern, or by the decision of the computer's admin. */
  readonly mayWatchUnseen?: boolean;
  readonly ca?: string | undefined;
  readonly clock?: AgentClock;
  readonly random?: () => number;
  readonly log?: Log;
  /** Told after each change of what `status` gives. */
  readonly onChange?: () => void;
}

/** An agent at work. Several may live in one process. */
export interface RunningAgent {
  status(): AgentStatus;
  /** What the student at this computer allows from now on, in the lesson that is on. @throws AgentFailure no_lesson */
  setConsent(change: Partial<Consent>): Promise<Consent>;
  /** Closes the screen, ends the notice, says goodbye to the server. */
  stop(): Promise<void>;
}

/** Starts an agent: connects, and does what the server assigns. */
export function startAgent(options: AgentOptions): RunningAgent {
  const { credentials, ca, notifier, clock = systemClock, random = Math.random, log = noLog() } = options;
  const onChange = options.onChange ?? (() => {});
  const serverClock = newServerClock(clock);
  const book = statusBook({ credentials, monotonic: clock.monotonic, serverClock, log });
  const screen = screenKeeper(options.openFeed);
  const loop = agentLoop({
    clock,
    log,
    onChange,
    perform: (order, { stage }) => perform(effects, order, 'assignment' in stage ? stage.assignment : undefined),
  });
  const notices = noticeKeeper(notifier, () => loop.dispatch({ event: 'notice_lost' }));
  const on: ConnectionEvents = {
    linked: () => {
      book.link('connected', null);
      onChange();
    },
    assigned: (assignment) => loop.dispatch({ event: 'assigned', assignment }),
    unlinked: (code) => {
      book.link('connecting', code);
      loop.dispatch({ event: 'unlinked' });
    },
    putOut: (code) => {
      book.link('put_out', code);
      loop.dispatch({ event: 'put_out' });
    },
  };
  const connection = connect({ credentials, ca, clock, serverClock, random, on });
  const { dispatch } = loop;
  const { attend } = connection;
  const live = options.live ? liveKeeper({ machine: options.live, attend, clock, log, onChange }) : noLive;
  const mayWatchUnseen = options.mayWatchUnseen === true;
  const effects: Effects = {
    screen,
    notices,
    live,
    connection,
    clock,
    serverClock,
    random,
    mayWatchUnseen,
    book,
    log,
    dispatch,
  };

  const notice = () => ({ channel: notifier.name, shown: notices.isShown() });
  return {
    status: () => book.read({ state: loop.state(), source: screen.source(), notice: notice(), live: live.state() }),
    setConsent: live.setConsent,
    async stop() {
      loop.dispatch({ event: 'stop' });
      // The room is left while there is a connection to say so.
      await live.close();
      await Promise.all([screen.close(), notices.end(), connection.leave()]);
    },
  };
}
