import type { ServiceAccount } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { toneOf, word } from '../../output/words.js';
import { neededText } from '../../params.js';
import { stateWord } from '../member/view.js';

/** The argument that names a service account. */
export const accountArgument = neededText('account', { en: 'id or exact name', ko: 'ID 또는 정확한 이름' });

export function serviceAccountColumns(cli: Cli): Column<ServiceAccount>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.name, value: ({ name }) => name },
    { title: titles.role, value: ({ role }) => word(cli, role) },
    { title: titles.state, value: ({ state }) => stateWord(cli, state), tone: ({ state }) => toneOf(state) },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
  ];
}
