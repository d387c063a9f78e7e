import type { Language } from '../language.js';
import { type AskControl, askMs, deafMs } from './ask-control.js';
import { questionTexts } from './question-text.js';
import { showWindowsQuestion, type WindowsQuestion } from './windows-question.js';

const lookEveryMs = 50;

/** A window in the middle of the screen with the question and two buttons. It takes no keys, and goes away by itself. */
export const askByWindows =
  (language: Language): AskControl =>
  async (notice, signal) => {
    const texts = questionTexts[language];
    let question: WindowsQuestion | undefined;
    try {
      if (signal.aborted) return false;
      question = showWindowsQuestion({ ...texts, question: texts.question(notice) });
      return await answerTo(question, signal);
    } catch {
      // No desktop to ask on: nobody was asked.
      return false;
    } finally {
      question?.close();
    }
  };

async function answerTo(question: WindowsQuestion, signal: AbortSignal): Promise<boolean> {
  const timers: NodeJS.Timeout[] = [];
  try {
    return await new Promise<boolean>((resolve) => {
      signal.addEventListener('abort', () => resolve(false), { once: true });
      const look = () => {
        const answer = question.answer();
        if (answer !== undefined) resolve(answer);
      };
      timers.push(
        setTimeout(() => resolve(false), askMs),
        setTimeout(() => question.enable(), deafMs),
        setInterval(look, lookEveryMs),
      );
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
