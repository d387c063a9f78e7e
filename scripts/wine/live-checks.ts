import wrtc from '@roamhq/wrtc';
import { rtcMedia } from '../../packages/agent/src/live/rtc-media.js';
import type { LiveViewer } from '../flow/live/live-viewer.js';
import type { Bench } from './bench.js';
import { check, stopwatch, until } from './checks.js';
import { iconPixels, icons, joinRoom, liveStatus, pictureOf } from './live-room.js';
import { differing, meanDistance, type Pixels, stillShot } from './pictures.js';

/** Once the screen rests it is sent sharp. */
const largestMeanError = 2;
/** Fewer pixels are no window. */
const aWindow = 100_000;

/** The live room of the agent on Windows: both ways to it, both ways of the picture, the notice, and what status says. */
export async function checkLiveRoom(bench: Bench): Promise<void> {
  const before = await stillShot(bench.windows.display);
  await checkRelay(bench);
  const time = stopwatch();
  const viewer = await joinRoom(bench, { RTCPeerConnection: wrtc.RTCPeerConnection });
  viewer.watch('tiles');
  const route = await until('a direct connection', 20, async () =>
    viewer.room.route === 'direct' ? 'direct' : undefined,
  ).catch(() => viewer.room.route);
  check('live room', route === 'direct', `${route} ${time()} after joining, tiles over a data channel`);
  await checkTiles(bench, viewer, 'live picture');
  await checkNotice(bench, before);
  await checkChange(bench, viewer);
  await checkTrack(viewer);
  await checkStatus(bench, viewer);
  await viewer.room.close();
  const { ok, pixels } = await iconPixels(bench, { before, at: icons.live, isThere: false });
  check('notice of the live picture taken down', ok, `${pixels} of its pixels other than before`);
}

/** Without WebRTC the server carries the tiles. */
async function checkRelay(bench: Bench): Promise<void> {
  const viewer = await joinRoom(bench, null);
  viewer.watch('auto');
  await checkTiles(bench, viewer, `live picture by the ${viewer.room.route}`);
  await viewer.room.close();
}

/** That the instructor sees the desktop, once it rests. */
async function checkTiles({ windows }: Bench, viewer: LiveViewer, name: string): Promise<void> {
  let error = Number.NaN;
  const time = stopwatch();
  await until(name, 30, async () => {
    error = meanDistance(pictureOf(viewer), await stillShot(windows.display));
    return error <= largestMeanError || undefined;
  }).catch(() => undefined);
  const { width, height } = viewer.picture();
  check(
    name,
    error <= largestMeanError,
    `${width}x${height}, mean error ${error.toFixed(2)} of 255 against xwd (at most ${largestMeanError}), ${time()}`,
  );
}

/** One more icon beside the clock. */
async function checkNotice(bench: Bench, before: Pixels): Promise<void> {
  const { ok, pixels } = await iconPixels(bench, { before, at: icons.live, isThere: true });
  check('notice of the live picture', ok, `${pixels} pixels of an icon of its own`);
}

/** A new window is a new picture. */
async function checkChange(bench: Bench, viewer: LiveViewer): Promise<void> {
  const before = pictureOf(viewer);
  const time = stopwatch();
  bench.windows.start('live-window', ['regedit']);
  const pixels = await until('a new window', 60, async () => {
    const { count } = differing(before, pictureOf(viewer));
    return count > aWindow ? count : undefined;
  }).catch(() => 0);
  check('live change', pixels > aWindow, `${pixels} pixels of the picture were new ${time()} after a window's start`);
  await checkTiles(bench, viewer, 'live picture after it');
}

/** The same room by a video track, and back. */
async function checkTrack(viewer: LiveViewer): Promise<void> {
  let size = '';
  const time = stopwatch();
  let stop = () => {};
  viewer.room.on('track', (track) => {
    stop = rtcMedia(() => wrtc).look(track, ({ width, height }) => {
      size = `${width}x${height}`;
    });
  });
  viewer.watch('track');
  await until('a frame of the track', 20, async () => size !== '' || undefined).catch(() => undefined);
  check('live track', size !== '', size === '' ? 'no frame came' : `a frame of ${size} after ${time()}`);
  stop();
  viewer.watch('tiles');
}

/** Who watches and how, and what there is for voice and camera. */
async function checkStatus(bench: Bench, viewer: LiveViewer): Promise<void> {
  const { viewer: name, route, media } = await liveStatus(bench);
  const isWatched = name === bench.lesson.room.instructor.member.name && route === 'direct';
  check('live status', isWatched, `${name} watches, ${route}`);
  const { microphone, speaker, window } = viewer.room.peer?.abilities ?? {};
  const hasSound = bench.pulse !== undefined;
  const isTold = microphone === hasSound && speaker === hasSound && window === true;
  const says = JSON.stringify({ microphone, speaker, window });
  const isSaid = media.sound === 'windows' && media.camera === 'windows';
  check(
    'voice and camera',
    isSaid && isTold,
    `status: ${media.sound}, ${media.camera}; the instructor is told ${says}`,
  );
}
