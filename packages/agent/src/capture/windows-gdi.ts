import { bitmapHeader } from './bitmap-header.js';
import { type Area, chooseArea, NoSuchMonitor } from './monitors.js';
import { loadKoffi, type Pointer } from './native.js';
import { type Frame, type Grab, type MonitorChoice, messageOf, type ScreenSource, unavailable } from './source.js';
import { loadWin32, type Win32 } from './win32.js';

/** GetSystemMetrics: the rectangle around all monitors. */
const virtualScreen = { x: 76, y: 77, width: 78, height: 79 } as const;
const sourceCopy = 0x00cc0020;

/** GDI has no picture for us now: no user's desktop, or a remote session that is disconnected. */
class NoDesktop extends Error {}

/**
 * The Windows desktop of this session through GDI. Pictures are compared with the last one. While the workstation is
 * locked, or a secure desktop (UAC, Ctrl+Alt+Del) is shown, it is `locked`.
 * @throws LibraryMissing on another system
 */
export function createWindowsSource({
  monitors,
  api = loadWin32(),
}: {
  monitors: MonitorChoice;
  /** Windows itself; a parameter for tests. */
  api?: Win32;
}): ScreenSource {
  let canvas: Canvas | undefined;
  let last: Buffer | undefined;

  const forget = (): void => {
    canvas?.release();
    canvas = undefined;
    last = undefined;
  };
  const look = (fresh: boolean): Grab => {
    if (!api.takesInput()) {
      forget();
      return unavailable('locked', 'the workstation is locked or shows a secure desktop');
    }
    const area = chooseArea(monitors, wholeDesktop(api), monitors === 'all' ? [] : api.monitors());
    if (canvas === undefined || !isSame(canvas.area, area)) {
      forget();
      canvas = createCanvas(api, area);
    }
    const frame = canvas.read();
    if (!fresh && last?.equals(frame.pixels)) return { kind: 'unchanged' };
    last ??= Buffer.alloc(frame.pixels.length);
    frame.pixels.copy(last);
    return { kind: 'frame', frame };
  };
  return {
    name: 'windows',
    async grab(fresh = false) {
      try {
        return look(fresh);
      } catch (error) {
        forget();
        const isAway = error instanceof NoDesktop || error instanceof NoSuchMonitor;
        return unavailable(isAway ? 'no_display' : 'capture_failed', messageOf(error));
      }
    },
    close: async () => forget(),
  };
}

function wholeDesktop(api: Win32): Area {
  const area = {
    x: api.GetSystemMetrics(virtualScreen.x),
    y: api.GetSystemMetrics(virtualScreen.y),
    width: api.GetSystemMetrics(virtualScreen.width),
    height: api.GetSystemMetrics(virtualScreen.height),
  };
  if (area.width < 1 || area.height < 1) throw new NoDesktop('this Windows session has no desktop');
  return area;
}

const isSame = (a: Area, b: Area): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** A bitmap in memory that takes what the desktop shows. */
interface Canvas {
  area: Area;
  /** @throws NoDesktop */
  read(): Frame;
  release(): void;
}

/** Deletes a bitmap once no buffer over its pixels is left: a view kept too long is stale, never a wild pointer. */
let bitmaps: FinalizationRegistry<bigint> | undefined;

function createCanvas(api: Win32, area: Area): Canvas {
  const screen = need(api.GetDC(null), 'GetDC');
  const memory = need(api.CreateCompatibleDC(screen), 'CreateCompatibleDC');
  const bits: Pointer[] = [null];
  const header = bitmapHeader(area.width, area.height);
  const bitmap = need(api.CreateDIBSection(screen, header, 0, bits, null, 0), 'CreateDIBSection');
  api.ReleaseDC(null, screen);
  const before = api.SelectObject(memory, bitmap);
  const view = loadKoffi().view(need(bits[0] ?? null, 'CreateDIBSection'), area.width * area.height * 4);
  bitmaps ??= new FinalizationRegistry((handle) => api.DeleteObject(handle));
  bitmaps.register(view, bitmap);

  const { width, height } = area;
  const frame: Frame = { width, height, stride: width, pixels: Buffer.from(view) };
  return {
    area,
    read() {
      const source = need(api.GetDC(null), 'GetDC');
      const copied = api.BitBlt(memory, 0, 0, width, height, source, area.x, area.y, sourceCopy);
      api.GdiFlush();
      api.ReleaseDC(null, source);
      if (!copied) throw new NoDesktop('BitBlt gave no picture of the desktop');
      return frame;
    },
    release() {
      if (before !== null) api.SelectObject(memory, before);
      api.DeleteDC(memory);
    },
  };
}

function need(pointer: Pointer, call: string): bigint {
  if (pointer === null) throw new NoDesktop(`${call} gave nothing`);
  return pointer;
}
