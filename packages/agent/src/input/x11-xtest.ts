import { type Area, chooseArea } from '../capture/monitors.js';
import { loadKoffi, type Pointer } from '../capture/native.js';
import { type MonitorChoice, messageOf } from '../capture/source.js';
import { openX11Display, type X11Display } from '../capture/x11-display.js';
import type { Clock } from './clock.js';
import { type InputBackEnd, InputUnavailable } from './input-player.js';
import { heldProperty, mostHeld } from './x11-held.js';
import type { XInput, XKeyboardMap } from './x11-input.js';
import { createX11Player } from './x11-player.js';
import { loadXtst, type Xtst } from './xtst.js';

export interface X11InputOptions {
  /** As in the environment's DISPLAY, e.g. `:0`. */
  readonly display: string;
  /** What the picture shows: positions are of that part of the screen. */
  readonly monitors: MonitorChoice;
  /** A parameter for tests. */
  readonly clock?: Clock;
}

/**
 * An X server's mouse and keyboard through libXtst.
 * @throws LibraryMissing where it cannot be called here
 */
export function createXTestBackEnd({ display: name, monitors, clock }: X11InputOptions): InputBackEnd {
  const test = loadXtst();
  return {
    name: 'x11',
    async open() {
      const display = attempt(() => openX11Display(name, { watchDamage: false }));
      try {
        return await createX11Player('x11', createXInput(display, test, monitors), clock);
      } catch (error) {
        display.close();
        throw error;
      }
    },
  };
}

/** @throws InputUnavailable for whatever went wrong */
function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw new InputUnavailable(messageOf(cause), { cause });
  }
}

const currentScreen = -1;
/** A keysym is an unsigned long. */
const keysymBytes = 8;

function createXInput(display: X11Display, test: Xtst, monitors: MonitorChoice): XInput {
  const { handle, root } = display;
  if (!test.XTestQueryExtension(handle, [0], [0], [0], [0]))
    throw new InputUnavailable('the X server has no XTEST extension: it takes no input from programs');
  // A program that grabs the server would stop this process, too.
  test.XTestGrabControl(handle, 1);
  const findArea = (): Area =>
    attempt(() => chooseArea(monitors, display.whole(), monitors === 'all' ? [] : display.monitors()));
  let area = findArea();
  return {
    get area() {
      return area;
    },
    moveTo: (x, y) => void test.XTestFakeMotionEvent(handle, currentScreen, x, y, 0),
    button: (number, down) => void test.XTestFakeButtonEvent(handle, number, Number(down), 0),
    key: (keycode, down) => void test.XTestFakeKeyEvent(handle, keycode, Number(down), 0),
    mapKeys(first, rows) {
      const keysyms = rows.flat();
      const list = Buffer.alloc(keysyms.length * keysymBytes);
      keysyms.forEach((keysym, i) => {
        list.writeUInt32LE(keysym, i * keysymBytes);
      });
      test.XChangeKeyboardMapping(handle, first, keysyms.length / rows.length, list, rows.length);
    },
    async settle() {
      const { resized } = attempt(() => display.changes());
      if (resized) area = findArea();
    },
    async keyboardMap() {
      const map = readKeyboardMap(display, test);
      attempt(() => display.changes());
      return map;
    },
    async state() {
      const mask = [0];
      test.XQueryPointer(handle, root, [0], [0], [0], [0], [0], [0], mask);
      return mask[0] ?? 0;
    },
    ...memory(display, test),
    close: () => display.close(),
  };
}

function memory({ x, handle, root }: X11Display, test: Xtst): Pick<XInput, 'keep' | 'kept'> {
  const { name, cardinal, bitsAnItem, replace } = heldProperty;
  const atom = test.XInternAtom(handle, name, 0);
  return {
    keep(bytes) {
      test.XChangeProperty(handle, root, atom, cardinal, bitsAnItem, replace, Buffer.from(bytes), bytes.length);
    },
    async kept() {
      const [items, data]: [number[], Pointer[]] = [[0], [null]];
      test.XGetWindowProperty(handle, root, atom, 0, mostHeld, 0, cardinal, [0], [0], items, [0], data);
      const [pointer = null] = data;
      if (pointer === null) return new Uint8Array();
      const bytes = new Uint8Array(
        loadKoffi()
          .view(pointer, items[0] ?? 0)
          .slice(0),
      );
      x.XFree(pointer);
      return bytes;
    },
  };
}

function readKeyboardMap({ x, handle }: X11Display, test: Xtst): XKeyboardMap {
  const [least, most, perCode] = [[0], [0], [0]];
  test.XDisplayKeycodes(handle, least, most);
  const first = least[0] ?? 0;
  const count = (most[0] ?? 0) - first + 1;
  const list = test.XGetKeyboardMapping(handle, first, count, perCode);
  if (list === null) return { first, rows: [] };
  const width = perCode[0] ?? 0;
  const bytes = Buffer.from(loadKoffi().view(list, count * width * keysymBytes));
  const rows = Array.from({ length: count }, (_row, i) =>
    Array.from({ length: width }, (_column, j) => bytes.readUInt32LE((i * width + j) * keysymBytes)),
  );
  x.XFree(list);
  return { first, rows };
}
