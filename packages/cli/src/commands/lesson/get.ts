import { command } from '../../command.js';
import { lessonId } from '../../resolve/lesson.js';
import { lessonArgument, lessonColumns } from './view.js';

export const lessonGet = command({
  name: 'get',
  summary: {
    en: 'Show a lesson; of a lecture, the active or last one',
    ko: '수업을 봅니다. 강의를 주면 진행 중이거나 마지막 수업',
  },
  args: { lesson: lessonArgument },
  examples: ['didacto lesson get "파이썬 기초"', 'didacto lesson get les_01h2xcejqtf2nbrexx3vqjhp41 --json'],
  run: async (cli, { lesson }) => {
    const found = await (await cli.api()).lessons.get({ lessonId: await lessonId(cli, lesson, 'newest') });
    cli.out.one(found, lessonColumns(cli));
  },
});
