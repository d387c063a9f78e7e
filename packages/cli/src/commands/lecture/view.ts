import type { Lecture } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { toneOf, word } from '../../output/words.js';
import { neededText } from '../../params.js';

export const lectureStates = ['open', 'closed'] as const satisfies readonly Lecture['state'][];

/** The argument that names a lecture. */
export const lectureArgument = neededText('lecture', { en: 'id or exact title', ko: 'ID 또는 정확한 제목' });

export function lectureColumns(cli: Cli): Column<Lecture>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.title, value: ({ title }) => title },
    { title: titles.state, value: ({ state }) => word(cli, state), tone: ({ state }) => toneOf(state) },
    { title: titles.owner, value: ({ owner }) => owner.name },
    {
      title: titles.lesson,
      value: ({ lessonActive }) => (lessonActive ? word(cli, 'active') : '-'),
      tone: ({ lessonActive }) => (lessonActive ? 'good' : undefined),
    },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
  ];
}
