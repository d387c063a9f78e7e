import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument, lectureColumns } from './view.js';

export const lectureClose = command({
  name: 'close',
  summary: {
    en: 'Close a lecture: no new enrollments, no lessons',
    ko: '강의를 닫습니다: 신청과 수업을 받지 않습니다',
  },
  args: { lecture: lectureArgument },
  examples: ['didacto lecture close "파이썬 기초"', 'didacto lecture close "Web" --json'],
  changes: true,
  run: async (cli, { lecture }) => {
    const changed = await (await cli.api()).lectures.close({ lectureId: await lectureId(cli, lecture) });
    cli.out.one(changed, lectureColumns(cli));
  },
});
