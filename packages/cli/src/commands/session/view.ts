import type { Session } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { yesNo } from '../../output/words.js';

export function sessionColumns(cli: Cli): Column<Session>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.client, value: ({ client }) => client || '-' },
    { title: titles.address, value: ({ address }) => address || '-' },
    { title: titles.lastUsed, value: ({ lastUsedAt }) => localTime(lastUsedAt) },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
    { title: titles.expires, value: ({ expiresAt }) => localTime(expiresAt) },
    {
      title: titles.current,
      value: ({ current }) => yesNo(cli, current),
      tone: ({ current }) => (current ? 'good' : 'quiet'),
    },
  ];
}
