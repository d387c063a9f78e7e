import type { Invitation } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { toneOf, word } from '../../output/words.js';

export function invitationColumns(cli: Cli): Column<Invitation>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.email, value: ({ email }) => email },
    { title: titles.role, value: ({ role }) => word(cli, role) },
    { title: titles.state, value: ({ state }) => word(cli, state), tone: ({ state }) => toneOf(state) },
    { title: titles.invitedBy, value: ({ invitedBy }) => invitedBy.name },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
    { title: titles.expires, value: ({ expiresAt }) => localTime(expiresAt) },
  ];
}
