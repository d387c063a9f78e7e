import { bitmapHeader } from '../../capture/bitmap-header.js';
import { pumpMessages, windowApi } from '../../notice/win32-window.js';
import { type PictureWindow, type WindowBackEnd, windowSize } from './window-back-end.js';

const windowName = 'didacto-agent camera';
// winuser.h. Above all others, no button in the task bar, never the keyboard; and the mouse passes through.
const exStyle = 0x8 | 0x80 | 0x0800_0000 | 0x8_0000 | 0x20; // topmost, tool window, no activate, layered, transparent
const popup = 0x8000_0000;
const showWithoutFocus = 4;
const opaque = { alpha: 255, flag: 2 };
const workArea = 0x30;
const screenWidth = 0;
const margin = 16;
const { width, height } = windowSize;

/** A window in the lower right corner, above the task bar and its notices. */
export const windowsWindow: WindowBackEnd = {
  name: 'windows',
  async isAble() {
    try {
      return windowApi().GetSystemMetrics(screenWidth) > 0;
    } catch {
      return false;
    }
  },
  async open() {
    const api = windowApi();
    const { right, bottom } = workAreaCorner();
    const place = [right - width - margin, bottom - height - margin, width, height] as const;
    const window = api.CreateWindowExW(exStyle, 'STATIC', windowName, popup, ...place, null, null, null, null);
    if (window === null) throw new Error('no window can be made here');
    api.SetLayeredWindowAttributes(window, 0, opaque.alpha, opaque.flag);
    api.ShowWindow(window, showWithoutFocus);
    return pictureWindow(window, pumpMessages(window));
  },
};

function pictureWindow(window: bigint, stop: () => void): PictureWindow {
  const api = windowApi();
  const format = bitmapHeader(width, height);
  return {
    async draw(pixels) {
      const context = api.GetDC(window);
      const lines = api.SetDIBitsToDevice(context, 0, 0, width, height, 0, 0, 0, height, pixels, format, 0);
      api.ReleaseDC(window, context);
      if (lines === 0) throw new Error('the window takes no picture');
    },
    close() {
      stop();
      api.DestroyWindow(window);
    },
  };
}

/** What the task bar leaves of the first monitor. */
function workAreaCorner(): { right: number; bottom: number } {
  const rectangle = Buffer.alloc(16);
  if (windowApi().SystemParametersInfoW(workArea, 0, rectangle, 0) === 0) throw new Error('no desktop');
  return { right: rectangle.readInt32LE(8), bottom: rectangle.readInt32LE(12) };
}
