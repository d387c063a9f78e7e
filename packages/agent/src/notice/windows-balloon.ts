import type { Language } from '../language.js';
import type { Notifier } from './notice.js';
import { noticeTexts, noticeWords } from './notice-text.js';
import { pumpMessages, windowApi } from './win32-window.js';

// NOTIFYICONDATAW of 64-bit Windows (shellapi.h): where its fields lie, and how long its texts may be.
const dataBytes = 976;
const offset = { size: 0, window: 8, id: 16, flags: 20, icon: 32, tip: 40, info: 304, infoTitle: 820, infoFlags: 948 };
const characters = { tip: 127, info: 255, title: 63 };
const [add, remove] = [0, 2];
const flags = { icon: 0x2, tip: 0x4, info: 0x10 };
const infoIcon = 1;
const informationIcon = 32516;

/** An icon beside the clock for as long as the notice lasts, and a balloon when it begins. */
export function windowsBalloon(language: Language): Notifier {
  const texts = noticeTexts[language];
  let up: { window: bigint; stop: () => void } | undefined;
  const icon = (window: bigint, text: string): Buffer => {
    const data = Buffer.alloc(dataBytes);
    data.writeUInt32LE(dataBytes, offset.size);
    data.writeBigUInt64LE(window, offset.window);
    data.writeUInt32LE(1, offset.id);
    data.writeUInt32LE(flags.icon | flags.tip | flags.info, offset.flags);
    data.writeBigUInt64LE(windowApi().LoadIconW(null, informationIcon) ?? 0n, offset.icon);
    data.write(text.slice(0, characters.tip), offset.tip, 'utf16le');
    data.write(text.slice(0, characters.info), offset.info, 'utf16le');
    data.write(texts.title.slice(0, characters.title), offset.infoTitle, 'utf16le');
    data.writeUInt32LE(infoIcon, offset.infoFlags);
    return data;
  };
  return {
    name: 'windows-balloon',
    async show(notice) {
      try {
        const api = windowApi();
        // Never shown: the icon has to belong to a window.
        const window = api.CreateWindowExW(0, 'STATIC', 'didacto-agent', 0, 0, 0, 0, 0, null, null, null, null);
        if (window === null) return false;
        const isShown = api.Shell_NotifyIconW(add, icon(window, noticeWords(language, notice).visible(notice))) !== 0;
        if (isShown) up = { window, stop: pumpMessages(window) };
        else api.DestroyWindow(window);
        return isShown;
      } catch {
        // Not Windows, or no shell to hold an icon: the banner is tried next.
        return false;
      }
    },
    async end() {
      if (up === undefined) return;
      const { window, stop } = up;
      up = undefined;
      stop();
      const api = windowApi();
      api.Shell_NotifyIconW(remove, icon(window, ''));
      api.DestroyWindow(window);
    },
  };
}
