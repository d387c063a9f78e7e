import { writeMessage } from '@didacto/sdk/live';
import wrtc from '@roamhq/wrtc';
import { frameSamples } from '../../packages/agent/src/live/audio/audio-back-end.js';
import type { PulseServer } from '../../packages/agent/src/live/audio/testing/pulse-server.js';
import { listenTo, speakTone } from '../../packages/agent/src/live/audio/testing/sound-ends.js';
import { ear, tone } from '../../packages/agent/src/live/audio/testing/tone.js';
import { rtcMedia } from '../../packages/agent/src/live/rtc-media.js';
import { runProgram } from '../../packages/agent/src/run-program.js';
import type { LiveViewer } from '../flow/live/live-viewer.js';
import type { Bench } from './bench.js';
import { check, stopwatch, until } from './checks.js';
import { joinRoom, liveStatus } from './live-room.js';

const [voiceOfStudent, voiceOfInstructor] = [440, 1_000];

/** A tone each way between Windows' microphone and speaker and the instructor, with the student's consent alone. */
export async function checkVoice(bench: Bench): Promise<void> {
  const { pulse, lesson } = bench;
  if (pulse === undefined) return;
  const { student, lectureId } = lesson.room;
  const allow = (voice: boolean) => student.didacto.rooms.setConsent({ lectureId, voice });
  const viewer = await joinRoom(bench, { RTCPeerConnection: wrtc.RTCPeerConnection });
  const loudspeaker = listenTo(pulse.env, 'loudspeaker.monitor');
  const ends = [loudspeaker.end, speakTone(pulse.env, 'room', voiceOfStudent), speakTo(viewer)];
  const heard = hear(viewer);
  try {
    await until('a direct connection', 20, async () => viewer.room.route === 'direct' || undefined);
    await viewer.room.send('messages', writeMessage({ type: 'listen', on: true }));
    const { microphone, speaker } = (await liveStatus(bench)).media;
    const isOff = !microphone && !speaker && loudspeaker.isQuiet() && !heard.hears(voiceOfStudent);
    check('no voice without consent', isOff, `microphone ${microphone}, speaker ${speaker}`);
    const time = stopwatch();
    await allow(true);
    const holds = (what: string, now: () => boolean) =>
      until(what, 20, async () => now() || undefined).catch(() => false);
    const hears = await holds('the student’s tone', () => heard.hears(voiceOfStudent));
    check('the instructor hears the student', hears, `${voiceOfStudent} Hz ${time()} after consent`);
    check('the microphone is recorded', (await recordings(pulse)) === 2, 'by the agent, and by nobody else');
    const isHeard = await holds('the instructor’s tone', () => loudspeaker.hears(voiceOfInstructor));
    check('the student hears the instructor', isHeard, `${voiceOfInstructor} Hz ${time()} after consent`);
    await allow(false);
    const isQuiet = await holds('silence', () => loudspeaker.isQuiet() && !heard.hears(voiceOfStudent));
    const after = (await liveStatus(bench)).media;
    const isOver = isQuiet && !after.microphone && !after.speaker && loudspeaker.isQuiet();
    check(
      'voices gone',
      isOver,
      `microphone ${after.microphone}, speaker ${after.speaker} once consent was taken back`,
    );
    const listeners = await recordings(pulse);
    check('the microphone is let go', listeners === 1, `${listeners - 1} programs record it`);
  } finally {
    for (const end of ends) end();
    heard.end();
    await viewer.room.close();
  }
}

/** How many programs record something; this one is among them. */
async function recordings({ env }: PulseServer): Promise<number> {
  const { stdout } = await runProgram('pactl', ['list', 'short', 'source-outputs'], env);
  return stdout.split('\n').filter((line) => line.includes('protocol-native')).length;
}

/** The instructor speaks a tone, all the time. */
function speakTo({ room }: LiveViewer): () => void {
  const voice = rtcMedia(() => wrtc).openVoice();
  room.addTrack(voice.track, voice.stream);
  let [said, due] = [0, performance.now()];
  const timer = setInterval(() => {
    // Not more than a tenth of a second is made up for.
    for (due = Math.max(due, performance.now() - 100); due <= performance.now(); due += 10) {
      voice.push(tone(voiceOfInstructor, frameSamples, said));
      said += frameSamples;
    }
  }, 10);
  return () => {
    clearInterval(timer);
    voice.track.stop();
  };
}

/** What comes to the instructor; a track that says nothing more is silence. */
function hear({ room }: LiveViewer): { hears(hertz: number): boolean; end(): void } {
  const heard = ear();
  let end = () => {};
  let newest = 0;
  room.on('track', (track) => {
    if (track.kind !== 'audio') return;
    end = rtcMedia(() => wrtc).hear(track, ({ samples }) => {
      heard.take(samples);
      newest = performance.now();
    });
  });
  return { hears: (hertz) => performance.now() - newest < 500 && heard.hears(hertz), end: () => end() };
}
