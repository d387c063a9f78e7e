import { command } from '../../command.js';
import { choice, limit } from '../../params.js';
import { alarmColumns } from './view.js';

export const alarmList = command({
  name: 'list',
  summary: { en: 'List alarms that are not resolved, newest first', ko: '해결되지 않은 알림을 최근 순으로 봅니다' },
  options: {
    state: choice('state', ['open', 'acknowledged', 'resolved'], { en: 'only in this state', ko: '이 상태만' }),
    limit,
  },
  examples: ['didacto alarm list', 'didacto alarm list --state resolved --limit 20 --json'],
  run: async (cli, { state, limit }) => {
    const alarms = await (await cli.api()).alarms.list({ state, limit: 200 }).toArray({ limit });
    cli.out.list(alarms, alarmColumns(cli), cli.text.talk.none);
    const open = alarms.find((alarm) => alarm.state === 'open');
    if (open) cli.out.say(cli.text.alarms.toAcknowledge(open.id));
  },
});
