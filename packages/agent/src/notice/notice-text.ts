import { endChordName } from '../input/end-chord.js';
import type { Language } from '../language.js';
import type { Notice, NoticeKind } from './notice.js';
import { shortNames } from './short-names.js';

interface KindTexts {
  readonly visible: (notice: Notice) => string;
  readonly over: string;
}

interface NoticeTexts extends KindTexts {
  readonly title: string;
  /** Of the others than the wall. */
  readonly kinds: Readonly<Record<Exclude<NoticeKind, 'wall'>, KindTexts>>;
}

/** What a student reads. */
export const noticeTexts: Readonly<Record<Language, NoticeTexts>> = {
  en: {
    title: 'DIDACTO',
    visible: ({ instructorName, lectureTitle }) => `Your screen is visible to ${instructorName} (${lectureTitle})`,
    over: 'Your screen is no longer visible to the class',
    kinds: {
      live: {
        visible: ({ instructorName, lectureTitle }) =>
          `${instructorName} is watching your screen live (${lectureTitle})`,
        over: 'Your screen is no longer watched live',
      },
      control: {
        visible: ({ instructorName }) => `${instructorName} has your mouse and keyboard: ${endChordName} ends it`,
        over: 'Mouse and keyboard are yours alone again',
      },
    },
  },
  ko: {
    title: 'DIDACTO',
    visible: ({ instructorName, lectureTitle }) => `${instructorName} 님에게 화면이 보이고 있습니다 (${lectureTitle})`,
    over: '이제 수업에서 화면이 보이지 않습니다',
    kinds: {
      live: {
        visible: ({ instructorName, lectureTitle }) =>
          `${instructorName} 님이 화면을 실시간으로 보고 있습니다 (${lectureTitle})`,
        over: '이제 화면을 실시간으로 보고 있지 않습니다',
      },
      control: {
        visible: ({ instructorName }) =>
          `${instructorName} 님이 마우스와 키보드를 쓰고 있습니다. 끝내려면 ${endChordName}`,
        over: '이제 마우스와 키보드는 혼자 쓸 수 있습니다',
      },
    },
  },
};

/** What is read of one kind of notice. */
export function noticeWords(language: Language, { kind = 'wall' }: Pick<Notice, 'kind'>): KindTexts {
  const { visible, over } = kind === 'wall' ? noticeTexts[language] : noticeTexts[language].kinds[kind];
  return { visible: (notice) => visible(shortNames(notice)), over };
}
