import type { RoomEffects } from './effects.js';
import type { LiveMessage } from './live-message.js';

/** Measures the way to the peer and back, by the way that messages go now. */
export interface RoundTrip {
  /** True: the message was for this. */
  take(message: LiveMessage): boolean;
  /** ms, of the newest answer; null: none yet. */
  readonly ms: () => number | null;
  end(): void;
}

const everyMs = 1_000;

export function measureRoundTrip(send: (message: LiveMessage) => void, { now, after }: RoomEffects): RoundTrip {
  let [id, sentAt] = [0, 0];
  let latest: number | null = null;
  let answered = true;
  let stop: () => void = () => undefined;
  const ping = () => {
    // One at a time: while the way is stopped up they would only pile up.
    if (answered) {
      answered = false;
      sentAt = now();
      send({ type: 'ping', id: ++id });
    }
    stop = after(everyMs, ping);
  };
  stop = after(0, ping);
  return {
    take: (message) => {
      if (message.type === 'ping') send({ type: 'pong', id: message.id });
      if (message.type === 'pong' && message.id === id && !answered) {
        answered = true;
        latest = now() - sentAt;
      }
      return message.type === 'ping' || message.type === 'pong';
    },
    ms: () => latest,
    end: () => stop(),
  };
}
