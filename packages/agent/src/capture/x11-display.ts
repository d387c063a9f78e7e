import type { Area, Monitor } from './monitors.js';
import { loadKoffi } from './native.js';
import { whenReadable } from './when-readable.js';
import { loadXlib, type Xlib } from './xlib.js';

/** The X server went away, or never was there. */
export class DisplayLost extends Error {}

/** An open connection to an X server through Xlib. */
export interface X11Display {
  readonly x: Xlib;
  readonly handle: bigint;
  readonly root: number;
  /**
   * What happened since the last call; one round trip, so that everything drawn before it counts.
   * `drawn` is undefined where the server cannot tell.
   * @throws DisplayLost
   */
  changes(): { drawn: boolean | undefined; resized: boolean };
  /** Resolves when there are changes to ask for, at the latest after `ms`; undefined where the server cannot tell. */
  nextChange(ms: number): Promise<void> | undefined;
  /** @throws DisplayLost */
  whole(): Area;
  monitors(): Monitor[];
  close(): void;
}

const structureNotifyMask = 1 << 17;
const configureNotify = 22;
const damageWhenNonEmpty = 3;
/** sizeof(XEvent): 24 longs. */
const eventBytes = 192;

/**
 * Connects to a display.
 * @param options.watchDamage false where nobody asks what is drawn, so that no reports of it pile up
 * @throws DisplayLost where there is none; LibraryMissing where Xlib cannot be called
 */
export function openX11Display(name: string, { watchDamage = true }: { watchDamage?: boolean } = {}): X11Display {
  const x = loadXlib();
  const handle = x.XOpenDisplay(name);
  if (handle === null) throw new DisplayLost(`the X display ${name} cannot be opened: no server, or no right to it`);
  x.surviveLossOf(handle);
  const root = x.XRootWindow(handle, x.XDefaultScreen(handle));
  x.XSelectInput(handle, root, structureNotifyMask);
  const damage = watchDamage ? createDamage(x, handle, root) : undefined;
  const event = Buffer.alloc(eventBytes);
  /** One at a time: each takes a thread. */
  let waiting: Promise<void> | undefined;

  const failWhenLost = (): void => {
    if (x.isLost(handle)) throw new DisplayLost(`the X display ${name} went away`);
  };
  return {
    x,
    handle,
    root,
    changes() {
      let drawn = damage === undefined ? undefined : false;
      let resized = false;
      x.XSync(handle, 0);
      while (!x.isLost(handle) && x.XPending(handle) > 0) {
        x.XNextEvent(handle, event);
        const type = event.readInt32LE(0);
        if (type === damage?.event) drawn = true;
        else if (type === configureNotify) resized = true;
      }
      if (damage !== undefined && drawn) x.damage?.XDamageSubtract(handle, damage.id, 0, 0);
      failWhenLost();
      return { drawn, resized };
    },
    nextChange(ms) {
      if (damage === undefined) return undefined;
      // What Xlib has read already is no longer to be read from the connection.
      if (x.isLost(handle) || x.XPending(handle) > 0) return Promise.resolve();
      waiting ??= whenReadable(x.XConnectionNumber(handle), ms).finally(() => {
        waiting = undefined;
      });
      return waiting;
    },
    whole() {
      const [width, height] = [[0], [0]];
      x.XGetGeometry(handle, root, [0], [0], [0], width, height, [0], [0]);
      failWhenLost();
      return { x: 0, y: 0, width: width[0] ?? 0, height: height[0] ?? 0 };
    },
    monitors: () => readMonitors(x, handle, root),
    close() {
      x.XCloseDisplay(handle);
      x.forget(handle);
    },
  };
}

function createDamage(x: Xlib, display: bigint, root: number): { id: number; event: number } | undefined {
  const eventBase = [0];
  if (!x.damage?.XDamageQueryExtension(display, eventBase, [0])) return undefined;
  return { id: x.damage.XDamageCreate(display, root, damageWhenNonEmpty), event: eventBase[0] ?? 0 };
}

/** XRRMonitorInfo of libXrandr 1.5 on 64 bits. */
const monitorInfo = { bytes: 56, name: 0, x: 20, y: 24, width: 28, height: 32 } as const;

function readMonitors(x: Xlib, display: bigint, root: number): Monitor[] {
  const koffi = loadKoffi();
  const count = [0];
  const list = x.randr?.XRRGetMonitors(display, root, 1, count) ?? null;
  if (list === null || x.randr === undefined) return [];
  const monitors = Array.from({ length: count[0] ?? 0 }, (_, i): Monitor => {
    const at = i * monitorInfo.bytes;
    const int = (offset: number): number => koffi.decode(list, at + offset, 'int');
    const atom: number = koffi.decode(list, at + monitorInfo.name, 'ulong');
    return {
      name: atomName(x, display, atom),
      x: int(monitorInfo.x),
      y: int(monitorInfo.y),
      width: int(monitorInfo.width),
      height: int(monitorInfo.height),
    };
  });
  x.randr.XRRFreeMonitors(list);
  return monitors;
}

function atomName(x: Xlib, display: bigint, atom: number): string {
  const text = x.XGetAtomName(display, atom);
  if (text === null) return '';
  const name: string = loadKoffi().decode(text, 'char', -1);
  x.XFree(text);
  return name;
}
