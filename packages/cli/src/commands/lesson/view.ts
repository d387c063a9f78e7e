import type { Lesson } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { toneOf, word } from '../../output/words.js';
import { neededText } from '../../params.js';

/** The argument that names a lesson by itself or through its lecture. */
export const lessonArgument = neededText('lecture-or-lesson', {
  en: 'a lesson, or a lecture by id or exact title',
  ko: '수업 ID, 또는 강의 ID나 정확한 제목',
});

export function lessonColumns(cli: Cli): Column<Lesson>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.state, value: ({ state }) => word(cli, state), tone: ({ state }) => toneOf(state) },
    { title: titles.started, value: ({ startedAt }) => localTime(startedAt) },
    { title: titles.ended, value: ({ endedAt }) => localTime(endedAt) },
  ];
}
