import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';

export const staffLeave = command({
  name: 'leave',
  summary: { en: 'Stop helping in a lecture', ko: '강의 담당을 그만둡니다' },
  args: { lecture: lectureArgument },
  examples: ['didacto staff leave "파이썬 기초"', 'didacto staff leave "Web" --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { lecture }) => {
    const id = await lectureId(cli, lecture);
    if (!(await cli.confirm(cli.text.questions.leaveStaff(lecture)))) return cli.out.say(cli.text.talk.cancelled);
    await (await cli.api()).staff.leave({ lectureId: id });
    cli.out.data({ lectureId: id, left: true }, () => [cli.text.talk.done]);
  },
});
