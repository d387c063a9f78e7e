import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';
import { staffColumns } from './view.js';

export const staffList = command({
  name: 'list',
  summary: {
    en: 'List who teaches or helps in a lecture beside its owner',
    ko: '강의 소유자와 함께 가르치거나 돕는 사람을 봅니다',
  },
  args: { lecture: lectureArgument },
  examples: ['didacto staff list "파이썬 기초"', 'didacto staff list "Web" --json'],
  run: async (cli, { lecture }) => {
    const { staff } = await (await cli.api()).staff.list({ lectureId: await lectureId(cli, lecture) });
    cli.out.list(staff, staffColumns(cli), cli.text.talk.none);
  },
});
