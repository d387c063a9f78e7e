import type { RoomEffects } from './effects.js';
import type { RoomStats } from './room.js';

type Rates = Pick<RoomStats, 'receivedBitrate' | 'sentBitrate' | 'framesPerSecond'>;

/** Makes rates of counts. What a relay carries is counted here; a connection counts itself. */
export interface Meter {
  sent(bytes: number): void;
  received(bytes: number): void;
  /** Rates since it was last asked, at least half a second ago. */
  read(report: RTCStatsReport | undefined): Rates;
}

const leastMs = 500;
const none: Rates = { receivedBitrate: 0, sentBitrate: 0, framesPerSecond: null };

interface Counts {
  readonly at: number;
  readonly sent: number;
  readonly received: number;
}

export function createMeter({ now }: RoomEffects): Meter {
  let [relaySent, relayReceived] = [0, 0];
  let before: Counts = { at: now(), sent: 0, received: 0 };
  let latest = none;
  return {
    sent: (bytes) => {
      relaySent += bytes;
    },
    received: (bytes) => {
      relayReceived += bytes;
    },
    read: (report) => {
      const at = now();
      const direct = countsOf(report);
      const counts = { at, sent: relaySent + direct.sent, received: relayReceived + direct.received };
      const seconds = (at - before.at) / 1_000;
      if (seconds * 1_000 >= leastMs) {
        // A new connection counts from zero again.
        const rate = (newer: number, older: number) => (Math.max(newer - older, 0) * 8) / seconds;
        latest = {
          receivedBitrate: rate(counts.received, before.received),
          sentBitrate: rate(counts.sent, before.sent),
          framesPerSecond: direct.framesPerSecond,
        };
        before = counts;
      }
      return latest;
    },
  };
}

function countsOf(report: RTCStatsReport | undefined) {
  let [sent, received] = [0, 0];
  let framesPerSecond: number | null = null;
  report?.forEach((stat: Readonly<Record<string, unknown>>) => {
    if (stat.type === 'transport') {
      sent += numberOf(stat.bytesSent);
      received += numberOf(stat.bytesReceived);
    }
    const isVideo = stat.kind === 'video' && (stat.type === 'inbound-rtp' || stat.type === 'outbound-rtp');
    // What is received says more than what is sent beside it.
    if (isVideo && (framesPerSecond === null || stat.type === 'inbound-rtp'))
      framesPerSecond = numberOf(stat.framesPerSecond);
  });
  return { sent, received, framesPerSecond };
}

const numberOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
