import type { Enrollment, EnrollmentStatus } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { toneOf, word } from '../../output/words.js';
import { choice } from '../../params.js';

const statuses = [
  'waiting',
  'accepted',
  'rejected',
  'cancelled',
  'left',
  'removed',
] as const satisfies readonly EnrollmentStatus[];

/** The option that keeps to one status. */
export const statusOption = choice('status', statuses, { en: 'only this status', ko: '이 상태만' });

export function enrollmentColumns(cli: Cli): Column<Enrollment>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.lecture, value: ({ lecture }) => lecture.title },
    { title: titles.student, value: ({ member }) => member.name },
    { title: titles.state, value: ({ status }) => word(cli, status), tone: ({ status }) => toneOf(status) },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
    { title: titles.updated, value: ({ updatedAt }) => localTime(updatedAt) },
  ];
}
