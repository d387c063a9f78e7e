import { openLibrary, type Pointer } from '../capture/native.js';

/** The functions of user32 and kernel32 that input calls, under their Windows names. */
export interface Win32Input {
  SendInput(count: number, inputs: Buffer, size: number): number;
  GetAsyncKeyState(virtualKey: number): number;
  MapVirtualKeyW(code: number, how: number): number;
  GetSystemMetrics(index: number): number;
  /** A window that nobody sees, to own the clipboard with: without one Windows may refuse the text. */
  openOwner(): Pointer;
  DestroyWindow(window: bigint): number;
  OpenClipboard(owner: bigint): number;
  EmptyClipboard(): number;
  SetClipboardData(format: number, memory: bigint): Pointer;
  CloseClipboard(): number;
  GlobalAlloc(flags: number, bytes: number): Pointer;
  GlobalLock(memory: bigint): Pointer;
  GlobalUnlock(memory: bigint): number;
  GlobalFree(memory: bigint): Pointer;
}

let bound: Win32Input | undefined;

/** Binds the libraries on first use. @throws LibraryMissing on another system */
export function loadWin32Input(): Win32Input {
  bound ??= bind();
  return bound;
}

function bind(): Win32Input {
  const user = openLibrary('user32.dll');
  const kernel = openLibrary('kernel32.dll');
  const createWindow = user.func(
    'void *__stdcall CreateWindowExW(uint32 exStyle, str16 className, str16 title, uint32 style, int x, int y, int width, int height, intptr parent, void *menu, void *instance, void *parameter)',
  );
  const messagesOnly = -3;
  return {
    SendInput: user.func('uint32 __stdcall SendInput(uint32 count, void *inputs, int size)'),
    MapVirtualKeyW: user.func('uint32 __stdcall MapVirtualKeyW(uint32 code, uint32 how)'),
    GetAsyncKeyState: user.func('int16 __stdcall GetAsyncKeyState(int virtualKey)'),
    GetSystemMetrics: user.func('int __stdcall GetSystemMetrics(int index)'),
    openOwner: () => createWindow(0, 'STATIC', '', 0, 0, 0, 0, 0, messagesOnly, null, null, null),
    DestroyWindow: user.func('int __stdcall DestroyWindow(void *window)'),
    OpenClipboard: user.func('int __stdcall OpenClipboard(void *owner)'),
    EmptyClipboard: user.func('int __stdcall EmptyClipboard()'),
    SetClipboardData: user.func('void *__stdcall SetClipboardData(uint32 format, void *memory)'),
    CloseClipboard: user.func('int __stdcall CloseClipboard()'),
    GlobalAlloc: kernel.func('void *__stdcall GlobalAlloc(uint32 flags, size_t bytes)'),
    GlobalLock: kernel.func('void *__stdcall GlobalLock(void *memory)'),
    GlobalUnlock: kernel.func('int __stdcall GlobalUnlock(void *memory)'),
    GlobalFree: kernel.func('void *__stdcall GlobalFree(void *memory)'),
  };
}
