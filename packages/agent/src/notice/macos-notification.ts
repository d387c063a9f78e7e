import type { Language } from '../language.js';
import type { RunProgram } from '../run-program.js';
import type { Notice, Notifier } from './notice.js';
import { noticeTexts, noticeWords } from './notice-text.js';

// The texts come as arguments: a script that contained them could be told anything.
const script = ['on run argv', 'display notification (item 1 of argv) with title (item 2 of argv)', 'end run'];

/** macOS notifications. The system decides how long one stays; it keeps it in the Notification Centre. */
export function macosNotification({ run, language }: { run: RunProgram; language: Language }): Notifier {
  const texts = noticeTexts[language];
  const display = (text: string) => run('osascript', [...script.flatMap((line) => ['-e', line]), text, texts.title]);
  let shown: Pick<Notice, 'kind'> = {};
  return {
    name: 'macos-notification',
    async show(notice) {
      shown = notice;
      return (await display(noticeWords(language, notice).visible(notice))).ok;
    },
    end: async () => {
      await display(noticeWords(language, shown).over);
    },
  };
}
