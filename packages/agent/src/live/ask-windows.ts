import type { Language } from '../language.js';
import { type AskControl, askMs, deafMs } from './ask-control.js';
import { questionTexts } from './question-text.js';
import { showWindowsQuestion, type WindowsQuestion } from './windows-question.js';

/** A window in the middle of the screen with the question and two buttons. It takes no keys, and goes away by itself. */
export const askByWindows =
  (language: Language): AskControl =>
  async (notice, signal) => {
    if (signal.aborted) return false;
    const texts = questionTexts[language];
    let end: (answer: boolean) => void = () => undefined;
    const answered = new Promise<boolean>((resolve) => {
      end = resolve;
    });
    const no = () => end(false);
    const timers: NodeJS.Timeout[] = [setTimeout(no, askMs)];
    signal.addEventListener('abort', no, { once: true });
    let question: WindowsQuestion | undefined;
    try {
      const shown = showWindowsQuestion({ ...texts, question: texts.question(notice) }, end);
      question = shown;
      timers.push(setTimeout(() => shown.enable(), deafMs));
      return await answered;
    } catch {
      // No desktop to ask on: nobody was asked.
      return false;
    } finally {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', no);
      question?.close();
    }
  };
