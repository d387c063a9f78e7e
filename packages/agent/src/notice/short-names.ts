import type { Notice } from './notice.js';

/** As wide as names may be in what a student reads; a Hangul syllable is two wide. */
const widest = { instructorName: 24, lectureTitle: 32 };

/** In letters that every font has. */
const cutOff = '...';

const firstWide = 0x1100;
const widthOf = (character: string): number => ((character.codePointAt(0) ?? 0) < firstWide ? 1 : 2);

/**
 * Cuts long names, before a sentence is made of them: they come from others, and must not push out of sight what the
 * student has to know.
 */
export const shortNames = <N extends Pick<Notice, 'instructorName' | 'lectureTitle'>>(notice: N): N => ({
  ...notice,
  instructorName: shorten(notice.instructorName, widest.instructorName),
  lectureTitle: shorten(notice.lectureTitle, widest.lectureTitle),
});

function shorten(text: string, width: number): string {
  const characters = Array.from(text);
  if (characters.reduce((sum, character) => sum + widthOf(character), 0) <= width) return text;
  let room = width - cutOff.length;
  const end = characters.findIndex((character) => {
    room -= widthOf(character);
    return room < 0;
  });
  return characters.slice(0, end).join('') + cutOff;
}
