import type { Device } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { toneOf, word, yesNo } from '../../output/words.js';
import { neededText } from '../../params.js';

/** The argument that names a device. */
export const deviceArgument = neededText('device', {
  en: 'id, exact name where unique, or lab/name',
  ko: 'ID, 하나뿐인 이름, 또는 실습실/이름',
});

export function deviceColumns(cli: Cli): Column<Device>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.name, value: ({ name }) => name },
    { title: titles.state, value: ({ state }) => word(cli, state), tone: ({ state }) => toneOf(state) },
    {
      title: titles.connected,
      value: ({ connected }) => yesNo(cli, connected),
      tone: ({ connected }) => (connected ? 'good' : 'quiet'),
    },
    { title: titles.host, value: ({ host }) => host?.hostname ?? '-' },
    { title: titles.lastSeen, value: ({ lastSeenAt }) => localTime(lastSeenAt) },
    {
      title: titles.clone,
      value: ({ clone }) => clone?.hosts.map(({ hostname, address }) => `${hostname} (${address})`).join(', ') ?? '-',
      tone: ({ clone }) => (clone ? 'bad' : undefined),
    },
  ];
}
