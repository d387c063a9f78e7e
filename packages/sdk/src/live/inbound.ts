import type { RoomEffects } from './effects.js';
import type { Frame } from './frame.js';

/** What a channel gets from one peer: each message once, in order, whichever way it came. */
export interface Inbound {
  /** @returns false where it is too far ahead to be kept: it must come again */
  take(frame: Frame, way: 'direct' | 'relay'): boolean;
  end(): void;
}

/** Messages and bytes that are kept while an earlier one is missing. */
const [mostEarly, mostEarlyBytes] = [1_024, 16 * 1024 * 1024];
/** The sender goes on as it hears what arrived: after so many bytes or messages, else a little later. */
const [tellBytes, tellMessages, tellMs] = [64 * 1024, 32, 50];

/** @param tell says to the sender that all below a number arrived; for data channels, a relayed message is answered */
export function createInbound(
  deliver: (bytes: Uint8Array) => void,
  tell: (number: number) => void,
  { after }: RoomEffects,
): Inbound {
  const early = new Map<number, Frame>();
  let next = 0;
  let [earlyBytes, untold, untoldBytes] = [0, 0, 0];
  let stopWaiting: (() => void) | undefined;

  const tellNow = () => {
    stopWaiting?.();
    stopWaiting = undefined;
    [untold, untoldBytes] = [0, 0];
    tell(next);
  };
  const deliverAll = () => {
    for (let frame = early.get(next); frame !== undefined; frame = early.get(next)) {
      early.delete(next++);
      earlyBytes -= frame.bytes.length;
      if (frame.kind === 'data') deliver(frame.bytes);
    }
  };
  return {
    take: (frame, way) => {
      const { number, bytes } = frame;
      if (number >= next && !early.has(number)) {
        if (number !== next && (early.size >= mostEarly || earlyBytes > mostEarlyBytes)) return false;
        early.set(number, frame);
        earlyBytes += bytes.length;
        deliverAll();
      }
      if (way === 'direct') {
        untold++;
        untoldBytes += bytes.length;
        if (untold >= tellMessages || untoldBytes >= tellBytes) tellNow();
        else stopWaiting ??= after(tellMs, tellNow);
      }
      return true;
    },
    end: () => {
      stopWaiting?.();
      early.clear();
    },
  };
}
