import type { StaffMember, StaffRole } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { word } from '../../output/words.js';

export const staffRoles = ['co_instructor', 'assistant'] as const satisfies readonly StaffRole[];

export function staffColumns(cli: Cli): Column<StaffMember>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ member }) => member.id },
    { title: titles.name, value: ({ member }) => member.name },
    { title: titles.role, value: ({ role }) => word(cli, role) },
    { title: titles.since, value: ({ since }) => localTime(since) },
  ];
}
