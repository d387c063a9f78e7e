import type { Language } from '../language.js';
import type { NoticeKind, Notifier } from './notice.js';
import { noticeWords } from './notice-text.js';
import { pumpMessages, windowApi } from './win32-window.js';

// winuser.h. The window stays above others, takes no focus, has no button in the task bar, and lets the mouse through.
const exStyle = { topmost: 0x8, toolWindow: 0x80, noActivate: 0x0800_0000, transparent: 0x20 };
const style = { popup: 0x8000_0000, border: 0x0080_0000, centreText: 0x1, centreLine: 0x200 };
/** A window that is born visible would take the focus from what the student types into. */
const showWithoutFocus = 4;
const screenWidth = 0;
const size = { width: 640, height: 26 };
/** None hides another. */
const lines: Readonly<Record<NoticeKind, number>> = { wall: 0, live: 1, control: 2 };

/** A small bar at the top of the screen, for where there is no task bar to hold an icon. */
export function windowsBanner(language: Language): Notifier {
  let up: { window: bigint; stop: () => void } | undefined;
  return {
    name: 'windows-banner',
    async show(notice) {
      try {
        const api = windowApi();
        const text = noticeWords(language, notice).visible(notice);
        const left = Math.max(0, Math.floor((api.GetSystemMetrics(screenWidth) - size.width) / 2));
        const [ex, plain] = [bits(exStyle), bits(style)];
        const window = api.CreateWindowExW(
          ex,
          'STATIC',
          text,
          plain,
          left,
          lines[notice.kind ?? 'wall'] * size.height,
          size.width,
          size.height,
          null,
          null,
          null,
          null,
        );
        if (window === null) return false;
        up = { window, stop: pumpMessages(window) };
        api.ShowWindow(window, showWithoutFocus);
        return api.IsWindowVisible(window) !== 0;
      } catch {
        // Not Windows, or no desktop.
        return false;
      }
    },
    async end() {
      up?.stop();
      if (up) windowApi().DestroyWindow(up.window);
      up = undefined;
    },
  };
}

const bits = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((sum, value) => (sum | value) >>> 0, 0);
