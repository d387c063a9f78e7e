import type { StudentRoom } from '@didacto/sdk/live';
import type { AgentClock } from '../agent-clock.js';
import type { Log } from '../log.js';
import { type AudioBackEnd, noAudio, type Speaker } from './audio/audio-back-end.js';
import { toMono } from './audio/mono.js';
import type { RtcMedia } from './rtc-media.js';
import { type Use, type WhileWanted, whileWanted } from './while-wanted.js';
import { cameraView } from './window/camera-view.js';
import { noWindow, type WindowBackEnd } from './window/window-back-end.js';

/** What this machine has for voice and camera. */
export interface MediaMachine {
  readonly audio: AudioBackEnd;
  readonly window: WindowBackEnd;
}

export interface LiveMediaOptions extends MediaMachine {
  readonly room: Pick<StudentRoom, 'on' | 'addTrack' | 'peer' | 'consent'>;
  readonly rtc: RtcMedia;
  readonly clock: Pick<AgentClock, 'after' | 'monotonic'>;
  readonly log: Log;
  readonly onChange: () => void;
}

/** Both voices, and the viewer's camera, in a room: each only with the student's consent. */
export interface LiveMedia {
  /** The student has been told of whoever is there; or not, then nobody hears them. */
  told(isTold: boolean): void;
  /** Whether the viewer wants to hear the student. */
  listen(on: boolean): void;
  state(): LiveMediaState;
  stop(): void;
}

export interface LiveMediaState {
  /** By what sound and picture go here; `none`: this system has no such way. */
  readonly sound: string;
  readonly camera: string;
  /** The student is heard. */
  readonly microphone: boolean;
  /** The student hears the viewer. */
  readonly speaker: boolean;
  /** The student sees the viewer. */
  readonly window: boolean;
}

/** Of a machine without WebRTC: voice and camera go by it alone. */
export const noMedia: LiveMedia = {
  told: () => undefined,
  listen: () => undefined,
  state: () => ({ sound: 'none', camera: 'none', microphone: false, speaker: false, window: false }),
  stop: () => undefined,
};

export function liveMedia(options: LiveMediaOptions): LiveMedia {
  const { room, audio, window, clock, log, onChange } = options;
  const common = { after: clock.after, changed: onChange };
  const failed = (part: string) => (reason: string) => log.warn({ part, reason }, 'voice or camera');
  const parts = {
    microphone: whileWanted<'on'>({
      ...{ ...common, failed: failed('microphone') },
      open: (_, lost) => openMicrophone(options, lost),
    }),
    speaker: whileWanted<MediaStreamTrack>({
      ...{ ...common, failed: failed('speaker') },
      open: (track, lost) => openSpeaker(options, track, lost),
    }),
    window: whileWanted<MediaStreamTrack>({
      ...{ ...common, failed: failed('window') },
      open: (track, lost) => cameraView({ ...options, track, lost }),
    }),
  };
  let present = room.peer?.fence;
  let isTold = false;
  let isAsked = false;
  let tracks: { audio?: MediaStreamTrack; video?: MediaStreamTrack } = {};

  const look = (): void => {
    const { consent, peer } = room;
    const mayTalk = peer !== null && consent.voice && audio !== noAudio;
    const mayShow = peer !== null && consent.camera && window !== noWindow;
    parts.microphone.want(mayTalk && isTold && isAsked ? 'on' : null);
    parts.speaker.want(mayTalk ? (tracks.audio ?? null) : null);
    parts.window.want(mayShow ? (tracks.video ?? null) : null);
  };
  const off = [
    room.on('peer', (peer) => {
      if (peer?.fence === present) return;
      // Whoever comes has asked for nothing yet, and what the one before sent has ended.
      present = peer?.fence;
      [isTold, isAsked, tracks] = [false, false, {}];
      look();
    }),
    room.on('track', (track) => {
      tracks = { ...tracks, [track.kind]: track };
      look();
    }),
    room.on('consent', look),
  ];
  return {
    told(next) {
      isTold = next;
      look();
    },
    listen(on) {
      isAsked = on;
      look();
    },
    state: () => ({
      sound: audio.name,
      camera: window.name,
      microphone: parts.microphone.isOpen(),
      speaker: parts.speaker.isOpen(),
      window: parts.window.isOpen(),
    }),
    stop() {
      for (const forget of off) forget();
      const all: Pick<WhileWanted<never>, 'want'>[] = [parts.microphone, parts.speaker, parts.window];
      for (const part of all) part.want(null);
    },
  };
}

/** The track is there from the first sound on: a microphone that says nothing is not sent. */
function openMicrophone({ room, rtc, audio }: LiveMediaOptions, lost: (why: string) => void): Use {
  const start = () => {
    const voice = rtc.openVoice();
    return { voice, takeBack: room.addTrack(voice.track, voice.stream) };
  };
  let sent: ReturnType<typeof start> | undefined;
  const microphone = audio.openMicrophone((frame) => {
    sent ??= start();
    sent.voice.push(frame);
  }, lost);
  return {
    end() {
      microphone.end();
      sent?.takeBack();
      sent?.voice.track.stop();
    },
  };
}

function openSpeaker({ rtc, audio }: LiveMediaOptions, track: MediaStreamTrack, lost: (why: string) => void): Use {
  let open: { readonly rate: number; readonly speaker: Speaker } | undefined;
  const stop = rtc.hear(track, ({ samples, sampleRate, channelCount = 1 }) => {
    if (open?.rate !== sampleRate) {
      open?.speaker.end();
      open = { rate: sampleRate, speaker: audio.openSpeaker(sampleRate, lost) };
    }
    open.speaker.play(toMono(samples, channelCount));
  });
  return {
    end() {
      stop();
      open?.speaker.end();
    },
  };
}
