import { openLibrary, type Pointer } from '../capture/native.js';

/** The functions of user32, shell32 and gdi32 by which windows are shown, under their Windows names. */
interface WindowApi {
  CreateWindowExW(
    exStyle: number,
    className: string,
    title: string,
    style: number,
    x: number,
    y: number,
    width: number,
    height: number,
    parent: Pointer,
    menu: null,
    instance: null,
    parameter: null,
  ): Pointer;
  DestroyWindow(window: bigint): number;
  ShowWindow(window: bigint, how: number): number;
  IsWindowVisible(window: bigint): number;
  EnableWindow(window: bigint, on: number): number;
  SetLayeredWindowAttributes(window: bigint, key: number, alpha: number, flags: number): number;
  SendMessageW(window: bigint, message: number, first: number | bigint, last: number): number | bigint;
  GetSystemMetrics(index: number): number;
  SystemParametersInfoW(action: number, first: number, result: Buffer, update: number): number;
  GetDC(window: Pointer): Pointer;
  ReleaseDC(window: Pointer, context: Pointer): number;
  GetDeviceCaps(context: Pointer, what: number): number;
  GetStockObject(index: number): Pointer;
  SetDIBitsToDevice(
    context: Pointer,
    x: number,
    y: number,
    width: number,
    height: number,
    fromX: number,
    fromY: number,
    firstLine: number,
    lines: number,
    pixels: Buffer,
    format: Buffer,
    use: number,
  ): number;
  LoadIconW(instance: null, name: number): Pointer;
  PeekMessageW(message: Buffer, window: bigint, first: number, last: number, remove: number): number;
  TranslateMessage(message: Buffer): number;
  DispatchMessageW(message: Buffer): bigint;
  Shell_NotifyIconW(message: number, data: Buffer): number;
}

let bound: WindowApi | undefined;

/** @throws LibraryMissing elsewhere than on Windows */
export function windowApi(): WindowApi {
  bound ??= bind();
  return bound;
}

function bind(): WindowApi {
  const user32 = openLibrary('user32.dll');
  const shell32 = openLibrary('shell32.dll');
  const gdi32 = openLibrary('gdi32.dll');
  return {
    CreateWindowExW: user32.func(
      'void * __stdcall CreateWindowExW(uint32 exStyle, str16 className, str16 title, uint32 style, int x, int y, int width, int height, void *parent, void *menu, void *instance, void *parameter)',
    ),
    DestroyWindow: user32.func('int __stdcall DestroyWindow(void *window)'),
    ShowWindow: user32.func('int __stdcall ShowWindow(void *window, int how)'),
    IsWindowVisible: user32.func('int __stdcall IsWindowVisible(void *window)'),
    EnableWindow: user32.func('int __stdcall EnableWindow(void *window, int on)'),
    SetLayeredWindowAttributes: user32.func(
      'int __stdcall SetLayeredWindowAttributes(void *window, uint32 key, uint8 alpha, uint32 flags)',
    ),
    SendMessageW: user32.func(
      'intptr_t __stdcall SendMessageW(void *window, uint32 message, uintptr_t first, intptr_t last)',
    ),
    GetSystemMetrics: user32.func('int __stdcall GetSystemMetrics(int index)'),
    SystemParametersInfoW: user32.func(
      'int __stdcall SystemParametersInfoW(uint32 action, uint32 first, void *result, uint32 update)',
    ),
    GetDC: user32.func('void * __stdcall GetDC(void *window)'),
    ReleaseDC: user32.func('int __stdcall ReleaseDC(void *window, void *context)'),
    GetDeviceCaps: gdi32.func('int __stdcall GetDeviceCaps(void *context, int what)'),
    GetStockObject: gdi32.func('void * __stdcall GetStockObject(int index)'),
    SetDIBitsToDevice: gdi32.func(
      'int __stdcall SetDIBitsToDevice(void *context, int x, int y, uint32 width, uint32 height, int fromX, int fromY, uint32 firstLine, uint32 lines, void *pixels, void *format, uint32 use)',
    ),
    LoadIconW: user32.func('void * __stdcall LoadIconW(void *instance, uintptr_t name)'),
    PeekMessageW: user32.func(
      'int __stdcall PeekMessageW(void *message, void *window, uint32 first, uint32 last, uint32 remove)',
    ),
    TranslateMessage: user32.func('int __stdcall TranslateMessage(void *message)'),
    DispatchMessageW: user32.func('intptr_t __stdcall DispatchMessageW(void *message)'),
    Shell_NotifyIconW: shell32.func('int __stdcall Shell_NotifyIconW(uint32 message, void *data)'),
  };
}

/** MSG on 64-bit Windows. */
const messageBytes = 48;
const messageOffset = { window: 0, id: 8 };
const pumpMs = 100;

/**
 * Handles the messages of a window and its children, so that it is painted and not taken for dead. The reply stops that.
 * @param take looks at each first; one that it takes goes no further
 */
export function pumpMessages(window: bigint, take: (window: bigint, id: number) => boolean = () => false): () => void {
  const api = windowApi();
  const message = Buffer.alloc(messageBytes);
  let isStopped = false;
  const timer = setInterval(() => {
    while (!isStopped && api.PeekMessageW(message, window, 0, 0, 1) !== 0) {
      if (take(message.readBigUInt64LE(messageOffset.window), message.readUInt32LE(messageOffset.id))) continue;
      api.TranslateMessage(message);
      api.DispatchMessageW(message);
    }
  }, pumpMs);
  timer.unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
