import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messages } from '../../i18n/index.js';
import { textWidth } from '../../wall/fit-text.js';
import { createPalette, plainPalette } from '../../wall/palette.js';
import { wordsIn } from '../page/words.js';
import { coverLines, endText, helpLines, type StatusInput, type ViewWording, viewStatus } from './view-text.js';

const wording = (language: 'en' | 'ko'): ViewWording => ({
  ...{ texts: messages(language).live, words: wordsIn(language), palette: plainPalette },
});
const status: StatusInput = {
  student: '김하늘',
  phase: 'connected',
  roundTripMs: 23.7,
  control: 'off',
  controlledBy: '',
  notice: null,
  leader: false,
};

describe('the status line', () => {
  it('tells who, how it is, how late, who has control, and how to leave', () => {
    expect(viewStatus(status, 100, wording('en'))).toMatch(
      /^김하늘 {2}Connected {2}24 ms {2}no control {3,}Ctrl-\] then: q leave/,
    );
    expect(viewStatus({ ...status, control: 'on' }, 100, wording('ko'))).toMatch(
      /^김하늘 {2}연결됨 {2}24 ms {2}조작 중 .*q 나가기/,
    );
    expect(viewStatus({ ...status, control: 'other', controlledBy: '이서준' }, 100, wording('en'))).toContain(
      '이서준 has control',
    );
    expect(viewStatus({ ...status, leader: true }, 100, wording('en'))).toContain('q leave');
  });

  it('lets no name control the terminal, and never is wider than it', () => {
    const controls = /\p{Cc}/u;
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 10, max: 120 }),
        (student, by, width) => {
          for (const control of ['off', 'other'] as const) {
            const line = viewStatus({ ...status, student, control, controlledBy: by }, width, wording('ko'));
            expect(line).not.toMatch(controls);
            expect(textWidth(line)).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });
});

describe('what stands in the picture’s place', () => {
  const size = { columns: 40, rows: 9 };

  it('is in the middle, and fits', () => {
    const lines = coverLines(wordsIn('en').covers.waiting, size, plainPalette);
    expect(lines.findIndex((line) => line.includes('Waiting for the student'))).toBe(3);
    for (const line of [...lines, ...helpLines(size, wording('en')), ...helpLines(size, wording('ko'))]) {
      expect(textWidth(stripVTControlCharacters(line))).toBeLessThanOrEqual(size.columns);
    }
    expect(helpLines(size, { ...wording('en'), palette: createPalette('truecolor') }).length).toBeLessThanOrEqual(
      size.rows,
    );
  });

  it('names the way to a picture where the terminal shows no colours', () => {
    for (const language of ['en', 'ko'] as const) {
      const text = coverLines(messages(language).live.noPictures, { columns: 60, rows: 9 }, plainPalette).join(' ');
      expect(text).toMatch(/NO_COLOR.*(browser|브라우저)/);
    }
  });

  it('says why it ended, without what a server could put into a code', () => {
    expect(endText({ by: 'room', code: 'lesson_ended' }, wordsIn('en'))).toBe('The lesson has ended.');
    expect(endText({ by: 'refusal', code: 'x\u001b[2J' }, wordsIn('en'))).toBe('The server refused: x');
  });
});
