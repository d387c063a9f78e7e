import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument, lectureColumns } from './view.js';

export const lectureGet = command({
  name: 'get',
  summary: { en: 'Show a lecture', ko: '강의를 봅니다' },
  args: { lecture: lectureArgument },
  examples: ['didacto lecture get "파이썬 기초"', 'didacto lecture get lec_01h2xcejqtf2nbrexx3vqjhp41 --json'],
  run: async (cli, { lecture }) => {
    const found = await (await cli.api()).lectures.get({ lectureId: await lectureId(cli, lecture) });
    cli.out.one(found, lectureColumns(cli));
  },
});
