import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';
import { consentColumns } from './view.js';

export const consentGet = command({
  name: 'get',
  summary: {
    en: 'Show what I allow the instructor in the active lesson',
    ko: '진행 중인 수업에서 내가 강사에게 허용한 것을 봅니다',
  },
  args: { lecture: lectureArgument },
  examples: ['didacto consent get "파이썬 기초"', 'didacto consent get "Web" --json'],
  run: async (cli, { lecture }) => {
    const api = await cli.api();
    cli.out.one(await api.rooms.consent({ lectureId: await lectureId(cli, lecture) }), consentColumns(cli));
  },
});
