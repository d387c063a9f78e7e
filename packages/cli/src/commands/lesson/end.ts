import { command } from '../../command.js';
import { lessonId } from '../../resolve/lesson.js';
import { lessonArgument, lessonColumns } from './view.js';

export const lessonEnd = command({
  name: 'end',
  summary: { en: 'End the active lesson', ko: '진행 중인 수업을 종료합니다' },
  args: { lesson: lessonArgument },
  examples: ['didacto lesson end "파이썬 기초"', 'didacto lesson end "Web" --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { lesson }) => {
    const id = await lessonId(cli, lesson, 'active');
    if (!(await cli.confirm(cli.text.questions.endLesson))) return cli.out.say(cli.text.talk.cancelled);
    cli.out.one(await (await cli.api()).lessons.end({ lessonId: id }), lessonColumns(cli));
  },
});
