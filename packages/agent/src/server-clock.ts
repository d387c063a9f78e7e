import type { AgentClock } from './agent-clock.js';

/** The server's time, kept against the monotonic clock: a computer whose own clock is wrong still tells it right. */
export interface ServerClock {
  /** @param serverTime ISO 8601, as the server just said it */
  observe(serverTime: string): void;
  /** ms since the epoch at a moment of the monotonic clock; the computer's own time while the server's is unknown. */
  at(monotonic: number): number;
  /** How far the computer's clock is ahead of the server's, ms; undefined while that is unknown. */
  skewMs(): number | undefined;
}

export function serverClock(clock: Pick<AgentClock, 'monotonic' | 'wall'>): ServerClock {
  let epochMs: number | undefined;
  const ownEpochMs = () => clock.wall() - clock.monotonic();
  return {
    observe(serverTime) {
      const said = Date.parse(serverTime);
      if (Number.isFinite(said)) epochMs = said - clock.monotonic();
    },
    at: (monotonic) => Math.round((epochMs ?? ownEpochMs()) + monotonic),
    skewMs: () => (epochMs === undefined ? undefined : Math.round(ownEpochMs() - epochMs)),
  };
}
