import { setTimeout as sleep } from 'node:timers/promises';
import { loadKoffi } from '../capture/native.js';
import type { Clipboard } from './clipboard.js';
import { loadWin32Input, type Win32Input } from './win32-input.js';

const unicodeText = 13;
const moveable = 2;
/** Other programs hold the clipboard for moments. */
const tries = 10;
const retryMs = 20;

/** The clipboard of this Windows session. */
export function windowsClipboard(load: () => Win32Input = loadWin32Input): Clipboard {
  return {
    name: 'windows',
    async setText(text) {
      try {
        const api = load();
        for (let tried = 0; tried < tries; tried++) {
          const isSet = attempt(api, text);
          if (isSet !== undefined) return isSet;
          await sleep(retryMs);
        }
        return false;
      } catch {
        return false;
      }
    },
    close: () => undefined,
  };
}

/** @returns undefined while another program has the clipboard open */
function attempt(api: Win32Input, text: string): boolean | undefined {
  const owner = api.openOwner();
  if (owner === null) return false;
  try {
    if (!api.OpenClipboard(owner)) return undefined;
    const isSet = api.EmptyClipboard() !== 0 && put(api, text);
    api.CloseClipboard();
    return isSet;
  } finally {
    // A window that stays would have to answer messages, or other programs wait for it; the text stays without it.
    api.DestroyWindow(owner);
  }
}

function put(api: Win32Input, text: string): boolean {
  const bytes = Buffer.from(`${text.replace(/\r?\n/g, '\r\n')}\0`, 'utf16le');
  const memory = api.GlobalAlloc(moveable, bytes.length);
  if (memory === null) return false;
  const address = api.GlobalLock(memory);
  if (address !== null) bytes.copy(Buffer.from(loadKoffi().view(address, bytes.length)));
  api.GlobalUnlock(memory);
  if (address !== null && api.SetClipboardData(unicodeText, memory) !== null) return true;
  api.GlobalFree(memory);
  return false;
}
