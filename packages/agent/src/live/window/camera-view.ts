import type { AgentClock } from '../../agent-clock.js';
import type { RtcMedia, VideoPicture } from '../rtc-media.js';
import type { Use } from '../while-wanted.js';
import { drawVideo } from './draw-video.js';
import { type PictureWindow, type WindowBackEnd, windowSize } from './window-back-end.js';

export interface CameraViewOptions {
  readonly track: MediaStreamTrack;
  readonly rtc: Pick<RtcMedia, 'look'>;
  readonly window: WindowBackEnd;
  readonly clock: Pick<AgentClock, 'after' | 'monotonic'>;
  readonly lost: (why: string) => void;
}

/** Faces need no more pictures a second than 15. */
const leastMs = 60;
/** A camera that was put off sends nothing, and its window goes. */
const goneMs = 2_000;

/** Shows a video track in a window while pictures come. One is drawn at a time: what comes meanwhile is left out. */
export function cameraView({ track, rtc, window, clock, lost }: CameraViewOptions): Use {
  const words = new Int32Array(windowSize.width * windowSize.height);
  const pixels = Buffer.from(words.buffer);
  let open: PictureWindow | undefined;
  let isBusy = false;
  let isOver = false;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let cancelGone = () => {};

  const close = (): void => {
    cancelGone();
    open?.close();
    open = undefined;
  };
  const show = async (picture: VideoPicture): Promise<void> => {
    if (open === undefined) {
      const opened = await window.open(lost);
      if (isOver) return opened.close();
      open = opened;
    }
    drawVideo(picture, windowSize, words);
    await open.draw(pixels);
  };
  const take = (picture: VideoPicture): void => {
    const now = clock.monotonic();
    if (isOver || isBusy || now - drawnAt < leastMs) return;
    [isBusy, drawnAt] = [true, now];
    cancelGone();
    void show(picture)
      .catch((error: unknown) => isOver || lost(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        isBusy = false;
        if (!isOver) cancelGone = clock.after(goneMs, close);
      });
  };
  const stop = rtc.look(track, take);
  return {
    end() {
      isOver = true;
      stop();
      close();
    },
  };
}
