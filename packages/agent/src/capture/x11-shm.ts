import { type Area, chooseArea, NoSuchMonitor } from './monitors.js';
import { LibraryMissing, loadKoffi } from './native.js';
import { createSharedMemory } from './shared-memory.js';
import { type Frame, type Grab, type MonitorChoice, messageOf, type ScreenSource, unavailable } from './source.js';
import { DisplayLost, openX11Display, type X11Display } from './x11-display.js';
import { loadXlib } from './xlib.js';

export interface X11Options {
  /** As in the environment's DISPLAY, e.g. `:0`. */
  display: string;
  monitors: MonitorChoice;
}

/**
 * An X11 screen through libX11 and MIT-SHM. The server's damage reports serve as a mere "something changed"; without
 * them each picture is compared with the last.
 * @throws LibraryMissing where Xlib cannot be called here
 */
export function createX11ShmSource({ display: name, monitors }: X11Options): ScreenSource {
  loadXlib();
  let open: { display: X11Display; image: SharedImage | undefined; last: Buffer | undefined } | undefined;

  const drop = (): void => {
    open?.image?.release();
    open?.display.close();
    open = undefined;
  };
  const look = (fresh: boolean): Grab => {
    open ??= { display: openX11Display(name), image: undefined, last: undefined };
    const { display } = open;
    const { drawn, resized } = display.changes();
    if (open.image === undefined || resized) {
      open.image?.release();
      open.image = undefined;
      open.last = undefined;
      const whole = display.whole();
      open.image = createSharedImage(
        display,
        chooseArea(monitors, whole, monitors === 'all' ? [] : display.monitors()),
      );
    } else if (drawn === false && !fresh) {
      return { kind: 'unchanged' };
    }
    const frame = open.image.read();
    if (drawn === undefined) {
      if (!fresh && open.last?.equals(frame.pixels)) return { kind: 'unchanged' };
      open.last = Buffer.from(frame.pixels);
    }
    return { kind: 'frame', frame };
  };
  return {
    name: 'x11',
    async grab(fresh = false) {
      try {
        return look(fresh);
      } catch (error) {
        drop();
        return unavailable(reasonOf(error), messageOf(error));
      }
    },
    nextChange: (ms) => open?.display.nextChange(ms),
    close: async () => drop(),
  };
}

const reasonOf = (error: unknown) =>
  error instanceof DisplayLost || error instanceof NoSuchMonitor ? 'no_display' : 'capture_failed';

interface SharedImage {
  /** @throws DisplayLost, or Error where the server refuses */
  read(): Frame;
  release(): void;
}

const zPixmap = 2;
const allPlanes = 0xffff_ffff;
/** XImage on 64 bits. */
const imageField = { data: 16, bytesPerRow: 44, bitsPerPixel: 48, redMask: 56, blueMask: 72 } as const;
/** XShmSegmentInfo on 64 bits. */
const segmentInfo = { bytes: 32, id: 8, address: 16, readOnly: 24 } as const;

function createSharedImage(display: X11Display, area: Area): SharedImage {
  const { x, handle } = display;
  const koffi = loadKoffi();
  if (!x.XShmQueryExtension(handle)) throw new LibraryMissing('the X server shares no memory');
  const screen = x.XDefaultScreen(handle);
  const visual = x.XDefaultVisual(handle, screen);
  const depth = x.XDefaultDepth(handle, screen);
  const info: bigint = koffi.alloc('uint8', segmentInfo.bytes);
  const image = x.XShmCreateImage(handle, visual, depth, zPixmap, null, info, area.width, area.height);
  if (image === null) throw new Error('libXext cannot make an image');
  const field = (offset: number): number => koffi.decode(image, offset, 'int');
  if (field(imageField.bitsPerPixel) !== 32 || koffi.decode(image, imageField.redMask, 'ulong') !== 0xff0000) {
    x.XDestroyImage(image);
    throw new Error(`the X server's pixels (depth ${depth}) are not blue, green, red and a spare byte`);
  }
  const bytesPerRow = field(imageField.bytesPerRow);
  const memory = createSharedMemory(bytesPerRow * area.height);
  koffi.encode(info, segmentInfo.id, 'int', memory.id);
  koffi.encode(info, segmentInfo.address, 'void *', memory.address);
  koffi.encode(info, segmentInfo.readOnly, 'int', 0);
  koffi.encode(image, imageField.data, 'void *', memory.address);
  attach(display, info, memory.markRemoved);

  const frame: Frame = { width: area.width, height: area.height, stride: bytesPerRow / 4, pixels: memory.bytes };
  return {
    read() {
      if (!x.XShmGetImage(handle, display.root, image, area.x, area.y, allPlanes)) {
        if (x.isLost(handle)) throw new DisplayLost('the X server went away while it was read');
        throw new Error(`the X server gave no picture (error ${x.errorOf(handle) ?? 'unknown'})`);
      }
      return frame;
    },
    release() {
      if (!x.isLost(handle)) x.XShmDetach(handle, info);
      // The memory is ours: XDestroyImage would free it.
      koffi.encode(image, imageField.data, 'void *', null);
      x.XDestroyImage(image);
      koffi.free(info);
    },
  };
}

function attach(display: X11Display, info: bigint, markRemoved: () => void): void {
  const { x, handle } = display;
  x.forget(handle);
  const asked = x.XShmAttach(handle, info);
  x.XSync(handle, 0);
  markRemoved();
  if (x.isLost(handle)) throw new DisplayLost('the X server went away while memory was shared with it');
  if (!asked || x.errorOf(handle) !== undefined)
    throw new LibraryMissing('the X server takes no shared memory from here');
}
