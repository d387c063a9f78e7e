import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument, lectureColumns } from './view.js';

export const lectureReopen = command({
  name: 'reopen',
  summary: { en: 'Open a closed lecture again', ko: '닫힌 강의를 다시 엽니다' },
  args: { lecture: lectureArgument },
  examples: ['didacto lecture reopen "파이썬 기초"', 'didacto lecture reopen "Web" --json'],
  changes: true,
  run: async (cli, { lecture }) => {
    const changed = await (await cli.api()).lectures.reopen({ lectureId: await lectureId(cli, lecture) });
    cli.out.one(changed, lectureColumns(cli));
  },
});
