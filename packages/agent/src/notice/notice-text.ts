import type { Language } from '../language.js';
import type { Notice } from './notice.js';

interface NoticeTexts {
  readonly title: string;
  readonly visible: (notice: Notice) => string;
  readonly over: string;
}

/** What a student reads. */
export const noticeTexts: Readonly<Record<Language, NoticeTexts>> = {
  en: {
    title: 'DIDACTO',
    visible: ({ instructorName, lectureTitle }) => `Your screen is visible to ${instructorName} (${lectureTitle})`,
    over: 'Your screen is no longer visible to the class',
  },
  ko: {
    title: 'DIDACTO',
    visible: ({ instructorName, lectureTitle }) => `${instructorName} 님에게 화면이 보이고 있습니다 (${lectureTitle})`,
    over: '이제 수업에서 화면이 보이지 않습니다',
  },
};
