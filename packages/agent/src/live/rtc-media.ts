/** A voice track of this machine, and where its sound goes in. */
export interface LiveVoice {
  readonly track: MediaStreamTrack;
  readonly stream: MediaStream;
  /** 10 ms at 48 kHz. */
  push(frame: Int16Array): void;
}

/** Sound as it comes out of a track: channels beside one another. */
export interface Sound {
  readonly samples: Int16Array;
  readonly sampleRate: number;
  readonly channelCount?: number;
}

/** A picture as it comes out of a track: I420. */
export interface VideoPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Sound and pictures of WebRTC tracks, in Node. */
export interface RtcMedia {
  openVoice(): LiveVoice;
  /** @returns what ends it */
  hear(track: MediaStreamTrack, onSound: (sound: Sound) => void): () => void;
  look(track: MediaStreamTrack, onPicture: (picture: VideoPicture) => void): () => void;
}

type Wrtc = typeof import('@roamhq/wrtc');

/** @param load the library, when it is needed */
export const rtcMedia = (load: () => Wrtc): RtcMedia => ({
  openVoice() {
    const { MediaStream, nonstandard } = load();
    const source = new nonstandard.RTCAudioSource();
    const track = source.createTrack();
    const stream = new MediaStream();
    stream.addTrack(track);
    const format = { sampleRate: 48_000, bitsPerSample: 16, channelCount: 1 };
    return {
      track,
      stream,
      push: (samples) => source.onData({ samples, ...format, numberOfFrames: samples.length }),
    };
  },
  hear(track, onSound) {
    const sink: AudioSink = new (load().nonstandard.RTCAudioSink)(track);
    sink.ondata = onSound;
    return () => sink.stop();
  },
  look(track, onPicture) {
    const sink: VideoSink = new (load().nonstandard.RTCVideoSink)(track);
    sink.onframe = ({ frame }) => onPicture(frame);
    return () => sink.stop();
  },
});

interface AudioSink {
  ondata: ((sound: Sound) => void) | null;
  stop(): void;
}

interface VideoSink {
  onframe: ((event: { readonly frame: VideoPicture }) => void) | null;
  stop(): void;
}
