import { openLibrary, type Pointer } from '../capture/native.js';

/** The functions of libX11 and libXtst that playing input calls, under their C names. */
export interface Xtst {
  XTestQueryExtension(display: bigint, event: number[], error: number[], major: number[], minor: number[]): number;
  XTestGrabControl(display: bigint, impervious: number): number;
  XTestFakeMotionEvent(display: bigint, screen: number, x: number, y: number, delay: number): number;
  XTestFakeButtonEvent(display: bigint, button: number, down: number, delay: number): number;
  XTestFakeKeyEvent(display: bigint, keycode: number, down: number, delay: number): number;
  XDisplayKeycodes(display: bigint, least: number[], most: number[]): number;
  XGetKeyboardMapping(display: bigint, first: number, count: number, perCode: number[]): Pointer;
  XChangeKeyboardMapping(display: bigint, first: number, perCode: number, keysyms: Buffer, count: number): number;
  XQueryPointer(
    display: bigint,
    window: number,
    root: number[],
    child: number[],
    rootX: number[],
    rootY: number[],
    x: number[],
    y: number[],
    mask: number[],
  ): number;
  XQueryKeymap(display: bigint, keys: Buffer): number;
  XInternAtom(display: bigint, name: string, onlyIfExists: number): number;
  XChangeProperty(
    display: bigint,
    window: number,
    property: number,
    type: number,
    bitsAnItem: number,
    mode: number,
    data: Buffer,
    items: number,
  ): number;
  XGetWindowProperty(
    display: bigint,
    window: number,
    property: number,
    offset: number,
    length: number,
    remove: number,
    type: number,
    actualType: number[],
    bitsAnItem: number[],
    items: number[],
    rest: number[],
    data: Pointer[],
  ): number;
}

let bound: Xtst | undefined;

/** Binds the libraries on first use. @throws LibraryMissing */
export function loadXtst(): Xtst {
  bound ??= bind();
  return bound;
}

function bind(): Xtst {
  const x = openLibrary('libX11.so.6');
  const test = openLibrary('libXtst.so.6');
  return {
    XTestQueryExtension: test.func(
      'int XTestQueryExtension(void *display, _Out_ int *event, _Out_ int *error, _Out_ int *major, _Out_ int *minor)',
    ),
    XTestGrabControl: test.func('int XTestGrabControl(void *display, int impervious)'),
    XTestFakeMotionEvent: test.func('int XTestFakeMotionEvent(void *display, int screen, int x, int y, ulong delay)'),
    XTestFakeButtonEvent: test.func('int XTestFakeButtonEvent(void *display, uint button, int down, ulong delay)'),
    XTestFakeKeyEvent: test.func('int XTestFakeKeyEvent(void *display, uint keycode, int down, ulong delay)'),
    XDisplayKeycodes: x.func('int XDisplayKeycodes(void *display, _Out_ int *least, _Out_ int *most)'),
    XGetKeyboardMapping: x.func('void *XGetKeyboardMapping(void *display, uint8 first, int count, _Out_ int *perCode)'),
    XChangeKeyboardMapping: x.func(
      'int XChangeKeyboardMapping(void *display, int first, int perCode, void *keysyms, int count)',
    ),
    XQueryPointer: x.func(
      'int XQueryPointer(void *display, ulong window, _Out_ ulong *root, _Out_ ulong *child, _Out_ int *rootX, _Out_ int *rootY, _Out_ int *x, _Out_ int *y, _Out_ uint *mask)',
    ),
    XQueryKeymap: x.func('int XQueryKeymap(void *display, void *keys)'),
    XInternAtom: x.func('ulong XInternAtom(void *display, const char *name, int onlyIfExists)'),
    XChangeProperty: x.func(
      'int XChangeProperty(void *display, ulong window, ulong property, ulong type, int bitsAnItem, int mode, void *data, int items)',
    ),
    XGetWindowProperty: x.func(
      'int XGetWindowProperty(void *display, ulong window, ulong property, long offset, long length, int remove, ulong type, _Out_ ulong *actualType, _Out_ int *bitsAnItem, _Out_ ulong *items, _Out_ ulong *rest, _Out_ void **data)',
    ),
  };
}
