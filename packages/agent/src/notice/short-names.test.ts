import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endChordName } from '../input/end-chord.js';
import { questionTexts } from '../live/question-text.js';
import type { NoticeKind } from './notice.js';
import { noticeWords } from './notice-text.js';
import { withLatinNames } from './romanise.js';
import { shortNames } from './short-names.js';

const long = {
  lessonId: 'les_1',
  lectureTitle: '자료 구조와 알고리즘 '.repeat(12),
  instructorName: '강감찬'.repeat(26),
};
/** What an X server draws at once. */
const mostLetters = 120;

describe('names in what a student reads', () => {
  it('are left as they are where they have room', () => {
    const notice = { lessonId: 'les_1', lectureTitle: '파이썬 기초', instructorName: '김하은' };
    expect(shortNames(notice)).toEqual(notice);
    expect(noticeWords('ko', {}).visible(notice)).toBe('김하은 님에게 화면이 보이고 있습니다 (파이썬 기초)');
  });

  it('are never wider than their room', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 90 }), (instructorName) => {
        const { instructorName: short } = shortNames({ lectureTitle: '', instructorName });
        expect(short === instructorName || (short.length <= 24 && short.endsWith('...'))).toBe(true);
      }),
    );
  });

  it.each(['en', 'ko'] as const)('push nothing out of sight that the student has to know (%s)', (language) => {
    for (const notice of [long, withLatinNames(long)]) {
      const said = (kind: NoticeKind) => noticeWords(language, { kind }).visible({ ...notice, kind });
      for (const kind of ['wall', 'live', 'control'] as const) expect(said(kind).length).toBeLessThan(mostLetters);
      expect(said('live')).toMatch(/watching your screen live|실시간으로 보고 있습니다/);
      expect(said('control')).toContain(endChordName);
      expect(questionTexts[language].question(notice).length).toBeLessThan(mostLetters);
    }
  });
});
