import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument, lectureColumns } from './view.js';

export const lectureUpdate = command({
  name: 'update',
  summary: { en: "Change a lecture's title", ko: '강의 제목을 바꿉니다' },
  args: { lecture: lectureArgument },
  options: { title: neededText('title', { en: 'new title', ko: '새 제목' }) },
  examples: [
    'didacto lecture update "파이썬 기초" --title "파이썬 입문"',
    'didacto lecture update "Web" --title "Web 1" --json',
  ],
  changes: true,
  run: async (cli, { lecture, title }) => {
    const updated = await (await cli.api()).lectures.update({ lectureId: await lectureId(cli, lecture), title });
    cli.out.one(updated, lectureColumns(cli));
  },
});
