import type { Monitor } from './monitors.js';
import { loadKoffi, openLibrary, type Pointer } from './native.js';

/** The functions of user32 and gdi32 that capture calls, under their Windows names. */
export interface Win32 {
  GetDC(window: null): Pointer;
  ReleaseDC(window: null, context: bigint): number;
  GetSystemMetrics(index: number): number;
  CreateCompatibleDC(context: bigint): Pointer;
  DeleteDC(context: bigint): number;
  CreateDIBSection(
    context: bigint,
    info: Buffer,
    usage: number,
    bits: Pointer[],
    section: null,
    offset: number,
  ): Pointer;
  SelectObject(context: bigint, object: bigint): Pointer;
  DeleteObject(object: bigint): number;
  BitBlt(
    target: bigint,
    x: number,
    y: number,
    width: number,
    height: number,
    source: bigint,
    sourceX: number,
    sourceY: number,
    operation: number,
  ): number;
  GdiFlush(): number;
  monitors(): Monitor[];
  /** Whether input goes to the desktop of this process, not to the lock screen's, UAC's or that of another tool. */
  takesInput(): boolean;
}

let bound: Win32 | undefined;

/**
 * Binds the libraries on first use, and makes the process see real pixels, not scaled ones.
 * @throws LibraryMissing on another system
 */
export function loadWin32(): Win32 {
  bound ??= bind();
  return bound;
}

type Library = ReturnType<typeof openLibrary>;

function bind(): Win32 {
  const user = openLibrary('user32.dll');
  const gdi = openLibrary('gdi32.dll');
  seeRealPixels(user);
  return {
    GetDC: user.func('void *__stdcall GetDC(void *window)'),
    ReleaseDC: user.func('int __stdcall ReleaseDC(void *window, void *context)'),
    GetSystemMetrics: user.func('int __stdcall GetSystemMetrics(int index)'),
    CreateCompatibleDC: gdi.func('void *__stdcall CreateCompatibleDC(void *context)'),
    DeleteDC: gdi.func('int __stdcall DeleteDC(void *context)'),
    CreateDIBSection: gdi.func(
      'void *__stdcall CreateDIBSection(void *context, void *info, uint usage, _Out_ void **bits, void *section, uint32 offset)',
    ),
    SelectObject: gdi.func('void *__stdcall SelectObject(void *context, void *object)'),
    DeleteObject: gdi.func('int __stdcall DeleteObject(void *object)'),
    BitBlt: gdi.func(
      'int __stdcall BitBlt(void *target, int x, int y, int width, int height, void *source, int sourceX, int sourceY, uint32 operation)',
    ),
    GdiFlush: gdi.func('int __stdcall GdiFlush()'),
    monitors: bindMonitors(user),
    takesInput: bindTakesInput(user),
  };
}

/** Per-monitor awareness (Windows 10 1703), else the older call; without either, Windows scales what we are told. */
function seeRealPixels(user: Library): void {
  try {
    const perMonitorAwareV2 = -4;
    user.func('int __stdcall SetProcessDpiAwarenessContext(intptr value)')(perMonitorAwareV2);
  } catch {
    user.func('int __stdcall SetProcessDPIAware()')();
  }
}

/** MONITORINFOEXW: its size first, then the rectangle, and the device's name as 32 UTF-16 units. */
const monitorInfo = { bytes: 104, left: 4, top: 8, right: 12, bottom: 16, name: 40 } as const;

function bindMonitors(user: Library): () => Monitor[] {
  const koffi = loadKoffi();
  const eachMonitor = koffi.pointer(
    koffi.proto('int __stdcall DidactoEachMonitor(void *monitor, void *context, void *area, intptr data)'),
  );
  const enumerate = user.func('__stdcall', 'EnumDisplayMonitors', 'int', ['void *', 'void *', eachMonitor, 'intptr']);
  const getInfo = user.func('int __stdcall GetMonitorInfoW(void *monitor, void *info)');
  return () => {
    const monitors: Monitor[] = [];
    enumerate(
      null,
      null,
      (monitor: bigint) => {
        const info = Buffer.alloc(monitorInfo.bytes);
        info.writeUInt32LE(monitorInfo.bytes, 0);
        if (getInfo(monitor, info)) monitors.push(readMonitor(info));
        return 1;
      },
      0,
    );
    return monitors;
  };
}

function readMonitor(info: Buffer): Monitor {
  const x = info.readInt32LE(monitorInfo.left);
  const y = info.readInt32LE(monitorInfo.top);
  return {
    x,
    y,
    width: info.readInt32LE(monitorInfo.right) - x,
    height: info.readInt32LE(monitorInfo.bottom) - y,
    name: utf16(info.subarray(monitorInfo.name)).replace('\\\\.\\', ''),
  };
}

function bindTakesInput(user: Library): () => boolean {
  const readObjects = 1;
  const nameOfObject = 2;
  const open = user.func('void *__stdcall OpenInputDesktop(uint32 flags, int inherit, uint32 access)');
  const close = user.func('int __stdcall CloseDesktop(void *desktop)');
  const ownOf = user.func('void *__stdcall GetThreadDesktop(uint32 thread)');
  const thread = openLibrary('kernel32.dll').func('uint32 __stdcall GetCurrentThreadId()');
  const describe = user.func(
    'int __stdcall GetUserObjectInformationW(void *object, int index, void *info, uint32 length, _Out_ uint32 *needed)',
  );
  const nameOf = (desktop: Pointer): string | undefined => {
    const name = Buffer.alloc(256);
    return describe(desktop, nameOfObject, name, name.length, [0]) ? utf16(name) : undefined;
  };
  // This handle is not ours to close. `Default` on Windows, but a desktop may have any name.
  const own = nameOf(ownOf(thread()));
  return () => {
    const desktop: Pointer = open(0, 0, readObjects);
    // A secure desktop may not even be opened.
    if (desktop === null) return false;
    const name = nameOf(desktop);
    close(desktop);
    return name === undefined || own === undefined || name === own;
  };
}

/** Text up to the first NUL. */
const utf16 = (bytes: Buffer): string => bytes.toString('utf16le').replace(/\0.*$/s, '');
