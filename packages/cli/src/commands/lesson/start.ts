import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';
import { lessonColumns } from './view.js';

export const lessonStart = command({
  name: 'start',
  summary: {
    en: 'Start a lesson: seated PCs begin to send their screens',
    ko: '수업을 시작합니다. 좌석의 PC가 화면을 보냅니다',
  },
  args: { lecture: lectureArgument },
  examples: ['didacto lesson start "파이썬 기초"', 'didacto lesson start "Web" --json'],
  changes: true,
  run: async (cli, { lecture }) => {
    const started = await (await cli.api()).lessons.start({ lectureId: await lectureId(cli, lecture) });
    cli.out.one(started, lessonColumns(cli));
  },
});
