import type { Grade, Member, Role } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { word } from '../../output/words.js';

export const roles = ['student', 'instructor', 'finance', 'desk', 'admin'] as const satisfies readonly Role[];
export const grades = ['free', 'premium'] as const satisfies readonly Grade[];

export function memberColumns(cli: Cli): Column<Member>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.name, value: ({ name }) => name },
    { title: titles.email, value: ({ email }) => email },
    { title: titles.role, value: ({ role }) => word(cli, role) },
    { title: titles.grade, value: ({ grade }) => word(cli, grade) },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
  ];
}
