import { systemClock } from '../../agent-clock.js';
import { noLog } from '../../log.js';
import { fakeRoom } from '../../testing/fake-room.js';
import { type AudioBackEnd, frameSamples, noAudio } from '../audio/audio-back-end.js';
import type { RtcMedia, Sound, VideoPicture } from '../rtc-media.js';
import { noWindow, type WindowBackEnd } from '../window/window-back-end.js';

// Names stand for tracks: nothing here looks into one.
export const trackOf = (kind: 'audio' | 'video'): MediaStreamTrack =>
  Object.assign(Object.create(null), { kind, stop() {} });

/** One more, until it is ended. */
const counted = <K extends string>(counts: Record<K, number>, what: K) => {
  counts[what] += 1;
  return () => {
    counts[what] -= 1;
  };
};

/** A machine that does nothing but count what is open. */
export function countedMedia() {
  const room = fakeRoom();
  const counts = { microphones: 0, speakers: 0, voices: 0 };
  const open = Object.assign(counts, { heard: [] as MediaStreamTrack[], seen: [] as MediaStreamTrack[] });
  const played: number[] = [];
  let speak = (_: Int16Array) => {};
  let sound = (_: Sound) => {};
  const audio: AudioBackEnd = {
    ...noAudio,
    name: 'counted',
    openMicrophone(onFrame) {
      speak = onFrame;
      return { end: counted(counts, 'microphones') };
    },
    openSpeaker(rate) {
      return { play: ({ length }) => void played.push(length / rate), end: counted(counts, 'speakers') };
    },
  };
  const window: WindowBackEnd = { ...noWindow, name: 'counted' };
  const drop = (from: MediaStreamTrack[], track: MediaStreamTrack) => void from.splice(from.indexOf(track), 1);
  const rtc: RtcMedia = {
    openVoice: () => ({ track: trackOf('audio'), stream: Object.create(null), push: () => undefined }),
    hear(track, onSound) {
      open.heard.push(track);
      sound = onSound;
      return () => drop(open.heard, track);
    },
    look(track, _: (picture: VideoPicture) => void) {
      open.seen.push(track);
      return () => drop(open.seen, track);
    },
  };
  room.addTrack = () => counted(counts, 'voices');
  const options = { room, rtc, audio, window, clock: systemClock, log: noLog(), onChange: () => undefined };
  const consent = async (change: Partial<typeof room.consent>) => {
    const consent = await room.setConsent(change);
    room.emit('consent', consent);
  };
  return { room, open, played, options, consent, speak: () => speak(new Int16Array(frameSamples)), say: () => sound };
}
