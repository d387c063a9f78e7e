import { type InstructorRoom, type LiveMessage, readMessage, writeMessage } from '@didacto/sdk/live';
import { find } from './dom.js';
import { type Box, pictureIn } from './picture-place.js';
import { TileCanvas } from './tile-canvas.js';

export type Transport = Extract<LiveMessage, { type: 'watch' }>['transport'];
type Sending = Extract<LiveMessage, { type: 'sending' }>['transport'];

/** More than this is not asked for, however large this screen is. */
const most = { width: 1920, height: 1080 };

/** The student's picture: a canvas for tiles, a video for a track, whichever is being sent. */
export class Picture {
  readonly #canvas = find('#tiles', HTMLCanvasElement);
  readonly #video = find('#video', HTMLVideoElement);
  #sending: Sending = 'none';
  #drawn = 0;
  #counted = { drawn: 0, at: performance.now() };
  #asked = false;

  constructor(
    private readonly room: InstructorRoom,
    private readonly wanted: () => Transport,
    private readonly changed: () => void,
    signal: AbortSignal,
  ) {
    const tiles = new TileCanvas({
      canvas: this.#canvas,
      drawn: (sequence) => this.#onDrawn(sequence),
      broken: () => this.#askWhole(),
    });
    const stops = [
      room.on('data', (channel, bytes) => {
        if (channel === 'tiles') tiles.take(bytes);
        if (channel === 'messages') this.#onMessage(readMessage(bytes));
      }),
      room.on('track', (track) => {
        if (track.kind === 'video') this.#video.srcObject = new MediaStream([track]);
      }),
      room.on('peer', (peer) => {
        tiles.reset();
        this.#show('none');
        if (peer) this.watch();
      }),
      room.on('reconnected', () => {
        tiles.reset();
        this.watch();
      }),
    ];
    document.addEventListener('visibilitychange', () => this.watch(), { signal });
    this.#video.addEventListener('resize', changed, { signal });
    signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
      this.#video.srcObject = null;
      this.#show('none');
    });
    this.watch();
  }

  /** Says how the picture is to come, or that none is needed where nobody can see it. */
  watch(): void {
    const { width, height } = screen;
    const [maxWidth, maxHeight] = [width * devicePixelRatio, height * devicePixelRatio];
    this.#say(
      document.hidden
        ? { type: 'pause' }
        : {
            type: 'watch',
            transport: this.wanted(),
            maxWidth: Math.round(Math.min(most.width, Math.max(640, maxWidth))),
            maxHeight: Math.round(Math.min(most.height, Math.max(480, maxHeight))),
          },
    );
  }

  get transport(): Sending {
    return this.#sending;
  }

  /** Pictures drawn a second since this was asked last; of tiles. */
  framesPerSecond(now = performance.now()): number {
    const seconds = (now - this.#counted.at) / 1_000;
    const frames = (this.#drawn - this.#counted.drawn) / Math.max(0.001, seconds);
    this.#counted = { drawn: this.#drawn, at: now };
    return Math.round(frames);
  }

  /** Where the picture is in the window. */
  place(): Box | null {
    const shown = [this.#canvas, this.#video].find((one) => !one.hidden);
    if (shown === undefined) return null;
    const size =
      shown instanceof HTMLVideoElement
        ? { width: shown.videoWidth, height: shown.videoHeight }
        : { width: shown.width, height: shown.height };
    return size.width > 0 && size.height > 0 ? pictureIn(shown.getBoundingClientRect(), size) : null;
  }

  #onMessage(message: LiveMessage | undefined): void {
    if (message?.type === 'sending') this.#show(message.transport);
  }

  #onDrawn(sequence: number): void {
    this.#drawn += 1;
    this.#asked = false;
    // Tiles that were under way when the track began do not take it back.
    if (this.#sending === 'none') this.#show('tiles');
    this.#say({ type: 'drawn', sequence });
  }

  #askWhole(): void {
    // Once, until something was drawn: what is under way still breaks.
    if (this.#asked) return;
    this.#asked = true;
    this.#say({ type: 'refresh' });
  }

  #show(sending: Sending): void {
    this.#sending = sending;
    this.#canvas.hidden = sending !== 'tiles';
    this.#video.hidden = sending !== 'track';
    // Browsers pause what nobody can see.
    if (sending === 'track') this.#video.play().catch(() => undefined);
    this.changed();
  }

  #say(message: LiveMessage): void {
    // Where nobody takes it, the next peer is told anew.
    this.room.send('messages', writeMessage(message)).catch(() => undefined);
  }
}
