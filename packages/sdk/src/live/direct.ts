import type { RoomSignal } from '../contract/room-events.js';
import type { RoomChannel } from '../contract/rooms.js';
import { backOffMs } from '../retry.js';
import type { RoomEffects } from './effects.js';
import { createNegotiation } from './negotiation.js';
import { type DirectWay, lowBytes } from './outbound.js';
import type { RoomOptions, RtcImplementation } from './room.js';

export const channels = ['input', 'tiles', 'messages'] as const satisfies readonly RoomChannel[];

/** A WebRTC connection to one peer. */
export interface Direct {
  /** All its channels are open, and packets arrive. */
  readonly isOpen: () => boolean;
  readonly way: (channel: RoomChannel) => DirectWay;
  take(signal: RoomSignal): void;
  addTrack(track: MediaStreamTrack, stream: MediaStream): () => void;
  configure(configuration: RTCConfiguration): void;
  readonly report: () => Promise<RTCStatsReport>;
  close(): void;
}

export interface DirectOptions extends Pick<RoomOptions, 'tuneDescription'> {
  readonly rtc: RtcImplementation;
  readonly configuration: RTCConfiguration;
  readonly polite: boolean;
  readonly effects: RoomEffects;
  readonly on: {
    readonly signal: (signal: RoomSignal) => void;
    /** It opened, or it no longer is. */
    readonly open: (open: boolean) => void;
    readonly frame: (channel: RoomChannel, bytes: Uint8Array) => void;
    readonly low: (channel: RoomChannel) => void;
    readonly track: (track: MediaStreamTrack, stream: MediaStream) => void;
    /** The page that this is part of goes, and the connection with it. */
    readonly pageEnd: () => void;
  };
}

/** Without a connection for so long, it is tried anew; each time a little later. */
const again = { firstDelayMs: 10_000, maxDelayMs: 60_000 };
const afterFailureMs = 1_000;
/**
 * The student's side, which sends all the time, is told by the server that its peer has left, and is to have stopped
 * before the connection goes: wrtc, the WebRTC of Node, crashes where a channel is closed by the peer amid a `send`.
 */
const lingerMs = 500;

export function openDirect(options: DirectOptions): Direct {
  const { rtc, configuration, polite, effects, on } = options;
  const tune = options.tuneDescription ?? ((sdp) => sdp);
  const pc = new rtc.RTCPeerConnection(configuration);
  const negotiation = createNegotiation({ pc, polite, tune, send: on.signal });
  const isConnected = () =>
    pc.connectionState === 'connected' && [...open.values()].every(({ readyState }) => readyState === 'open');
  /** As the connection and its channels last told: to ask them takes Node half a millisecond, and this is asked all the time. */
  let isOpen = false;
  const check = () => {
    if (isConnected() === isOpen) return;
    isOpen = !isOpen;
    on.open(isOpen);
  };
  const open = openChannels(pc, { check, low: on.low, frame: on.frame });
  const forgetPage = polite ? () => undefined : effects.onPageEnd(on.pageEnd);
  // One side is enough to begin anew.
  const stopRestarting = polite ? () => undefined : restartWhileShut(pc, () => isOpen, negotiation.restart, effects);
  const onTrack = ({ track, streams: [stream] }: RTCTrackEvent) => stream && on.track(track, stream);
  pc.addEventListener('connectionstatechange', check);
  pc.addEventListener('track', onTrack);
  return {
    isOpen: () => isOpen,
    way: (channel) => wayOf(open.get(channel)),
    take: negotiation.take,
    addTrack: (track, stream) => {
      const sender = pc.addTrack(track, stream);
      return () => pc.signalingState !== 'closed' && pc.removeTrack(sender);
    },
    configure: (newer) => {
      try {
        pc.setConfiguration(newer);
      } catch {
        // What it has stays in use.
      }
    },
    report: () => pc.getStats(),
    close: () => {
      stopRestarting();
      negotiation.end();
      pc.removeEventListener('connectionstatechange', check);
      pc.removeEventListener('track', onTrack);
      for (const channel of open.values())
        channel.onopen = channel.onclose = channel.onmessage = channel.onbufferedamountlow = null;
      const shut = () => {
        forgetPage();
        for (const channel of open.values()) channel.close();
        pc.close();
      };
      if (polite) shut();
      else effects.after(lingerMs, shut);
    },
  };
}

interface ChannelEvents extends Pick<DirectOptions['on'], 'frame' | 'low'> {
  readonly check: () => void;
}

/** Both sides make the same ones, so none has to be announced. */
function openChannels(pc: RTCPeerConnection, { check, frame, low }: ChannelEvents): Map<RoomChannel, RTCDataChannel> {
  const open = new Map<RoomChannel, RTCDataChannel>();
  for (const [id, name] of channels.entries()) {
    const channel = pc.createDataChannel(name, { negotiated: true, id, ordered: true });
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = lowBytes;
    channel.onopen = check;
    channel.onclose = check;
    channel.onbufferedamountlow = () => low(name);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) frame(name, new Uint8Array(data));
    };
    open.set(name, channel);
  }
  return open;
}

const wayOf = (channel: RTCDataChannel | undefined): DirectWay => ({
  buffered: () => channel?.bufferedAmount ?? 0,
  send: (frame) => {
    try {
      channel?.send(frame);
      return channel !== undefined;
    } catch {
      return false;
    }
  },
});

function restartWhileShut(
  pc: RTCPeerConnection,
  isOpen: () => boolean,
  restart: () => void,
  { after, random }: RoomEffects,
): () => void {
  let tries = 0;
  let stop: () => void = () => undefined;
  const wait = (ms: number) => {
    stop();
    stop = after(ms, () => {
      if (isOpen()) tries = 0;
      else restart();
      wait(again.firstDelayMs / 2 + backOffMs(++tries, { ...again, random }));
    });
  };
  const onState = () => {
    if (pc.connectionState === 'failed') wait(afterFailureMs * 2 ** Math.min(tries, 6));
  };
  pc.addEventListener('connectionstatechange', onState);
  wait(again.firstDelayMs);
  return () => {
    stop();
    pc.removeEventListener('connectionstatechange', onState);
  };
}
