import type { Grade, Member, MemberState, Role } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { toneOf, word, yesNo } from '../../output/words.js';
import { neededText, text } from '../../params.js';

export const roles = ['student', 'instructor', 'finance', 'desk', 'admin'] as const satisfies readonly Role[];
export const grades = ['free', 'premium'] as const satisfies readonly Grade[];
export const memberStates = ['active', 'suspended'] as const satisfies readonly MemberState[];

/** The argument that names a member. */
export const memberArgument = neededText('member', { en: 'id, e-mail or name', ko: 'ID, 이메일 또는 이름' });

/** Why an admin acts. */
export const noteOption = text('text', { en: 'why, for the audit log', ko: '감사 기록에 남길 이유' });

export function memberColumns(cli: Cli): Column<Member>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.name, value: ({ name }) => name },
    { title: titles.email, value: ({ email }) => email },
    { title: titles.role, value: ({ role }) => word(cli, role) },
    { title: titles.grade, value: ({ grade }) => word(cli, grade) },
    { title: titles.state, value: ({ state }) => stateWord(cli, state), tone: ({ state }) => toneOf(state) },
    { title: titles.secondFactor, value: ({ secondFactor }) => yesNo(cli, secondFactor) },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
  ];
}

/** Korean has one word for a lesson that is active and another for such an account. */
export const stateWord = (cli: Cli, state: MemberState): string => word(cli, state === 'active' ? 'in_use' : state);
