import type { RoomSignal } from '../contract/room-events.js';
import { backOffMs } from '../retry.js';
import type { RoomEffects } from './effects.js';
import type { Relayed } from './outbound.js';

/** Signals go one after the other: a candidate is worth nothing before its description. */
export interface SignalQueue {
  send(signal: RoomSignal): void;
  end(): void;
}

const backOff = { firstDelayMs: 200, maxDelayMs: 5_000 };

export function createSignalQueue(
  send: (signal: RoomSignal) => Promise<Relayed>,
  { after, random }: RoomEffects,
): SignalQueue {
  const waiting: RoomSignal[] = [];
  let [busy, ended, failures] = [false, false, 0];
  let stop: () => void = () => undefined;
  const go = async () => {
    const [signal] = waiting;
    if (busy || ended || signal === undefined) return;
    busy = true;
    const outcome = await send(signal);
    busy = false;
    if (outcome === 'later') {
      busy = true;
      stop = after(100 + backOffMs(failures++, { ...backOff, random }), () => {
        busy = false;
        void go();
      });
      return;
    }
    failures = 0;
    waiting.shift();
    void go();
  };
  return {
    send: (signal) => {
      waiting.push(signal);
      void go();
    },
    end: () => {
      ended = true;
      stop();
    },
  };
}
