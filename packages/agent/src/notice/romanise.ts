import type { Notice } from './notice.js';

const initials = 'g kk n d tt r m b pp s ss  j jj ch k t p h'.split(' ');
const vowels = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ');
const finals = ' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ');

const firstSyllable = 0xac00;

/** Korean as Latin letters (Revised Romanization, syllable by syllable), for where no font has Hangul; the rest as `?`. */
export const romanise = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[가-힣]+/g, (word) => capitalised(Array.from(word, syllable).join('')))
    .replace(/[^\x20-\x7e\xa0-\xff]/gu, '?');

/** What names there are in a notice, in Latin letters. */
export const withLatinNames = <N extends Pick<Notice, 'instructorName' | 'lectureTitle'>>(notice: N): N => ({
  ...notice,
  instructorName: romanise(notice.instructorName),
  lectureTitle: romanise(notice.lectureTitle),
});

function syllable(character: string): string {
  const at = (character.codePointAt(0) ?? firstSyllable) - firstSyllable;
  const final = at % finals.length;
  const vowel = Math.floor(at / finals.length) % vowels.length;
  const initial = Math.floor(at / finals.length / vowels.length);
  return `${initials[initial] ?? ''}${vowels[vowel] ?? ''}${finals[final] ?? ''}`;
}

const capitalised = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
