import { command } from '../../command.js';
import { alarmArgument, alarmColumns } from './view.js';

export const alarmAck = command({
  name: 'ack',
  summary: { en: 'Say that somebody looks after an alarm', ko: '알림을 담당한다고 표시합니다' },
  args: { alarm: alarmArgument },
  examples: [
    'didacto alarm ack alm_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto alarm ack alm_01h2xcejqtf2nbrexx3vqjhp41 --dry-run --json',
  ],
  changes: true,
  run: async (cli, { alarm }) => {
    cli.out.one(await (await cli.api()).alarms.acknowledge({ alarmId: alarm }), alarmColumns(cli));
  },
});
