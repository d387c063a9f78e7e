import type { InstructorRoom } from '@didacto/sdk/live';
import wrtc from '@roamhq/wrtc';
import type { Bench } from './bench.js';
import { check, stopwatch, until } from './checks.js';
import { joinRoom, liveStatus, lookAtDesk } from './live-room.js';
import { shot } from './pictures.js';

const windowPixels = 320 * 180;
const size = { width: 640, height: 360 };

/** The instructor's camera, all green, in a window on the student's screen: with consent alone, and never in the mouse's way. */
export async function checkCamera(bench: Bench): Promise<void> {
  const { student, lectureId } = bench.lesson.room;
  const allow = (camera: boolean) => student.didacto.rooms.setConsent({ lectureId, camera });
  const viewer = await joinRoom(bench, { RTCPeerConnection: wrtc.RTCPeerConnection });
  const stopCamera = startGreenCamera(viewer.room);
  try {
    await until('a direct connection', 20, async () => viewer.room.route === 'direct' || undefined);
    const unasked = await greenPixels(bench);
    check('no camera without consent', unasked === 0 && !(await liveStatus(bench)).media.window, `${unasked} pixels`);
    await allow(true);
    const time = stopwatch();
    const isShown = (pixels: number) => pixels > 0.95 * windowPixels;
    const shown = await greenWhen(bench, isShown);
    const { camera, window } = (await liveStatus(bench)).media;
    const says = `status: ${camera}, window ${window}`;
    check(
      'camera window',
      isShown(shown) && window,
      `${shown} of ${windowPixels} pixels ${time()} after consent, ${says}`,
    );
    const { cameraCatchesMouse } = await lookAtDesk(bench);
    check('the mouse passes through it', cameraCatchesMouse === false, `caught: ${cameraCatchesMouse}`);
    await allow(false);
    const left = await greenWhen(bench, (pixels) => pixels === 0);
    check('camera window gone', left === 0, `${left} of its pixels left once consent was taken back`);
  } finally {
    stopCamera();
    await viewer.room.close();
  }
}

function startGreenCamera(room: InstructorRoom): () => void {
  const source = new wrtc.nonstandard.RTCVideoSource();
  const track = source.createTrack();
  room.addTrack(track, new wrtc.MediaStream([track]));
  const luma = size.width * size.height;
  const data = new Uint8Array(1.5 * luma)
    .fill(145, 0, luma)
    .fill(54, luma, 1.25 * luma)
    .fill(34, 1.25 * luma);
  const timer = setInterval(() => source.onFrame({ ...size, data }), 66);
  return () => {
    clearInterval(timer);
    track.stop();
  };
}

/** How much of the screen has the green of the camera. */
async function greenPixels({ windows }: Bench): Promise<number> {
  const { colors } = await shot(windows.display);
  return colors.filter((color) => color >> 16 < 40 && ((color >> 8) & 0xff) > 220 && (color & 0xff) < 40).length;
}

/** As much as is wanted; else as it was last. */
const greenWhen = (bench: Bench, isWanted: (pixels: number) => boolean): Promise<number> =>
  until('the green', 20, async () => {
    const pixels = await greenPixels(bench);
    return isWanted(pixels) ? pixels : undefined;
  }).catch(() => greenPixels(bench));
