import { backOffMs } from '../retry.js';
import type { RoomEffects } from './effects.js';
import { type FrameBytes, mostMessageBytes, noBytes, writeFrame } from './frame.js';

/** A data channel as a way out. */
export interface DirectWay {
  /** Bytes it holds. */
  readonly buffered: () => number;
  /** False: it took none. */
  readonly send: (frame: FrameBytes) => boolean;
}

/** `taken`: delivered. `later`: not now. `refused`: never this one. */
export type Relayed = 'taken' | 'later' | 'refused';

export interface Ways {
  /** Undefined while there is no open data channel. */
  readonly direct: () => DirectWay | undefined;
  readonly relay: (frame: FrameBytes) => Promise<Relayed>;
}

/** What a channel sends to one peer: numbered, and kept until it has arrived, so that it can go another way. */
export interface Outbound {
  /** @throws RangeError where the message is too large for any way */
  send(bytes: Uint8Array): Promise<boolean>;
  /** The peer has all below `number`. */
  confirm(number: number): void;
  /** The way has room again. */
  go(): void;
  /** Another way, or a rule of the server changed: what the data channel has not confirmed is lost, what rests goes now. */
  renew(): void;
  end(): void;
}

/** Bytes in a data channel under which it has room for the next message. */
export const lowBytes = 64 * 1024;
/** Bytes that may be under way by a data channel: not every implementation tells what it holds. */
const windowBytes = 512 * 1024;
/** Messages that may be under way by the relay. */
const relayWindow = 8;
/** Messages that may wait in all: who sends on without waiting does not fill the memory. */
const mostHeld = 4_096;
const relayBackOff = { firstDelayMs: 100, maxDelayMs: 2_000 };

interface Held {
  frame: FrameBytes;
  at: 'waiting' | 'direct' | 'relay';
  settle: (taken: boolean) => void;
}

export function createOutbound(to: number, ways: Ways, { after, random }: RoomEffects): Outbound {
  /** By number, which is the order as well. */
  const held = new Map<number, Held>();
  let next = 0;
  let [directBytes, relaying, failures] = [0, 0, 0];
  let ended = false;
  let stopResting: (() => void) | undefined;

  const forget = (number: number, item: Held) => {
    if (item.at === 'direct') directBytes -= item.frame.length;
    held.delete(number);
    item.settle(true);
  };
  const hasRoom = (way: DirectWay) => way.buffered() <= lowBytes && directBytes <= windowBytes;
  const sendDirect = (way: DirectWay, item: Held): boolean => {
    if (!hasRoom(way) || !way.send(item.frame)) return false;
    item.at = 'direct';
    directBytes += item.frame.length;
    return true;
  };
  const sendRelay = (number: number, item: Held): boolean => {
    if (relaying >= relayWindow || stopResting !== undefined) return false;
    item.at = 'relay';
    relaying++;
    ways.relay(item.frame).then((outcome) => {
      relaying--;
      if (ended) return;
      if (outcome === 'taken') {
        failures = 0;
        forget(number, item);
      } else {
        putBack(number, item, outcome);
      }
      go();
    });
    return true;
  };
  const putBack = (number: number, item: Held, outcome: 'later' | 'refused') => {
    item.at = 'waiting';
    if (outcome === 'refused') {
      // Its number must arrive all the same, else the peer waits for it for ever.
      item.frame = writeFrame({ kind: 'nothing', to, number, bytes: noBytes });
      item.settle(false);
    }
    stopResting ??= after(backOffMs(failures++, { ...relayBackOff, random }) + 20, () => {
      stopResting = undefined;
      go();
    });
  };
  const settleSent = (way: DirectWay) => {
    if (hasRoom(way)) for (const item of held.values()) if (item.at === 'direct') item.settle(true);
  };
  const go = () => {
    if (ended) return;
    const way = ways.direct();
    for (const [number, item] of held) {
      if (item.at === 'waiting' && !(way ? sendDirect(way, item) : sendRelay(number, item))) break;
    }
    if (way) settleSent(way);
  };

  return {
    send: (bytes) => {
      if (bytes.length > mostMessageBytes) throw new RangeError(`A message is at most ${mostMessageBytes} bytes`);
      if (ended || held.size >= mostHeld) return Promise.resolve(false);
      const number = next++;
      return new Promise((settle) => {
        held.set(number, { frame: writeFrame({ kind: 'data', to, number, bytes }), at: 'waiting', settle });
        go();
      });
    },
    confirm: (number) => {
      for (const [each, item] of held) {
        if (each >= number) break;
        forget(each, item);
      }
      go();
    },
    go,
    renew: () => {
      stopResting?.();
      stopResting = undefined;
      [failures, directBytes] = [0, 0];
      for (const item of held.values()) if (item.at === 'direct') item.at = 'waiting';
      go();
    },
    end: () => {
      ended = true;
      stopResting?.();
      for (const { settle } of held.values()) settle(false);
      held.clear();
    },
  };
}
