// Both voices and the camera between a student's machine and a viewer, on real sound and a real screen. A program of its
// own, for wrtc ends a process with media on its natural exit. The environment names the sound server and the display.
import { createRequire } from 'node:module';
import { systemClock } from '../../agent-clock.js';
import { createX11SocketSource } from '../../capture/x11-socket.js';
import { noLog } from '../../log.js';
import { fakeRoom } from '../../testing/fake-room.js';
import { frameSamples } from '../audio/audio-back-end.js';
import { chooseAudio } from '../audio/choose-audio.js';
import { listenTo, speakTone } from '../audio/testing/sound-ends.js';
import { ear, tone } from '../audio/testing/tone.js';
import { liveMedia } from '../live-media.js';
import { rtcMedia } from '../rtc-media.js';
import { chooseWindow } from '../window/choose-window.js';

const wrtc: typeof import('@roamhq/wrtc') = createRequire(import.meta.url)('@roamhq/wrtc');
const { env, platform } = process;
const [voiceOfStudent, voiceOfViewer] = [440, 1_000];
const atEnd: (() => void)[] = [];

const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(what);
};
/** Gives so many frames a second as there should be, also where the computer is slow. */
const paced = (everyMs: number, give: () => void): void => {
  let due = performance.now();
  const timer = setInterval(() => {
    // Not more than a tenth of a second is made up for.
    due = Math.max(due, performance.now() - 100);
    for (; due <= performance.now(); due += everyMs) give();
  }, 10);
  atEnd.push(() => clearInterval(timer));
};

// The two ends of WebRTC, and one description at a time between them.
const [student, viewer] = [new wrtc.RTCPeerConnection(), new wrtc.RTCPeerConnection()];
student.addEventListener('icecandidate', ({ candidate }) => candidate && void viewer.addIceCandidate(candidate));
viewer.addEventListener('icecandidate', ({ candidate }) => candidate && void student.addIceCandidate(candidate));
let last: Promise<void> = Promise.resolve();
const negotiate = (from: RTCPeerConnection, to: RTCPeerConnection): void => {
  last = last.then(async () => {
    await from.setLocalDescription(await from.createOffer());
    if (from.localDescription) await to.setRemoteDescription(from.localDescription);
    await to.setLocalDescription(await to.createAnswer());
    if (to.localDescription) await from.setRemoteDescription(to.localDescription);
  });
};

const room = fakeRoom();
let sent = 0;
room.addTrack = (track, stream) => {
  const sender = student.addTrack(track, stream);
  sent += 1;
  negotiate(student, viewer);
  return () => {
    sent -= 1;
    student.removeTrack(sender);
    negotiate(student, viewer);
  };
};
student.addEventListener('track', ({ track, streams: [stream] }) => stream && room.emit('track', track, stream));

const audio = chooseAudio({ platform, env });
const window = chooseWindow({ platform, env });
console.log('abilities', JSON.stringify(await audio.abilities()), await window.isAble());
const media = liveMedia({
  ...{ room, audio, window, rtc: rtcMedia(() => wrtc) },
  ...{ clock: systemClock, log: noLog(), onChange: () => undefined },
});

// The student speaks, and what sounds where they sit is heard.
atEnd.push(speakTone(env, 'room', voiceOfStudent));
const loudspeaker = listenTo(env, 'loudspeaker.monitor');
atEnd.push(loudspeaker.end);
// The viewer has a voice and a face, and hears.
const viewerSide = rtcMedia(() => wrtc);
const voice = viewerSide.openVoice();
let said = 0;
paced(10, () => {
  voice.push(tone(voiceOfViewer, frameSamples, said));
  said += frameSamples;
});
const camera = new wrtc.nonstandard.RTCVideoSource();
const face = new Uint8Array((640 * 360 * 3) / 2)
  .fill(145, 0, 640 * 360)
  .fill(54, 640 * 360, 640 * 450)
  .fill(34, 640 * 450);
let hasCamera = true;
paced(66, () => hasCamera && camera.onFrame({ width: 640, height: 360, data: face }));
const faceTrack = camera.createTrack();
let hearing = ear();
viewer.addEventListener('track', ({ track }) => {
  hearing = ear();
  atEnd.push(viewerSide.hear(track, ({ samples }) => hearing.take(samples)));
});

room.meet(2);
viewer.addTrack(voice.track, voice.stream);
viewer.addTrack(faceTrack, new wrtc.MediaStream([faceTrack]));
negotiate(viewer, student);
media.told(true);
media.listen(true);
await until('connected', () => student.connectionState === 'connected');

const screen = createX11SocketSource({ display: env.DISPLAY ?? '', monitors: 'all' });
/** Whether the middle of where the window is has the green of the face. */
async function showsFace(): Promise<boolean> {
  const grab = await screen.grab(true);
  if (grab.kind !== 'frame') throw new Error(grab.kind);
  const { width, height, stride, pixels } = grab.frame;
  const [blue = 0, green = 0, red = 0] = pixels.subarray(((height - 106) * stride + width - 176) * 4);
  return green > 220 && red < 40 && blue < 40;
}
const allow = async (allowed: boolean): Promise<void> =>
  room.emit('consent', await room.setConsent({ voice: allowed, camera: allowed }));

console.log(`without consent ${Object.values(media.state())}`, sent, await showsFace());
await allow(true);
await until('the viewer hears the student', () => hearing.hears(voiceOfStudent));
await until('the student hears the viewer', () => loudspeaker.hears(voiceOfViewer));
await until('the student sees the viewer', showsFace);
hasCamera = false;
await until('the window goes with the pictures', async () => !(await showsFace()));
hasCamera = true;
await until('and comes back', showsFace);
await allow(false);
console.log(`taken back ${Object.values(media.state())}`, sent);
await until('it is quiet', () => loudspeaker.isQuiet());
await until('and nobody is seen', async () => !(await showsFace()));

media.stop();
await last;
await screen.close();
for (const end of atEnd.reverse()) end();
student.close();
viewer.close();
process.exit(0);
