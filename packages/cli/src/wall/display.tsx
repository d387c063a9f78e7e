import { type Instance, render } from 'ink';
import type { WallDisplay } from './controller.js';
import type { WallFrame } from './frame.js';
import type { WallKey } from './keys.js';
import type { Size } from './layout.js';
import type { JpegDecoder } from './picture/decode-jpeg.js';
import { PicturePainter, type WantedPicture } from './picture/painter.js';
import type { Colours } from './screen/capabilities.js';
import { palette256, trueColour } from './screen/colour-codec.js';
import { ScreenCompositor, type ScreenOutput } from './screen/compositor.js';
import { KittySurface } from './screen/kitty-surface.js';
import { PictureCells } from './screen/picture-cells.js';
import { HalfBlockSurface } from './screen/picture-surface.js';
import { VirtualStdout } from './screen/virtual-stdout.js';
import { WallScreen } from './wall-screen.js';

/** What the wall's display is made from. */
export interface DisplayOptions {
  stdin: NodeJS.ReadStream;
  stdout: ScreenOutput;
  size: Size;
  colours: Colours;
  kitty: boolean;
  /** Null where there is no decoder for this platform. */
  decode: JpegDecoder | null;
  onKey(key: WallKey): void;
}

/**
 * The terminal: Ink lays out the text on a virtual screen, the compositor writes text and pictures to the real one.
 * Pixels never pass through Ink, whose diff would cost many times more than drawing them.
 */
export class InkDisplay implements WallDisplay {
  readonly noPictures: WallDisplay['noPictures'];
  readonly #compositor: ScreenCompositor;
  readonly #painter: PicturePainter | null;
  readonly #virtual: VirtualStdout;
  #ink: Instance | null = null;
  #closed: (error?: unknown) => void = () => undefined;
  readonly #untilClosed = new Promise<void>((resolve, reject) => {
    this.#closed = (error) => (error === undefined ? resolve() : reject(error));
  });

  constructor(private readonly options: DisplayOptions) {
    const { colours, decode } = options;
    const cells = new PictureCells(colours === 'truecolor' ? trueColour : palette256);
    const compositor = new ScreenCompositor(options.stdout, cells);
    const queue = (bytes: string) => compositor.queue(bytes);
    const surface = options.kitty ? new KittySurface(queue) : new HalfBlockSurface(cells);
    this.noPictures = colours === 'none' ? 'noPictures' : decode === null ? 'noDecoder' : null;
    this.#painter = decode && this.noPictures === null ? new PicturePainter(decode, surface) : null;
    this.#compositor = compositor;
    this.#virtual = new VirtualStdout(options.size, (lines) => compositor.setLines(lines));
  }

  get blocked(): boolean {
    return this.#compositor.blocked;
  }

  resize(size: Size): void {
    this.#virtual.resize(size);
    this.#compositor.resize(size);
    this.#painter?.reset();
  }

  showText(frame: WallFrame): void {
    const screen = <WallScreen frame={frame} onKey={this.options.onKey} />;
    if (this.#ink) this.#ink.rerender(screen);
    else this.#ink = this.#start(screen);
    this.#compositor.setCursor(frame.cursor);
  }

  showPictures(wanted: readonly WantedPicture[]): WantedPicture[] {
    return this.#painter?.paint(wanted) ?? [];
  }

  flush(onDrain: () => void): void {
    this.#compositor.flush(onDrain);
  }

  /** Rejects if laying out the text fails. */
  untilClosed(): Promise<void> {
    return this.#untilClosed;
  }

  /** Gives the keyboard up; the next text takes it again. */
  pause(): void {
    const ink = this.#ink;
    this.#ink = null;
    ink?.unmount();
  }

  close(): void {
    this.pause();
    this.#closed();
  }

  #start(screen: React.ReactNode): Instance {
    const ink = render(screen, {
      stdin: this.options.stdin,
      stdout: this.#virtual.forInk(),
      // Whole frames at once, as the virtual screen wants them.
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    ink.waitUntilExit().then(
      // One that was paused is not the present one.
      () => this.#ink === ink && this.#closed(),
      (error: unknown) => this.#closed(error),
    );
    return ink;
  }
}
