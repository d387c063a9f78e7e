import type { Language } from '../language.js';
import type { Notice } from '../notice/notice.js';
import { shortNames } from '../notice/short-names.js';

interface QuestionTexts {
  readonly title: string;
  readonly question: (notice: Notice) => string;
  readonly yes: string;
  readonly no: string;
}

/** What a student is asked before control begins. */
export const questionTexts: Readonly<Record<Language, QuestionTexts>> = {
  en: {
    title: 'DIDACTO',
    question: (notice) => `May ${shortNames(notice).instructorName} use your mouse and keyboard?`,
    yes: 'Yes',
    no: 'No',
  },
  ko: {
    title: 'DIDACTO',
    question: (notice) => `${shortNames(notice).instructorName} 님이 마우스와 키보드를 써도 됩니까?`,
    yes: '예',
    no: '아니요',
  },
};
