import { createRequire } from 'node:module';
import type { StudentRoom } from '@didacto/sdk/live';
import { numberedFrame } from './numbered-picture.js';

const { nonstandard, MediaStream }: typeof import('@roamhq/wrtc') = createRequire(
  new URL('../../../packages/sdk/package.json', import.meta.url),
)('@roamhq/wrtc');

/** Sends a number as a video track. */
export function startNumberedVideo(room: StudentRoom, first: number) {
  const source = new nonstandard.RTCVideoSource({ isScreencast: true });
  const track = source.createTrack();
  const takeBack = room.addTrack(track, new MediaStream([track]));
  let frame = numberedFrame(first);
  const timer = setInterval(() => source.onFrame(frame), 50);
  return {
    show: (number: number) => {
      frame = numberedFrame(number);
    },
    stop: () => {
      clearInterval(timer);
      takeBack();
      track.stop();
    },
  };
}
