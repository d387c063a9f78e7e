import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';

export const rosterLeave = command({
  name: 'leave',
  summary: { en: 'Leave a lecture', ko: '강의에서 나갑니다' },
  args: { lecture: lectureArgument },
  examples: ['didacto roster leave "파이썬 기초"', 'didacto roster leave "Web" --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { lecture }) => {
    const id = await lectureId(cli, lecture);
    if (!(await cli.confirm(cli.text.questions.leaveRoster(lecture)))) return cli.out.say(cli.text.talk.cancelled);
    await (await cli.api()).roster.leave({ lectureId: id });
    cli.out.data({ lectureId: id, left: true }, () => [cli.text.talk.done]);
  },
});
