import { type Alarm, alarmTitle } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Tone } from '../../output/style.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { neededText } from '../../params.js';

export const alarmArgument = neededText('alarm', { en: 'its id', ko: '알림 ID' });

const tones: Readonly<Record<Alarm['state'], Tone>> = { open: 'bad', acknowledged: 'warn', resolved: 'quiet' };

export function alarmColumns(cli: Cli): Column<Alarm>[] {
  const { titles, states, system } = cli.text.alarms;
  const resolver = ({ state, resolvedBy }: Alarm) => resolvedBy?.name ?? (state === 'resolved' ? system : '-');
  return [
    { title: cli.text.columns.titles.id, value: ({ id }) => id },
    { title: titles.alarm, value: ({ code }) => alarmTitle(code, cli.language) },
    { title: titles.subject, value: ({ subject }) => subject },
    { title: cli.text.columns.titles.state, value: ({ state }) => states[state], tone: ({ state }) => tones[state] },
    { title: titles.count, value: ({ count }) => String(count) },
    { title: titles.since, value: ({ openedAt }) => localTime(openedAt) },
    { title: titles.last, value: ({ lastAt }) => localTime(lastAt) },
    { title: titles.acknowledged, value: ({ acknowledgedBy }) => acknowledgedBy?.name ?? '-' },
    { title: titles.resolved, value: resolver },
    { title: titles.detail, value: ({ detail }) => detail || '-' },
  ];
}
