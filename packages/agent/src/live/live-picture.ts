import type { LiveMessage, StudentRoom } from '@didacto/sdk/live';
import type { AgentClock } from '../agent-clock.js';
import type { ScreenSource } from '../capture/source.js';
import type { Size } from '../encode/scale.js';
import type { Log } from '../log.js';
import { chooseTransport, firstChoice, type Transport, type TransportWish } from './choose-transport.js';
import { type LiveScreen, liveScreen } from './live-screen.js';
import type { LiveTrack, OpenTrack } from './open-track.js';
import type { PictureSender } from './picture-sender.js';
import { tileSender } from './tile-sender.js';
import { trackSender } from './track-sender.js';

/** What a viewer has asked for. */
export interface Watching {
  readonly wish: TransportWish;
  readonly most: Size;
}

/** The picture of a room: sent while it is wanted, by the transport that suits the link. */
export interface LivePicture {
  /** Sends as asked; null: nothing. Asked again, it goes on with what changed. */
  watch(watching: Watching | null): void;
  /** The way to the viewer is another one now. */
  rerouted(): void;
  /** The viewer wants a whole picture. */
  refresh(): void;
  drawn(sequence: number): void;
  /** What is sent now. */
  sending(): LivePictureState;
  stop(): Promise<void>;
}

export interface LivePictureState {
  readonly transport: Transport | 'none';
  readonly width: number;
  readonly height: number;
  /** Why there is no picture. */
  readonly problem: string | null;
}

export interface LivePictureOptions {
  readonly room: Pick<StudentRoom, 'send' | 'addTrack' | 'stats' | 'route'>;
  readonly openSource: () => ScreenSource;
  /** Makes a video track; absent where this machine has none. */
  readonly openTrack: OpenTrack | undefined;
  readonly clock: AgentClock;
  readonly log: Log;
  readonly say: (message: LiveMessage) => void;
  readonly onChange: () => void;
}

const sampleMs = 1_000;
const nothing: LivePictureState = { transport: 'none', width: 0, height: 0, problem: null };

interface Open {
  readonly transport: Transport;
  readonly sender: PictureSender;
  readonly close: () => void;
}

export function livePicture(options: LivePictureOptions): LivePicture {
  const { room, clock, log, say, onChange } = options;
  let { openTrack } = options;
  let wanted: Watching | null = null;
  let choice = firstChoice;
  let screen: LiveScreen | undefined;
  let open: Open | undefined;
  let state = nothing;
  let sequence = 0;
  let last: Promise<void> = Promise.resolve();
  let cancelSample = () => {};
  let roundTripMs: number | null = null;
  let isMeasuring = false;

  const tell = (next: LivePictureState): void => {
    const { transport, width, height, problem } = state;
    const isSame = transport === next.transport && width === next.width && height === next.height;
    const isSameProblem = problem === next.problem;
    state = next;
    if (!isSame) say({ type: 'sending', transport: next.transport, width: next.width, height: next.height });
    if (!isSame || !isSameProblem) onChange();
  };
  const events = (transport: Transport) => ({
    onPicture: (size: Size | null, problem: string | null) =>
      tell(size === null ? { ...nothing, problem } : { transport, width: size.width, height: size.height, problem }),
  });
  const startTrack = (on: LiveScreen): Open | undefined => {
    try {
      const track = openTrack?.();
      if (track === undefined) return undefined;
      const takeBack = room.addTrack(track.track, track.stream);
      const sender = trackSender({ screen: on, source: track.source, clock, ...events('track') });
      return { transport: 'track', sender, close: () => endTrack(track, takeBack) };
    } catch {
      // Installed, but of no use here: tiles have to do.
      openTrack = undefined;
      return undefined;
    }
  };
  const startTiles = (on: LiveScreen): Open => {
    const send = (bytes: Uint8Array) => room.send('tiles', bytes);
    const sender = tileSender({ screen: on, send, clock, firstSequence: sequence, ...events('tiles') });
    const close = () => {
      sequence = sender.sequence();
    };
    return { transport: 'tiles', sender, close };
  };
  const end = async (): Promise<void> => {
    const ending = open;
    open = undefined;
    await ending?.sender.stop();
    ending?.close();
  };
  const arrange = async (): Promise<void> => {
    if (wanted === null) {
      await end();
      const closing = screen;
      screen = undefined;
      await closing?.close();
      return tell(nothing);
    }
    screen ??= liveScreen(options.openSource());
    screen.bound(wanted.most);
    if (open !== undefined && (open.transport === choice.transport || openTrack === undefined)) return;
    await end();
    if (wanted !== null) open = (choice.transport === 'track' && startTrack(screen)) || startTiles(screen);
  };
  /** One change at a time; what was asked in between counts when its turn comes. */
  const soon = (): Promise<void> => {
    last = last.then(arrange).catch((error: unknown) => log.warn({ err: error }, 'live picture'));
    return last;
  };
  const choose = (): void => {
    const hasTrack = openTrack !== undefined && room.route === 'direct';
    const bitrate = open?.transport === 'tiles' ? open.sender.bitrate() : null;
    const wish = wanted?.wish ?? 'auto';
    const next = chooseTransport(choice, { now: clock.monotonic(), roundTripMs, bitrate, hasTrack, wish });
    const isOther = next.transport !== choice.transport;
    choice = next;
    if (isOther) void soon();
  };
  /** Statistics of a connection that ends may never come: the choice does not wait for them. */
  const measure = (): void => {
    if (isMeasuring) return;
    isMeasuring = true;
    const measured = (ms: number | null) => {
      isMeasuring = false;
      roundTripMs = ms;
    };
    room.stats().then(
      (stats) => measured(stats.roundTripMs),
      () => measured(null),
    );
  };
  const sample = (): void => {
    cancelSample();
    cancelSample = clock.after(sampleMs, sample);
    measure();
    choose();
  };
  return {
    watch(watching) {
      wanted = watching;
      if (watching === null) cancelSample();
      else sample();
      void soon();
    },
    rerouted() {
      isMeasuring = false;
      roundTripMs = null;
      if (wanted !== null) choose();
    },
    refresh: () => open?.sender.refresh(),
    drawn: (drawn) => open?.sender.drawn(drawn),
    sending: () => state,
    async stop() {
      wanted = null;
      cancelSample();
      await soon();
    },
  };
}

function endTrack({ track }: LiveTrack, takeBack: () => void): void {
  takeBack();
  track.stop();
}
