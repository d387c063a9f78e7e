import type { LibraryHandle } from 'koffi';
import { LibraryMissing, loadKoffi, openLibrary, openOptional, type Pointer } from './native.js';

/** The functions of libX11 and its extensions that capture calls, under their C names. */
export interface Xlib {
  XOpenDisplay(name: string): Pointer;
  XCloseDisplay(display: bigint): number;
  XDefaultScreen(display: bigint): number;
  XRootWindow(display: bigint, screen: number): number;
  XDefaultVisual(display: bigint, screen: number): bigint;
  XDefaultDepth(display: bigint, screen: number): number;
  XGetGeometry(
    display: bigint,
    drawable: number,
    root: number[],
    x: number[],
    y: number[],
    width: number[],
    height: number[],
    border: number[],
    depth: number[],
  ): number;
  XSelectInput(display: bigint, window: number, mask: number): number;
  XSync(display: bigint, discard: number): number;
  XPending(display: bigint): number;
  XConnectionNumber(display: bigint): number;
  XNextEvent(display: bigint, event: Buffer): number;
  XGetAtomName(display: bigint, atom: number): Pointer;
  XFree(pointer: bigint): number;
  XDestroyImage(image: bigint): number;
  XShmQueryExtension(display: bigint): number;
  XShmCreateImage(
    display: bigint,
    visual: bigint,
    depth: number,
    format: number,
    data: Pointer,
    info: bigint,
    width: number,
    height: number,
  ): Pointer;
  XShmAttach(display: bigint, info: bigint): number;
  XShmDetach(display: bigint, info: bigint): number;
  XShmGetImage(display: bigint, drawable: number, image: bigint, x: number, y: number, planes: number): number;
  /** Undefined: pictures are compared instead. */
  damage: XDamage | undefined;
  /** Undefined: only the whole desktop can be taken. */
  randr: XRandr | undefined;
  /** Makes Xlib call us, not exit(), when this display's server goes away. */
  surviveLossOf(display: bigint): void;
  /** Whether the server of this display went away; false again after `forget`. */
  isLost(display: bigint): boolean;
  /** The code of the last protocol error on a display, if there was one since `forget`. */
  errorOf(display: bigint): number | undefined;
  /** Forgets loss and error: an address is used again for the next display. */
  forget(display: bigint): void;
}

export interface XDamage {
  XDamageQueryExtension(display: bigint, eventBase: number[], errorBase: number[]): number;
  XDamageCreate(display: bigint, drawable: number, level: number): number;
  XDamageSubtract(display: bigint, damage: number, repair: number, parts: number): void;
}

export interface XRandr {
  XRRGetMonitors(display: bigint, window: number, active: number, count: number[]): Pointer;
  XRRFreeMonitors(monitors: bigint): void;
}

let bound: Xlib | undefined;

/**
 * Binds the X libraries on first use.
 * @throws LibraryMissing where one is absent, or so old (before 1.7) that the loss of a server would end the process
 */
export function loadXlib(): Xlib {
  bound ??= bind();
  return bound;
}

