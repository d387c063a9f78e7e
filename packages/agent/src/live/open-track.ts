import { createRequire } from 'node:module';
import type { RtcImplementation } from '@didacto/sdk/live';
import { type RtcMedia, rtcMedia } from './rtc-media.js';
import type { VideoSource } from './track-sender.js';

/** A video track of this machine, and where its frames go in. */
export interface LiveTrack {
  readonly source: VideoSource;
  readonly track: MediaStreamTrack;
  readonly stream: MediaStream;
}

export type OpenTrack = () => LiveTrack;

/** WebRTC for Node. */
export interface Rtc {
  readonly implementation: RtcImplementation;
  readonly openTrack: OpenTrack;
  /** Voices, and the pictures of others. */
  readonly media: RtcMedia;
}

type Wrtc = typeof import('@roamhq/wrtc');

const require = createRequire(import.meta.url);
const library = '@roamhq/wrtc';
let loaded: Wrtc | undefined;

const load = (): Wrtc => {
  loaded ??= require(library) as Wrtc;
  return loaded;
};

/** Whether the library was loaded: a process that did must be ended by `process.exit`, for it crashes on a natural end. */
export const isRtcLoaded = (): boolean => loaded !== undefined;

/**
 * WebRTC, where it is installed with a binary for this machine. Nothing is loaded until the first connection is made:
 * it takes 50 MB, and most lessons need none.
 */
export function findRtc(): Rtc | undefined {
  try {
    require.resolve(library);
    require.resolve(`${library}-${process.platform}-${process.arch}`);
  } catch {
    return undefined;
  }
  return {
    implementation: {
      get RTCPeerConnection() {
        return load().RTCPeerConnection;
      },
    },
    media: rtcMedia(load),
    openTrack: () => {
      const { MediaStream, nonstandard } = load();
      const source = new nonstandard.RTCVideoSource({ isScreencast: true });
      const track = source.createTrack();
      const stream = new MediaStream();
      stream.addTrack(track);
      return { source, track, stream };
    },
  };
}
