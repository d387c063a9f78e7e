import { command } from '../../command.js';
import { text } from '../../params.js';
import { alarmArgument, alarmColumns } from './view.js';

export const alarmResolve = command({
  name: 'resolve',
  summary: { en: 'Say that the cause of an alarm is gone', ko: '알림의 원인이 해결되었다고 표시합니다' },
  details: {
    en: 'Should the cause come again, the alarm opens anew. Who resolved it, and the note, are on record.',
    ko: '원인이 다시 생기면 알림이 새로 열립니다. 해결한 사람과 메모는 감사 기록에 남습니다.',
  },
  args: { alarm: alarmArgument },
  options: { note: text('text', { en: 'how it was settled', ko: '어떻게 해결했는지' }) },
  examples: [
    'didacto alarm resolve alm_01h2xcejqtf2nbrexx3vqjhp41 --note "confirmed with the bank"',
    'didacto alarm resolve alm_01h2xcejqtf2nbrexx3vqjhp41 --json',
  ],
  changes: true,
  run: async (cli, { alarm, note }) => {
    cli.out.one(await (await cli.api()).alarms.resolve({ alarmId: alarm, note }), alarmColumns(cli));
  },
});