function bind(): Xlib {
  const x = openLibrary('libX11.so.6');
  const ext = openLibrary('libXext.so.6');
  return {
    XOpenDisplay: x.func('void *XOpenDisplay(const char *name)'),
    XCloseDisplay: x.func('int XCloseDisplay(void *display)'),
    XDefaultScreen: x.func('int XDefaultScreen(void *display)'),
    XRootWindow: x.func('ulong XRootWindow(void *display, int screen)'),
    XDefaultVisual: x.func('void *XDefaultVisual(void *display, int screen)'),
    XDefaultDepth: x.func('int XDefaultDepth(void *display, int screen)'),
    XGetGeometry: x.func(
      'int XGetGeometry(void *display, ulong drawable, _Out_ ulong *root, _Out_ int *x, _Out_ int *y, _Out_ uint *width, _Out_ uint *height, _Out_ uint *border, _Out_ uint *depth)',
    ),
    XSelectInput: x.func('int XSelectInput(void *display, ulong window, long mask)'),
    XSync: x.func('int XSync(void *display, int discard)'),
    XPending: x.func('int XPending(void *display)'),
    XConnectionNumber: x.func('int XConnectionNumber(void *display)'),
    XNextEvent: x.func('int XNextEvent(void *display, void *event)'),
    XGetAtomName: x.func('void *XGetAtomName(void *display, ulong atom)'),
    XFree: x.func('int XFree(void *pointer)'),
    XDestroyImage: x.func('int XDestroyImage(void *image)'),
    XShmQueryExtension: ext.func('int XShmQueryExtension(void *display)'),
    XShmCreateImage: ext.func(
      'void *XShmCreateImage(void *display, void *visual, uint depth, int format, void *data, void *info, uint width, uint height)',
    ),
    XShmAttach: ext.func('int XShmAttach(void *display, void *info)'),
    XShmDetach: ext.func('int XShmDetach(void *display, void *info)'),
    XShmGetImage: ext.func('int XShmGetImage(void *display, ulong drawable, void *image, int x, int y, ulong planes)'),
    damage: bindDamage(),
    randr: bindRandr(),
    ...handleErrors(x),
  };
}

function bindDamage(): XDamage | undefined {
  const lib = openOptional('libXdamage.so.1');
  return (
    lib && {
      XDamageQueryExtension: lib.func('int XDamageQueryExtension(void *display, _Out_ int *events, _Out_ int *errors)'),
      XDamageCreate: lib.func('ulong XDamageCreate(void *display, ulong drawable, int level)'),
      XDamageSubtract: lib.func('void XDamageSubtract(void *display, ulong damage, ulong repair, ulong parts)'),
    }
  );
}

function bindRandr(): XRandr | undefined {
  const lib = openOptional('libXrandr.so.2');
  return (
    lib && {
      XRRGetMonitors: lib.func('void *XRRGetMonitors(void *display, ulong window, int active, _Out_ int *count)'),
      XRRFreeMonitors: lib.func('void XRRFreeMonitors(void *monitors)'),
    }
  );
}

/**
 * By default Xlib ends the process on any error. The handlers are the process's, the exit handler a display's; the
 * callbacks live as long as the process.
 */
function handleErrors(x: LibraryHandle): Pick<Xlib, 'surviveLossOf' | 'isLost' | 'errorOf' | 'forget'> {
  const koffi = loadKoffi();
  const errors = new Map<bigint, number>();
  const lost = new Set<bigint>();
  const errorCodeOffset = 32;
  const handlerOf = (prototype: string, handler: (display: bigint, event: bigint) => unknown): bigint =>
    koffi.register(handler, koffi.pointer(koffi.proto(prototype)));

  const onError = handlerOf('int DidactoXError(void *display, void *event)', (display, event) => {
    errors.set(display, koffi.decode(event, errorCodeOffset, 'uint8'));
    return 0;
  });
  const onLoss = handlerOf('int DidactoXLoss(void *display)', (display) => {
    lost.add(display);
    return 0;
  });
  const insteadOfExit = handlerOf('void DidactoXExit(void *display, void *data)', () => undefined);

  const setExitHandler = bindExitHandler(x);
  x.func('void *XSetErrorHandler(void *handler)')(onError);
  x.func('void *XSetIOErrorHandler(void *handler)')(onLoss);
  return {
    surviveLossOf: (display) => setExitHandler(display, insteadOfExit, null),
    isLost: (display) => lost.has(display),
    errorOf: (display) => errors.get(display),
    forget(display) {
      lost.delete(display);
      errors.delete(display);
    },
  };
}

function bindExitHandler(x: LibraryHandle): (display: bigint, handler: bigint, data: null) => void {
  try {
    return x.func('void XSetIOErrorExitHandler(void *display, void *handler, void *data)');
  } catch (cause) {
    throw new LibraryMissing('libX11 is older than 1.7', { cause });
  }
}
