import { openLibrary } from '../capture/native.js';
import type { Language } from '../language.js';
import { type AskControl, askMs } from './ask-control.js';
import { questionTexts } from './question-text.js';

// winuser.h. "No" is what Enter says, for it may be typed by who did not see the question come.
const style = { yesNo: 0x4, question: 0x20, secondIsDefault: 0x100, foreground: 0x1_0000, topmost: 0x4_0000 };
const yes = 6;

/** A message box above all windows, on a thread of its own; it goes away by itself. */
export const askByWindows =
  (language: Language): AskControl =>
  async (notice, signal) => {
    if (signal.aborted) return false;
    const { title, question } = questionTexts[language];
    try {
      const show = openLibrary('user32.dll').func(
        'int __stdcall MessageBoxTimeoutW(void *owner, str16 text, str16 title, uint32 style, uint16 language, uint32 ms)',
      );
      const bits = Object.values(style).reduce((sum, value) => sum | value, 0);
      const answer = await new Promise<number>((resolve, reject) => {
        show.async(null, question(notice), title, bits, 0, askMs, (error: Error | null, value: number) =>
          error ? reject(error) : resolve(value),
        );
      });
      return answer === yes && !signal.aborted;
    } catch {
      // No desktop to ask on.
      return false;
    }
  };
