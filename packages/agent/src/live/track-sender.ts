import type { AgentClock } from '../agent-clock.js';
import type { Region } from '../encode/jpeg-turbo.js';
import { createI420, type I420 } from './i420.js';
import type { LiveScreen, Look } from './live-screen.js';
import { changeMs, type PictureSender, type SenderEvents } from './picture-sender.js';
import { senderLoop, type Turns } from './sender-loop.js';

/** The part of wrtc's video source that is used. */
export interface VideoSource {
  onFrame(frame: { width: number; height: number; data: Uint8Array }): void;
}

export interface TrackSenderOptions extends SenderEvents {
  readonly screen: LiveScreen;
  readonly source: VideoSource;
  readonly clock: AgentClock;
}

/** What encoders of screens keep up with. */
const frameMs = 1000 / 30;
/** What stands still is encoded so many times more: each time the encoder has bits left to sharpen it. */
const mostRepeats = 12;
/** And once in a while, for whoever lost a packet. */
const repeatMs = 1_000;
const awayMs = 500;

/** Feeds a video track with the screen while it changes, and a little longer. */
export function trackSender({ screen, source, clock, onPicture }: TrackSenderOptions): PictureSender {
  let isWholeDue = true;
  let canvas: { of: Picture; words: Int32Array; video: I420 } | undefined;
  let repeats = 0;
  let sentAt = Number.NEGATIVE_INFINITY;

  const repeatAfter = (): number => (repeats > 0 ? frameMs * 2 : repeatMs);
  const take = (look: Look & { kind: 'changed' }): void => {
    const { picture } = look;
    const isNew = canvas?.of !== picture;
    if (canvas === undefined || isNew) {
      const { shown } = picture;
      const words = new Int32Array(shown.buffer, shown.byteOffset, shown.length >> 2);
      canvas = { of: picture, words, video: createI420(picture) };
    }
    const whole: Region = { x: 0, y: 0, width: picture.width, height: picture.height };
    for (const region of isNew ? [whole] : look.regions) canvas.video.update(canvas.words, picture.width, region);
    onPicture(canvas.video, null);
    repeats = mostRepeats;
  };
  const send = (now: number): void => {
    if (canvas === undefined) return;
    const { width, height, data } = canvas.video;
    source.onFrame({ width, height, data });
    sentAt = now;
  };
  const turn = async ({ pause, isStopped }: Turns): Promise<number> => {
    const restMs = Math.min(changeMs, sentAt + repeatAfter() - clock.monotonic());
    const change = isWholeDue || restMs <= 0 ? undefined : screen.nextChange(restMs);
    if (change !== undefined) await pause(restMs, change);
    if (isStopped()) return 0;
    const began = clock.monotonic();
    const look = await screen.look(isWholeDue);
    isWholeDue = look.kind === 'unavailable';
    if (look.kind === 'unavailable') {
      onPicture(null, `${look.reason}: ${look.detail}`);
      return awayMs;
    }
    if (look.kind === 'changed') take(look);
    if (look.kind === 'changed' || began - sentAt >= repeatAfter()) {
      if (look.kind === 'unchanged') repeats = Math.max(0, repeats - 1);
      send(began);
    }
    return Math.max(0, began + frameMs - clock.monotonic());
  };
  const loop = senderLoop(clock, turn);
  return {
    refresh() {
      isWholeDue = true;
      loop.wake();
    },
    drawn: () => undefined,
    bitrate: () => null,
    stop: loop.stop,
  };
}

type Picture = (Look & { kind: 'changed' })['picture'];
